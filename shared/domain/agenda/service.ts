import * as z from 'zod';

export const RESOURCE_KINDS = ['practitioner', 'room', 'equipment'] as const;

/**
 * What happens when two visits want the same resource at once (C-03):
 * `forbid` never; `warn` only as a deliberate, logged overbooking; `allow` up to `capacity` at the same moment.
 */
export const OVERLAP_POLICIES = ['forbid', 'warn', 'allow'] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** Longest visit in minutes. With the longest buffers a block stays under one day, which the overlap index relies on. */
export const MAX_DURATION_MIN = 720;
export const MAX_BUFFER_MIN = 240;

export const COLOURS = ['blue', 'teal', 'green', 'ochre', 'plum', 'slate', 'rose', 'sky'] as const;

/** What the law or the clinic asks before a service may be booked. */
export const ServiceRules = z.strictObject({
  /** Cancelling later than this many hours before the start counts as late (C-07). */
  lateCancelHours: z.int().min(0).max(336).optional(),
  /** Youngest age at the visit (J-23: 18 for aesthetic injections and surgery, lag 2021:363). */
  minimumAge: z.int().min(0).max(120).optional(),
  /** Days between documented information and treatment (J-23, förordning 2021:367 §5). */
  thinkingDays: z.int().min(0).max(60).optional(),
  /** Who the patient is must have been checked before the visit begins (G-10, aesthetic treatments). */
  identityRequired: z.boolean().optional(),
  /** The patient's consent must be documented before the treatment begins (J-23, lag 2021:363 §9). */
  consentRequired: z.boolean().optional(),
  /** What a missed or late cancelled visit costs, in the smallest unit; told at booking, proposed and never charged by itself (C-07). */
  noShowFeeMinor: z.int().min(0).max(10_000_000).optional(),
  /** May be offered for booking on the net, once the clinic has that. */
  online: z.boolean().optional(),
});
export type ServiceRules = z.infer<typeof ServiceRules>;

/**
 * An aesthetic treatment in the sense of lag 2021:363: a thinking time and an age or identity to verify. Such a service is
 * not even booked before somebody has seen who the client is and how old (J-23, G-10).
 */
export const isAesthetic = (rules: ServiceRules): boolean => (rules.thinkingDays ?? 0) > 0 && (rules.identityRequired === true || rules.minimumAge !== undefined);

export const ServiceDraft = z.strictObject({
  name: z.string().trim().min(1).max(80),
  durationMin: z.int().min(5).max(MAX_DURATION_MIN),
  bufferBeforeMin: z.int().min(0).max(MAX_BUFFER_MIN),
  bufferAfterMin: z.int().min(0).max(MAX_BUFFER_MIN),
  /** In the smallest unit of the clinic's money (öre). */
  priceMinor: z.int().min(0).max(100_000_000),
  vatCode: z.enum(['exempt', 'standard', 'reduced12', 'reduced6']),
  colour: z.enum(COLOURS),
  /** Besides a practitioner: one resource of each kind named here. */
  needs: z.array(z.enum(['room', 'equipment'])).max(2),
  rules: ServiceRules,
  active: z.boolean(),
});
export type ServiceDraft = z.infer<typeof ServiceDraft>;

export const Service = z.strictObject({
  ...ServiceDraft.shape,
  id: z.string(),
  version: z.int(),
  /** Who and what can perform it; empty: anybody and anything of the needed kind. */
  resourceIds: z.array(z.string()),
});
export type Service = z.infer<typeof Service>;

export const Resource = z.strictObject({
  id: z.string(),
  version: z.int(),
  kind: z.enum(RESOURCE_KINDS),
  name: z.string(),
  /** Profession or title of a practitioner; empty for rooms and equipment. */
  title: z.string(),
  userId: z.string().nullable(),
  policy: z.enum(OVERLAP_POLICIES),
  capacity: z.int(),
  active: z.boolean(),
});
export type Resource = z.infer<typeof Resource>;

export interface VisitTimes {
  readonly start: string;
  readonly end: string;
  readonly blockStart: string;
  readonly blockEnd: string;
}

/**
 * When a visit starts and ends for the patient, and how long it keeps its resources busy (C-02): 30 minutes with a
 * buffer of 10 blocks 40, and the patient is told 30. Instants ISO UTC.
 */
export function visitTimes(start: string, minutes: { readonly duration: number; readonly before: number; readonly after: number }): VisitTimes {
  const startMs = Date.parse(start);
  const at = (offsetMin: number): string => new Date(startMs + offsetMin * 60_000).toISOString();
  return { start, end: at(minutes.duration), blockStart: at(-minutes.before), blockEnd: at(minutes.duration + minutes.after) };
}

/** Late when fewer than `hours` hours remain (C-07): 23 h 59 m before, with a 24 h rule, is late; 24 h 00 m is not. */
export const isLateCancellation = (startMs: number, nowMs: number, hours: number): boolean => startMs - nowMs < hours * 3_600_000;
