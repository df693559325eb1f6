import * as z from 'zod';

import { GroupSeats } from '../groups/group.ts';
import { APPOINTMENT_STATUSES } from './status.ts';

/** Why a visit was cancelled. The words are the screen's; free text is optional and never clinical. */
export const CANCEL_REASONS = ['patientWish', 'patientIll', 'practitionerAway', 'bookedWrong', 'weather', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/**
 * One visit in one column of the agenda. A visit with a room appears once for its practitioner and once for its room.
 * `name` is the patient's, or what the caller gave before registration. No address and no phone (G-11).
 */
export const AgendaEntry = z.strictObject({
  id: z.string(),
  resourceId: z.string(),
  /** What else the visit occupies: its room, its equipment, a second practitioner. */
  otherResourceIds: z.array(z.string()),
  version: z.int(),
  status: z.enum(APPOINTMENT_STATUSES),
  /** What the patient was told, ISO UTC. */
  start: z.string(),
  end: z.string(),
  /** What is kept busy, buffers included, ISO UTC. */
  blockStart: z.string(),
  blockEnd: z.string(),
  serviceId: z.string(),
  patientId: z.string().nullable(),
  name: z.string(),
  isProtected: z.boolean(),
  hasWarning: z.boolean(),
  identityChecked: z.boolean(),
  overbooked: z.boolean(),
  /** When the patient was checked in; the queue shows how long they have waited. */
  arrivedAt: z.string().nullable(),
  /** Present for the block of a group (`id` is the visit's own) and for a seat in one (C-10). */
  group: GroupSeats.optional(),
});
export type AgendaEntry = z.infer<typeof AgendaEntry>;

export const APPOINTMENT_EVENTS = ['booked', 'moved', 'status', 'linked', 'undone'] as const;

/** One step in a visit's history; never changed, never removed (C-06). */
export const AppointmentEvent = z.strictObject({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  kind: z.enum(APPOINTMENT_EVENTS),
  fromStatus: z.enum(APPOINTMENT_STATUSES).nullable(),
  toStatus: z.enum(APPOINTMENT_STATUSES),
  fromStart: z.string().nullable(),
  toStart: z.string().nullable(),
  overbooked: z.boolean(),
  /** The fee told at booking may be charged for this (C-07). */
  feeProposed: z.boolean(),
  reason: z.enum(CANCEL_REASONS).nullable(),
  reasonText: z.string(),
});
export type AppointmentEvent = z.infer<typeof AppointmentEvent>;

/** Everything about one visit. The phone is null for a protected identity (G-11). */
export const Appointment = z.strictObject({
  id: z.string(),
  version: z.int(),
  status: z.enum(APPOINTMENT_STATUSES),
  start: z.string(),
  end: z.string(),
  blockStart: z.string(),
  blockEnd: z.string(),
  timeZone: z.string(),
  serviceId: z.string(),
  resourceIds: z.array(z.string()),
  patientId: z.string().nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  note: z.string(),
  isProtected: z.boolean(),
  hasWarning: z.boolean(),
  identityChecked: z.boolean(),
  overbooked: z.boolean(),
  arrivedAt: z.string().nullable(),
  /** Told at booking, in the smallest unit; 0: none. `feeProposed`: it may be charged, by a person (C-07). */
  noShowFeeMinor: z.int(),
  feeProposed: z.boolean(),
  /** The series it is one of, if any (C-04). */
  seriesId: z.string().nullable(),
  events: z.array(AppointmentEvent),
});
export type Appointment = z.infer<typeof Appointment>;

/** Seconds during which the latest step of a visit can be taken back by the person who made it. */
export const UNDO_SECONDS = 10;
