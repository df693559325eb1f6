import * as z from 'zod';

import { AgendaEntry, Appointment, CANCEL_REASONS } from '../domain/agenda/appointment.ts';
import { ABSENCE_KINDS } from '../domain/agenda/schedule.ts';
import { MAX_DURATION_MIN, Resource, Service } from '../domain/agenda/service.ts';
import { APPOINTMENT_STATUSES } from '../domain/agenda/status.ts';
import { CalendarDate, Instant, LocalMoment } from '../domain/agenda/zone.ts';
import { ClinicHoliday } from '../domain/schedule/holidays.ts';
import { IDENTITY_PROOFS } from '../domain/patients/patient.ts';
import { command, query } from './define.ts';

const Id = z.string().min(1).max(64);
const Version = z.int().min(1);

/** A moment from the grid, or a date and a time as somebody typed them (core decides what they mean, C-05). */
const When = z.union([z.strictObject({ instant: Instant }), LocalMoment]);

const Changed = z.strictObject({ id: z.string(), version: z.int() });

const TIME_ERRORS = ['agenda.timeInvalid', 'agenda.timeAmbiguous'] as const;
const PLACE_ERRORS = [
  ...TIME_ERRORS, 'agenda.doubleBooked', 'agenda.outsideHours', 'agenda.practitionerGone', 'agenda.past', 'agenda.resourceMissing', 'agenda.ageRule',
] as const;
const ROW_ERRORS = ['record.notFound', 'record.changedMeanwhile'] as const;

/** Deliberate exceptions; each is written to the visit's history and to the log (C-03). */
const Deliberate = { overbook: z.boolean().default(false), outsideHours: z.boolean().default(false) };

