import * as z from 'zod';

/** GDPR art. 33(1): to the authority within 72 hours of becoming aware; our own target, and a processor's duty to tell the controller: 24 h (XM 9.2). */
export const BREACH_TIMERS = { target: 24, authority: 72 } as const;
export type BreachTimer = keyof typeof BREACH_TIMERS;
const HOUR_MS = 3_600_000;

export interface TimerState {
  readonly timer: BreachTimer;
  /** Instant. */
  readonly endsAt: string;
  /** Milliseconds left; negative once it has passed. */
  readonly leftMs: number;
}

/** Both timers as they stand now, counted from when somebody here became aware. */
export const timersOf = (discoveredAt: string, now: Date): readonly TimerState[] =>
  (Object.keys(BREACH_TIMERS) as BreachTimer[]).map(timer => {
    const ends = Date.parse(discoveredAt) + BREACH_TIMERS[timer] * HOUR_MS;
    return { timer, endsAt: new Date(ends).toISOString(), leftMs: ends - now.getTime() };
  });

/**
 * What may have been seen or lost. `log`: what the access log says was touched in this time, by this person or from this
 * workstation. `device`: a computer or disk with the whole database on it was lost: everything that was in it by then.
 */
export const BreachScope = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('log'), from: z.iso.datetime(), to: z.iso.datetime(), userId: z.uuid().nullable(), workstation: z.string().max(200).nullable(),
  }),
  z.strictObject({ kind: z.literal('device'), lostAt: z.iso.datetime(), workstation: z.string().max(200).nullable() }),
]);
export type BreachScope = z.infer<typeof BreachScope>;

/** Counted in the database; `categories` are kinds of data with rows in the log (`log`) or records (`device`). */
export const BreachCount = z.strictObject({
  persons: z.int().min(0),
  records: z.int().min(0),
  /** Searches and lists in the log name no one: how many there were, and how many lines they showed together. */
  listRows: z.int().min(0),
  listShown: z.int().min(0),
  byCategory: z.array(z.strictObject({ category: z.string(), count: z.int() })),
});
export type BreachCount = z.infer<typeof BreachCount>;

/** One affected person; protected identities show as such (G-11). */
export const AffectedPerson = z.strictObject({ patientId: z.uuid(), label: z.string(), rows: z.int(), firstAt: z.iso.datetime().nullable(), lastAt: z.iso.datetime().nullable() });
export type AffectedPerson = z.infer<typeof AffectedPerson>;

const Text = z.string().max(5000);
/** The draft to the authority, art. 33(3) a–d. No patient is named in it. */
export const BreachDraft = z.strictObject({
  title: z.string().trim().min(1).max(200),
  discoveredAt: z.iso.datetime(),
  scope: BreachScope,
  /** (a) what happened, whose data, which kinds. Numbers come from `count`. */
  nature: Text,
  /** (b) whom the authority may ask. */
  contact: Text,
  /** (c) what it can lead to for those affected. */
  consequences: Text,
  /** (d) what was and will be done. */
  measures: Text,
  /** Art. 33(5) and 34: told to the authority and to those affected when, or why not. */
  notifiedAt: z.iso.datetime().nullable(),
  notNotifiedReason: Text,
});
export type BreachDraft = z.infer<typeof BreachDraft>;
