import * as z from 'zod';

import { Instant } from '../domain/agenda/zone.ts';
import { FreedTime, OFFER_CHANNELS, WaitingWish, WishDraft } from '../domain/waiting/wish.ts';
import { Changed, Id, ROW_ERRORS, Version } from './common.ts';
import { command, query } from './define.ts';

const Slot = { resourceId: Id, start: Instant, end: Instant, groupId: Id.nullable().default(null) };

/** What booking can refuse when somebody says yes. A time that is taken is not among them: that is `waiting.alreadyTaken`. */
const YES_ERRORS = [
  ...ROW_ERRORS, 'waiting.alreadyTaken', 'waiting.answered', 'agenda.outsideHours', 'agenda.practitionerGone', 'agenda.past', 'agenda.resourceMissing', 'agenda.notPerformer', 'agenda.ageRule',
  'agenda.informationMissing', 'agenda.thinkingTime', 'agenda.ageUnverified', 'agenda.serviceClosed', 'agenda.held', 'agenda.illegalMove', 'patients.notFound', 'groups.alreadyIn', 'groups.followsGroup',
] as const;

/** Waiting list (C-09): wishes, what becomes free, who was asked, and the first yes that gets the time. */
export const waiting = {
  /** Everybody who waits: most urgent first, then longest waiting. */
  list: query({
    permission: 'agenda.write',
    input: z.strictObject({ limit: z.int().min(1).max(500).default(200) }),
    output: z.array(WaitingWish),
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  /** What one patient waits for. */
  ofPatient: query({
    permission: 'agenda.write',
    input: z.strictObject({ patientId: Id }),
    output: z.array(WaitingWish),
    audit: { action: 'WAITING_LIST', category: 'appointment', patient: 'patientId' },
  }),
  counts: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: z.strictObject({ waiting: z.int(), freed: z.int(), asked: z.int() }),
    audit: { none: 'how many wait, nothing about who' },
  }),
  /** Times that became free and are still free, and free seats in groups, where they suit somebody on the list; soonest first. */
  freed: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: z.array(FreedTime),
    audit: { none: 'free times and a number, nothing about who waits' },
  }),
  /** Who on the list could have this time, first in line first, and when in it their visit would be. */
  matchesFor: query({
    permission: 'agenda.write',
    input: z.strictObject(Slot),
    output: z.array(z.strictObject({ wish: WaitingWish, start: z.string(), end: z.string() })),
    errors: ['record.notFound'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  /** The next free times in the agenda that suit a wish. */
  timesFor: query({
    permission: 'agenda.read',
    input: z.strictObject({ id: Id, count: z.int().min(1).max(10).default(3) }),
    output: z.array(z.strictObject({ resourceId: z.string(), start: z.string(), end: z.string() })),
    errors: ['record.notFound', 'agenda.practitionerGone'],
    audit: { none: 'free times only, nothing about who has the others' },
  }),
  add: command({
    permission: 'agenda.write',
    input: z.strictObject({ draft: WishDraft }),
    output: Changed,
    errors: ['record.notFound', 'patients.notFound'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  /** Changes what somebody waits for; the place in the line stays. */
  change: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, draft: WishDraft }),
    output: Changed,
    errors: [...ROW_ERRORS, 'patients.notFound', 'waiting.answered'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  withdraw: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version }),
    output: Changed,
    errors: [...ROW_ERRORS, 'waiting.answered'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  /** Writes down that somebody was asked about a time. Several may be asked about the same one. */
  offer: command({
    permission: 'agenda.write',
    input: z.strictObject({ wishId: Id, ...Slot, channel: z.enum(OFFER_CHANNELS), until: Instant.nullable() }),
    output: Changed,
    errors: ['record.notFound', 'waiting.alreadyAsked', 'waiting.answered', 'agenda.past'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
  /**
   * Yes: books the time (or moves the kept visit, or takes the seat) by the agenda's own rules, in one transaction. Whoever
   * else was asked about it is told by their row that it is gone. Errors: waiting.alreadyTaken for the second yes.
   */
  accept: command({
    permission: 'agenda.write',
    input: z.strictObject({ offerId: Id, version: Version }),
    output: z.strictObject({ appointmentId: z.string(), start: z.string(), end: z.string() }),
    errors: [...YES_ERRORS],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /** No: the wish waits on. */
  decline: command({
    permission: 'agenda.write',
    input: z.strictObject({ offerId: Id, version: Version }),
    output: Changed,
    errors: [...ROW_ERRORS, 'waiting.answered'],
    audit: { action: 'WAITING_LIST', category: 'appointment' },
  }),
} as const;
