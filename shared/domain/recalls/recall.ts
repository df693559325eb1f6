import * as z from 'zod';

import { CalendarDate } from '../agenda/zone.ts';

/**
 * The life of a recall (C-12): to call → called → booked → done; or declined, or withdrawn by the desk. `unreachable` stays
 * on the list until somebody decides. `booked` and `done` follow from the visit, never from a person.
 */
export const RECALL_STATUSES = ['toCall', 'called', 'unreachable', 'booked', 'done', 'declined', 'withdrawn'] as const;
export type RecallStatus = (typeof RECALL_STATUSES)[number];

export const RECALL_CHANNELS = ['letter', 'phone', 'sms', 'inPerson'] as const;
export type RecallChannel = (typeof RECALL_CHANNELS)[number];

/** What a person decides; what follows from visits is not among them. */
export const RECALL_SETTLED = ['toCall', 'unreachable', 'declined', 'withdrawn'] as const;

export const RecallDraft = z.strictObject({
  patientId: z.string().min(1).max(64),
  /** Null: any visit answers it. */
  serviceId: z.string().min(1).max(64).nullable(),
  /** The day from which the patient should be called; the list counts in months. */
  dueDate: CalendarDate,
  /** The patient's own interval after each such visit; null: once. */
  repeatMonths: z.int().min(1).max(120).nullable(),
  /** Practical, never clinical. */
  note: z.string().trim().max(200),
});
export type RecallDraft = z.infer<typeof RecallDraft>;

/** One line of the list. The phone is null for a protected identity (G-11). */
export const RecallRow = z.strictObject({
  id: z.string(),
  version: z.int(),
  patientId: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  isProtected: z.boolean(),
  serviceId: z.string().nullable(),
  dueDate: z.string(),
  repeatMonths: z.int().nullable(),
  /** It comes from the rule of its service. */
  byRule: z.boolean(),
  status: z.enum(RECALL_STATUSES),
  channel: z.enum(RECALL_CHANNELS).nullable(),
  calledAt: z.string().nullable(),
  calls: z.int(),
  note: z.string(),
});
export type RecallRow = z.infer<typeof RecallRow>;

/** "Twelve months after the last visit" for everybody who has this service. */
export const RecallRule = z.strictObject({ id: z.string(), version: z.int(), serviceId: z.string(), months: z.int(), active: z.boolean() });
export type RecallRule = z.infer<typeof RecallRule>;
