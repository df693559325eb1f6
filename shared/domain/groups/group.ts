import * as z from 'zod';

import { APPOINTMENT_STATUSES } from '../agenda/status.ts';

/** Most seats of one group; the database refuses more. */
export const MAX_CAPACITY = 100;
/** Most meetings of one course. */
export const MAX_MEETINGS = 52;

/** How full a group is; `id` is its host, the block in the agenda (C-10). */
export const GroupSeats = z.strictObject({ id: z.string(), booked: z.int(), capacity: z.int() });
export type GroupSeats = z.infer<typeof GroupSeats>;

/** One meeting of a group as the desk sees it. Who takes part is asked for separately. */
export const GroupMeeting = z.strictObject({
  id: z.string(),
  /** Of the visit, for moving and cancelling. */
  version: z.int(),
  /** Of the number of seats. */
  groupVersion: z.int(),
  title: z.string(),
  status: z.enum(APPOINTMENT_STATUSES),
  start: z.string(),
  end: z.string(),
  serviceId: z.string(),
  resourceIds: z.array(z.string()),
  capacity: z.int(),
  booked: z.int(),
  /** How many wait for a seat. */
  waiting: z.int(),
  /** The meetings of a course share this; null: a single meeting. */
  courseId: z.string().nullable(),
});
export type GroupMeeting = z.infer<typeof GroupMeeting>;

/** Somebody's own visit in a group: own status, own history, own note. For the staff's eyes, never for another participant's. */
export const GroupParticipant = z.strictObject({
  id: z.string(),
  version: z.int(),
  status: z.enum(APPOINTMENT_STATUSES),
  patientId: z.string().nullable(),
  name: z.string(),
  isProtected: z.boolean(),
  hasWarning: z.boolean(),
  identityChecked: z.boolean(),
  note: z.string(),
});
export type GroupParticipant = z.infer<typeof GroupParticipant>;
