import * as z from 'zod';

/**
 * The life of a reminder. `unknown`: it left, and no answer came; it is never sent again, somebody looks into it.
 * `accepted`: the provider has it; `delivered`: the telephone has it.
 */
export const REMINDER_STATES = ['planned', 'sending', 'accepted', 'delivered', 'failed', 'withdrawn', 'unknown'] as const;
export type ReminderState = (typeof REMINDER_STATES)[number];

/** Why somebody should phone instead. */
export const REMINDER_PROBLEMS = ['noMobile', 'numberInvalid', 'refused', 'unreachable', 'credentials', 'credit', 'missed', 'notDelivered', 'unknown', 'overtaken'] as const;
export type ReminderProblem = (typeof REMINDER_PROBLEMS)[number];

/** What stands in the way of all reminders at once. */
export const GATEWAY_PROBLEMS = ['unreachable', 'busy', 'credentials', 'credit'] as const;
export type GatewayProblem = (typeof GATEWAY_PROBLEMS)[number];

export const Reminder = z.strictObject({
  id: z.string(),
  appointmentId: z.string(),
  windowMin: z.int(),
  start: z.string(),
  state: z.enum(REMINDER_STATES),
  /** When it goes, or went. */
  at: z.string(),
  problem: z.enum(REMINDER_PROBLEMS).nullable(),
});
export type Reminder = z.infer<typeof Reminder>;

/** One line of the to-do list: who did not get a reminder, and the number to phone (null for a protected identity, G-11). */
export const ReminderFailure = z.strictObject({
  id: z.string(),
  version: z.int(),
  appointmentId: z.string(),
  patientId: z.string(),
  name: z.string(),
  isProtected: z.boolean(),
  phone: z.string().nullable(),
  start: z.string(),
  windowMin: z.int(),
  problem: z.enum(REMINDER_PROBLEMS),
  since: z.string(),
});
export type ReminderFailure = z.infer<typeof ReminderFailure>;

export const SETTLED_HOW = ['called', 'notNeeded'] as const;
