import * as z from 'zod';

import { AgendaEntry, Appointment, CANCEL_REASONS } from '../domain/agenda/appointment.ts';
import { BookingDraft } from '../domain/agenda/booking-draft.ts';
import { ABSENCE_KINDS } from '../domain/agenda/schedule.ts';
import { MAX_DURATION_MIN, Resource, Service } from '../domain/agenda/service.ts';
import { SlotHold } from '../domain/agenda/hold.ts';
import { APPOINTMENT_STATUSES } from '../domain/agenda/status.ts';
import { TreatmentInformation } from '../domain/agenda/treatment-information.ts';
import { CalendarDate, Instant, LocalMoment } from '../domain/agenda/zone.ts';
import { ClinicHoliday } from '../domain/schedule/holidays.ts';
import { IDENTITY_PROOFS } from '../domain/patients/patient.ts';
import { Changed, Id, PLACE_ERRORS, ROW_ERRORS, TIME_ERRORS, TREATED_ERRORS, Version } from './common.ts';
import { command, query } from './define.ts';

/** A moment from the grid, or a date and a time as somebody typed them (core decides what they mean, C-05). */
const When = z.union([z.strictObject({ instant: Instant }), LocalMoment]);

const BOOKING_ERRORS = [...PLACE_ERRORS, ...TREATED_ERRORS] as const;
/** A visit may be a seat in a group (C-10). */
const VISIT_ERRORS = [...ROW_ERRORS, 'groups.full', 'groups.alreadyIn', 'groups.followsGroup'] as const;

/** Deliberate exceptions; each is written to the log, the first two to the visit's history as well (C-03). */
const Deliberate = { overbook: z.boolean().default(false), outsideHours: z.boolean().default(false), overHold: z.boolean().default(false) };

/** What a booking would take: the chosen columns, and what the service needs besides. */
const Slot = { serviceId: Id, resourceIds: z.array(Id).min(1).max(10), start: When, durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional() };

