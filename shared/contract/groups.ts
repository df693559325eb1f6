import * as z from 'zod';

import { MAX_DURATION_MIN } from '../domain/agenda/service.ts';
import { Instant, LocalMoment } from '../domain/agenda/zone.ts';
import { GroupMeeting, GroupParticipant, MAX_CAPACITY, MAX_MEETINGS } from '../domain/groups/group.ts';
import { Id, PLACE_ERRORS, TREATED_ERRORS } from './common.ts';
import { command, query } from './define.ts';

const Seat = z.strictObject({ id: z.string(), version: z.int(), start: z.string() });

const PATIENT_ERRORS = ['patients.notFound', ...TREATED_ERRORS] as const;

/**
 * Group visits (C-10): one block in the agenda, and for each participant a visit of their own that occupies nothing.
 * Moving and cancelling the group is moving and cancelling its block (`agenda.move`, `agenda.cancel`): participants follow.
 * A participant is checked in, cancelled and paid like any visit. Nothing here is for a participant's eyes.
 */
export const groups = {
  /** Groups that meet from an instant on, soonest first. */
  meetings: query({
    permission: 'agenda.read',
    input: z.strictObject({ from: Instant, limit: z.int().min(1).max(200).default(60) }),
    output: z.array(GroupMeeting),
    audit: { none: 'when groups meet and how full they are, nothing about who takes part' },
  }),
  meeting: query({
    permission: 'agenda.read',
    input: z.strictObject({ id: Id }),
    output: GroupMeeting,
    errors: ['record.notFound'],
    audit: { none: 'when a group meets and how full it is, nothing about who takes part' },
  }),
  /** Who has and had a seat, for the staff. */
  participants: query({
    permission: 'agenda.read',
    input: z.strictObject({ id: Id }),
    output: z.array(GroupParticipant),
    audit: { action: 'AGENDA_READ', category: 'appointment', object: 'id' },
  }),
  /** Books the block, or one a week for a whole course. All of them or none. */
  create: command({
    permission: 'agenda.write',
    input: z.strictObject({
      serviceId: Id,
      title: z.string().trim().min(1).max(80),
      resourceIds: z.array(Id).min(1).max(10),
      start: LocalMoment,
      durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional(),
      capacity: z.int().min(1).max(MAX_CAPACITY),
      weeks: z.int().min(1).max(MAX_MEETINGS).default(1),
      overbook: z.boolean().default(false),
      outsideHours: z.boolean().default(false),
      overHold: z.boolean().default(false),
    }),
    output: z.array(Seat),
    errors: [...PLACE_ERRORS, 'agenda.serviceClosed', 'record.notFound'],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /**
   * Gives somebody a seat. With `wholeCourse` in every meeting that is left; those that are full are named, and the
   * others are booked. Without it a full group is an error.
   */
  join: command({
    permission: 'agenda.write',
    input: z
      .strictObject({
        groupId: Id,
        patientId: Id.nullable(),
        walkIn: z.strictObject({ name: z.string().trim().min(1).max(80), phone: z.string().trim().max(40) }).optional(),
        note: z.string().trim().max(200).default(''),
        wholeCourse: z.boolean().default(false),
      })
      .refine(draft => (draft.patientId === null) === (draft.walkIn !== undefined), { path: ['patientId'] }),
    output: z.strictObject({ seats: z.array(Seat), full: z.array(z.string()) }),
    errors: ['record.notFound', 'groups.full', 'groups.alreadyIn', 'agenda.past', 'agenda.illegalMove', ...PATIENT_ERRORS],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /** More or fewer seats; never fewer than are taken. `version` is the group's own. */
  setCapacity: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: z.int().min(1), capacity: z.int().min(1).max(MAX_CAPACITY) }),
    output: z.strictObject({ id: z.string(), version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile', 'groups.full'],
    audit: { action: 'STATUS', category: 'appointment' },
  }),
} as const;
