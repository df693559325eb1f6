import * as z from 'zod';

import { ABSENCE_KINDS, WorkingHours } from '../domain/agenda/schedule.ts';
import { OVERLAP_POLICIES, ServiceDraft } from '../domain/agenda/service.ts';
import { LocalMoment } from '../domain/agenda/zone.ts';
import { command, query } from './define.ts';

const Id = z.string().min(1).max(64);
const Version = z.int().min(1);
const Changed = z.strictObject({ id: z.string(), version: z.int() });
const TIME_ERRORS = ['agenda.timeInvalid', 'agenda.timeAmbiguous'] as const;
const ROW_ERRORS = ['record.notFound', 'record.changedMeanwhile'] as const;

/** When the clinic and its people work, what can be booked, and visits that repeat (C-04, C-05). */
export const schedule = {
  hours: query({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id }),
    output: z.array(WorkingHours),
    audit: { none: "a colleague's working hours" },
  }),
  /** Replaces a column's weekly hours. Booked visits stay where they are. */
  saveHours: command({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id, version: Version, hours: z.array(WorkingHours).max(60) }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
  saveService: command({
    permission: 'agenda.configure',
    input: z.strictObject({ id: Id.nullable(), version: z.int().min(0), draft: ServiceDraft, resourceIds: z.array(Id).max(60) }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
  /** A room or a piece of equipment, or a practitioner's place in the agenda (then `userId` names the person). */
  saveResource: command({
    permission: 'agenda.configure',
    input: z.strictObject({
      id: Id.nullable(),
      version: z.int().min(0),
      kind: z.enum(['practitioner', 'room', 'equipment']),
      userId: Id.nullable(),
      name: z.string().trim().min(1).max(80),
      policy: z.enum(OVERLAP_POLICIES),
      capacity: z.int().min(1).max(50),
      active: z.boolean(),
    }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
  saveAbsence: command({
    permission: 'agenda.block',
    input: z
      .strictObject({ resourceId: Id.nullable(), from: LocalMoment, to: LocalMoment, kind: z.enum(ABSENCE_KINDS), label: z.string().trim().max(80) })
      .refine(absence => `${absence.from.date}${absence.from.time}` < `${absence.to.date}${absence.to.time}`, { path: ['to'] }),
    output: Changed,
    errors: [...TIME_ERRORS, 'record.notFound'],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
  removeAbsence: command({
    permission: 'agenda.block',
    input: z.strictObject({ id: Id }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
} as const;