export const agenda = {
  /** Every visit that touches [from, to) in these columns, in no particular order. Cancelled ones left out, no-shows not. */
  range: query({
    permission: 'agenda.read',
    input: z.strictObject({ from: Instant, to: Instant, resourceIds: z.array(Id).max(60) }),
    output: z.array(AgendaEntry),
    audit: { action: 'AGENDA_READ', category: 'appointment' },
  }),
  /** Working time and absences of these columns, both days included, as instants. */
  availability: query({
    permission: 'agenda.read',
    input: z.strictObject({ from: CalendarDate, to: CalendarDate, resourceIds: z.array(Id).max(60), withHours: z.boolean().default(true) }),
    output: z.strictObject({
      working: z.array(z.strictObject({ resourceId: z.string(), start: z.string(), end: z.string() })),
      /** `resourceId` null: the whole clinic is closed. */
      absences: z.array(z.strictObject({ id: z.string(), resourceId: z.string().nullable(), start: z.string(), end: z.string(), kind: z.enum(ABSENCE_KINDS), label: z.string() })),
      /** Public holidays and customary days among these days; a closed one is among the absences too. */
      holidays: z.array(ClinicHoliday),
    }),
    audit: { none: 'opening hours and absences of the clinic, nothing about a patient' },
  }),
  resources: query({
    permission: 'agenda.read',
    input: z.strictObject({ includeInactive: z.boolean().default(false) }),
    output: z.array(Resource),
    audit: { none: 'names of colleagues, rooms and equipment' },
  }),
  services: query({
    permission: 'agenda.read',
    input: z.strictObject({ includeInactive: z.boolean().default(false) }),
    output: z.array(Service),
    audit: { none: 'what the clinic offers' },
  }),
  appointment: query({
    permission: 'agenda.read',
    /** `patientId` as the agenda showed it: the log row names whose visit was opened before it is opened. */
    input: z.strictObject({ id: Id, patientId: Id.nullable() }),
    output: Appointment,
    errors: ['record.notFound'],
    audit: { action: 'AGENDA_READ', category: 'appointment', object: 'id', patient: 'patientId' },
  }),
  /** A patient's visits, newest first, cancelled ones included; for the patient strip and card. */
  ofPatient: query({
    permission: 'agenda.read',
    input: z.strictObject({ patientId: Id, limit: z.int().min(1).max(200).default(50) }),
    output: z.array(AgendaEntry),
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** The first free times for a service, per column asked for; buffers, hours, absences, rooms and equipment respected. */
  nextFree: query({
    permission: 'agenda.read',
    input: z.strictObject({ serviceId: Id, resourceIds: z.array(Id).min(1).max(60), from: Instant, count: z.int().min(1).max(20).default(3) }),
    output: z.array(z.strictObject({ resourceId: z.string(), start: z.string(), end: z.string() })),
    errors: ['record.notFound'],
    audit: { none: 'free times only, nothing about who has the others' },
  }),
  /**
   * Books a visit. `resourceIds` names the practitioner and any room or equipment chosen; what the service needs
   * besides is picked among the free ones. Without `patientId` a name is needed (C-08).
   */
  book: command({
    permission: 'agenda.write',
    input: z
      .strictObject({
        serviceId: Id,
        resourceIds: z.array(Id).min(1).max(10),
        start: When,
        durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional(),
        patientId: Id.nullable(),
        walkIn: z.strictObject({ name: z.string().trim().min(1).max(80), phone: z.string().trim().max(40) }).optional(),
        note: z.string().trim().max(200).default(''),
        ...Deliberate,
      })
      .refine(draft => (draft.patientId === null) === (draft.walkIn !== undefined), { path: ['patientId'] }),
    output: z.strictObject({ id: z.string(), version: z.int(), start: z.string(), end: z.string() }),
    errors: [...PLACE_ERRORS, 'record.notFound', 'patients.notFound'],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /** Another time, another column (`fromResourceId` → `toResourceId`) or another length. Resets nothing else. */
  move: command({
    permission: 'agenda.write',
    input: z.strictObject({
      id: Id,
      version: Version,
      start: When,
      fromResourceId: Id.optional(),
      toResourceId: Id.optional(),
      durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional(),
      ...Deliberate,
    }),
    output: z.strictObject({ id: z.string(), version: z.int(), start: z.string(), end: z.string() }),
    errors: [...PLACE_ERRORS, ...ROW_ERRORS, 'agenda.illegalMove'],
    audit: { action: 'MOVE', category: 'appointment' },
  }),
  /** Early or late by the service's rule; `feeProposed` only proposes, nothing is charged (C-07). */
  cancel: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, reason: z.enum(CANCEL_REASONS), reasonText: z.string().trim().max(200).default('') }),
    output: z.strictObject({ id: z.string(), version: z.int(), status: z.enum(APPOINTMENT_STATUSES), feeProposed: z.boolean() }),
    errors: [...ROW_ERRORS, 'agenda.illegalMove'],
    audit: { action: 'CANCEL', category: 'appointment' },
  }),
  /** One legal step (C-06). Cancelling has its own command because it needs a reason. `overbook`: somebody counted as a no-show comes after all. */
  setStatus: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, status: z.enum(['booked', 'confirmed', 'arrived', 'inTreatment', 'done', 'noShow', 'rescheduled']), overbook: Deliberate.overbook }),
    output: Changed,
    errors: [...ROW_ERRORS, 'agenda.illegalMove', 'agenda.doubleBooked'],
    audit: { action: 'STATUS', category: 'appointment' },
  }),
  /** The patient is here; `identityProof` says how they showed who they are, null: not checked (G-10). */
  checkIn: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, identityProof: z.enum(IDENTITY_PROOFS).nullable(), overbook: Deliberate.overbook }),
    output: Changed,
    errors: [...ROW_ERRORS, 'agenda.illegalMove', 'agenda.doubleBooked'],
    audit: { action: 'STATUS', category: 'appointment' },
  }),
  /** Takes back the caller's own latest move or cancellation, for UNDO_SECONDS seconds. */
  undo: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version }),
    output: Changed,
    errors: [...ROW_ERRORS, 'agenda.undoTooLate', 'agenda.doubleBooked'],
    audit: { action: 'MOVE', category: 'appointment' },
  }),
  /** A visit booked by name gets its registered patient (C-08). */
  linkPatient: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, patientId: Id }),
    output: Changed,
    errors: [...ROW_ERRORS, 'patients.notFound', 'agenda.illegalMove', 'agenda.ageRule'],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
} as const;
