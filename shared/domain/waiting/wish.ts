import * as z from 'zod';

import { CalendarDate, ClockTime } from '../agenda/zone.ts';

/** How soon somebody should get a time; the desk's own order, not a medical one. Last is first in the list. */
export const PRIORITIES = ['normal', 'soon', 'urgent'] as const;

/** How somebody was asked. */
export const OFFER_CHANNELS = ['phone', 'sms', 'inPerson'] as const;
export const OFFER_ANSWERS = ['open', 'yes', 'no', 'gone'] as const;

const Id = z.string().min(1).max(64);

/** What somebody waits for. Empty lists and nulls mean "any" (C-09). */
export const WishDraft = z
  .strictObject({
    patientId: Id.nullable(),
    /** Who it is as long as there is no patient. */
    name: z.string().trim().max(80),
    phone: z.string().trim().max(40),
    serviceId: Id,
    /** Practitioners. */
    resourceIds: z.array(Id).max(60),
    /** Monday 1 … Sunday 7. */
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    /** The whole visit lies between these clock times. */
    timeFrom: ClockTime.nullable(),
    timeTo: ClockTime.nullable(),
    /** First and last day that will do. */
    earliest: CalendarDate.nullable(),
    latest: CalendarDate.nullable(),
    priority: z.enum(PRIORITIES),
    /** Practical, never clinical. */
    note: z.string().trim().max(200),
    /** A seat in this group is what is waited for. */
    groupId: Id.nullable(),
    /** A visit the patient keeps until something earlier is found; it is moved, not booked twice. */
    visitId: Id.nullable(),
  })
  .refine(wish => wish.patientId !== null || wish.name !== '', { path: ['name'] })
  .refine(wish => wish.timeFrom === null || wish.timeTo === null || wish.timeFrom < wish.timeTo, { path: ['timeTo'] })
  .refine(wish => wish.earliest === null || wish.latest === null || wish.earliest <= wish.latest, { path: ['latest'] });
export type WishDraft = z.infer<typeof WishDraft>;

/** A time that somebody was asked about. */
export const WaitingOffer = z.strictObject({
  id: z.string(),
  version: z.int(),
  resourceId: z.string(),
  start: z.string(),
  end: z.string(),
  groupId: z.string().nullable(),
  channel: z.enum(OFFER_CHANNELS),
  /** Until when the answer is waited for, ISO UTC; null: not said. A later yes still counts while the time is free. */
  until: z.string().nullable(),
  /** `gone`: somebody else said yes first. */
  answer: z.enum(OFFER_ANSWERS),
  askedAt: z.string(),
});
export type WaitingOffer = z.infer<typeof WaitingOffer>;

/** Somebody on the list, with what they were asked. The phone is null for a protected identity (G-11). */
export const WaitingWish = z.strictObject({
  id: z.string(),
  version: z.int(),
  patientId: z.string().nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  isProtected: z.boolean(),
  serviceId: z.string(),
  resourceIds: z.array(z.string()),
  weekdays: z.array(z.int()),
  timeFrom: z.string().nullable(),
  timeTo: z.string().nullable(),
  earliest: z.string().nullable(),
  latest: z.string().nullable(),
  priority: z.enum(PRIORITIES),
  note: z.string(),
  groupId: z.string().nullable(),
  visitId: z.string().nullable(),
  /** When the kept visit is, ISO UTC. */
  visitStart: z.string().nullable(),
  addedAt: z.string(),
  offers: z.array(WaitingOffer),
});
export type WaitingWish = z.infer<typeof WaitingWish>;

/** A time that somebody on the list could have. */
export const FreedTime = z.strictObject({
  resourceId: z.string(),
  start: z.string(),
  end: z.string(),
  /** A free seat in this group instead of a time of one's own. */
  groupId: z.string().nullable(),
  /** How many on the list it suits. */
  waiting: z.int(),
  /** How many of them have been asked and not answered. */
  asked: z.int(),
});
export type FreedTime = z.infer<typeof FreedTime>;