const Offer = z.strictObject({ resourceId: z.string(), start: z.string(), end: z.string() });

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
    input: z.strictObject({ serviceId: Id, resourceIds: z.array(Id).min(1).max(60), from: Instant, count: z.int().min(1).max(20).default(3), durationMin: Slot.durationMin }),
    output: z.array(Offer),
    errors: ['record.notFound', 'agenda.practitionerGone'],
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
        ...Slot,
        patientId: Id.nullable(),
        walkIn: z.strictObject({ name: z.string().trim().min(1).max(80), phone: z.string().trim().max(40), birthDate: CalendarDate.nullable().default(null) }).optional(),
        /** The visit that was to be rebooked and now is; only one of the same patient in that state. */
        replacesId: Id.optional(),
        note: z.string().trim().max(200).default(''),
        ...Deliberate,
      })
      .refine(draft => (draft.patientId === null) === (draft.walkIn !== undefined), { path: ['patientId'] }),
    output: z.strictObject({ id: z.string(), version: z.int(), start: z.string(), end: z.string() }),
    errors: [...BOOKING_ERRORS, 'record.notFound', 'patients.notFound', 'agenda.serviceClosed', 'agenda.illegalMove'],
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
    errors: [...BOOKING_ERRORS, ...VISIT_ERRORS, 'agenda.illegalMove', 'patients.notFound'],
    audit: { action: 'MOVE', category: 'appointment' },
  }),
  /** Early or late by the service's rule; `feeProposed` only proposes, nothing is charged (C-07). */
  cancel: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, reason: z.enum(CANCEL_REASONS), reasonText: z.string().trim().max(200).default('') }),
    output: z.strictObject({ id: z.string(), version: z.int(), status: z.enum(APPOINTMENT_STATUSES), feeProposed: z.boolean() }),
    errors: [...VISIT_ERRORS, 'agenda.illegalMove'],
    audit: { action: 'CANCEL', category: 'appointment' },
  }),
  /** One legal step (C-06). Cancelling has its own command because it needs a reason. `overbook`: somebody counted as a no-show comes after all. */
  setStatus: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, status: z.enum(['booked', 'confirmed', 'arrived', 'inTreatment', 'done', 'noShow', 'rescheduled']), overbook: Deliberate.overbook }),
    output: z.strictObject({ ...Changed.shape, feeProposed: z.boolean() }),
    errors: [...VISIT_ERRORS, 'agenda.illegalMove', 'agenda.doubleBooked', 'agenda.identityMissing', 'agenda.consentMissing'],
    audit: { action: 'STATUS', category: 'appointment' },
  }),
  /** The patient is here; `identityProof` says how they showed who they are, null: not checked (G-10). Also written to the patient's own record. */
  checkIn: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, identityProof: z.enum(IDENTITY_PROOFS).nullable(), overbook: Deliberate.overbook }),
    /** `consentMissing`: the patient may come in, but the treatment will not begin (J-23). */
    output: z.strictObject({ ...Changed.shape, consentMissing: z.boolean() }),
    errors: [...VISIT_ERRORS, 'agenda.illegalMove', 'agenda.doubleBooked', 'agenda.identityMissing'],
    audit: { action: 'STATUS', category: 'appointment' },
  }),
  /** Takes back the caller's own latest step of a visit, for UNDO_SECONDS seconds. A booking taken back is cancelled as booked by mistake. */
  undo: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version }),
    output: Changed,
    errors: [...VISIT_ERRORS, 'agenda.undoTooLate', 'agenda.doubleBooked'],
    audit: { action: 'MOVE', category: 'appointment' },
  }),
  /** A visit booked by name gets its registered patient (C-08). */
  linkPatient: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, patientId: Id }),
    output: Changed,
    errors: [...VISIT_ERRORS, 'patients.notFound', 'agenda.illegalMove', 'agenda.ageRule', 'agenda.informationMissing', 'agenda.thinkingTime', 'agenda.ageUnverified'],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /** Coming visits booked by name that may be this patient's: same birth date, same phone or a name that sounds alike (C-08). */
  unlinked: query({
    permission: 'agenda.write',
    input: z.strictObject({ patientId: Id }),
    output: z.array(z.strictObject({ id: z.string(), version: z.int(), start: z.string(), serviceId: z.string(), resourceId: z.string(), name: z.string(), because: z.enum(['birthDate', 'phone', 'name']) })),
    errors: ['patients.notFound'],
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** Marks a slot for the caller for HOLD_SECONDS; again with the same `id` renews or moves it. Says who else is booking it, and then holds nothing. */
  hold: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, ...Slot }),
    output: z.strictObject({ heldBy: z.strictObject({ name: z.string(), until: z.string() }).nullable() }),
    errors: [...TIME_ERRORS, 'agenda.past', 'agenda.practitionerGone', 'record.notFound'],
    audit: { none: 'a slot without a patient, for three minutes' },
  }),
  /** Lets go of a slot. No error when it is gone already. */
  releaseHold: command({ permission: 'agenda.write', input: z.strictObject({ id: Id }), output: z.strictObject({}), audit: { none: 'a slot without a patient' } }),
  /** The slots in [from, to) that somebody is booking right now. */
  holds: query({
    permission: 'agenda.read',
    input: z.strictObject({ from: Instant, to: Instant, resourceIds: z.array(Id).max(60) }),
    output: z.array(SlotHold),
    audit: { none: 'who of the staff is booking a time, nothing about a patient' },
  }),
  /** What the clinic's rules say about this patient and this service before a time is chosen (J-23, G-10, C-07). */
  rulesFor: query({
    permission: 'agenda.read',
    input: z.strictObject({ serviceId: Id, patientId: Id }),
    output: z.strictObject({
      /** Thinking time in days; null: none asked for. */
      thinkingDays: z.int().nullable(),
      /** First lawful moment, ISO UTC; null with `thinkingDays`: no information is documented, so no time is lawful. */
      earliest: z.string().nullable(),
      minimumAge: z.int().nullable(),
      /** Too young today; the day of the visit decides. */
      isTooYoung: z.boolean(),
      /** The service asks for a checked identity and nobody has checked it yet. */
      identityMissing: z.boolean(),
      /** Checked before a time is booked, not only at the visit: an aesthetic treatment (J-23). */
      identityFirst: z.boolean(),
      /** The service asks for the patient's consent and there is none that counts; the treatment does not begin without it. */
      consentMissing: z.boolean(),
    }),
    errors: ['record.notFound', 'patients.notFound'],
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** Takes a mistaken record out of account; both stay readable. */
  withdrawInformation: command({
    permission: 'journal.write',
    input: z.strictObject({ id: Id, patientId: Id }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'INFORMATION_GIVEN', category: 'appointment' },
  }),
  /** Everything documented for a patient, newest first, withdrawn rows too. */
  information: query({
    permission: 'agenda.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(TreatmentInformation),
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** The same practitioner, service, weekday and clock time some weeks after a visit, or the first free time after that (task 4B 10). Null: nothing free within a year. */
  rebookOffer: query({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, patientId: Id.nullable(), weeks: z.int().min(1).max(52).default(2) }),
    output: z.strictObject({ serviceId: z.string(), wanted: z.string(), offer: Offer.nullable(), durationMin: z.int() }),
    errors: ['record.notFound', 'agenda.practitionerGone', 'agenda.serviceClosed'],
    audit: { action: 'AGENDA_READ', category: 'appointment', object: 'id', patient: 'patientId' },
  }),
  /** The service last booked with each of these practitioners, by anybody; proposed for the next booking. */
  lastServices: query({
    permission: 'agenda.read',
    input: z.strictObject({ resourceIds: z.array(Id).max(60) }),
    output: z.array(z.strictObject({ resourceId: z.string(), serviceId: z.string() })),
    audit: { none: 'a kind of visit a colleague has, nothing about a patient' },
  }),
  /** The caller's own booking that a lock interrupted; null: none. */
  draft: query({
    permission: 'agenda.write',
    input: z.strictObject({}),
    output: z.strictObject({ draft: BookingDraft.nullable() }),
    audit: { none: 'what the caller typed themself, given back to nobody else; a registered patient in it leaves a row' },
  }),
  /** Keeps an unfinished booking for its author; null throws it away. */
  keepDraft: command({
    permission: 'agenda.write',
    input: z.strictObject({ draft: BookingDraft.nullable() }),
    output: z.strictObject({}),
    audit: { none: 'nothing is booked yet; booking leaves its row' },
  }),
} as const;
