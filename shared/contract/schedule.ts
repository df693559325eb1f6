import * as z from 'zod';

import { AgendaEntry, CANCEL_REASONS } from '../domain/agenda/appointment.ts';
import { ABSENCE_KINDS, HoursException, WorkingHours } from '../domain/agenda/schedule.ts';
import { MAX_DURATION_MIN, OVERLAP_POLICIES, ServiceDraft } from '../domain/agenda/service.ts';
import { SlotSize } from '../domain/agenda/slot-size.ts';
import { CalendarDate, Instant, LocalMoment } from '../domain/agenda/zone.ts';
import { ClinicHoliday, HolidaySettings } from '../domain/schedule/holidays.ts';
import { MAX_OCCURRENCES, Recurrence } from '../domain/schedule/recurrence.ts';
import { Occurrence, SeriesVisit, SeriesVisitVerdict } from '../domain/schedule/series.ts';
import { agenda } from './agenda.ts';
import { Changed, Id, ROW_ERRORS, TIME_ERRORS, Version } from './common.ts';
import { command, query } from './define.ts';

/** Booked visits that a change of hours leaves outside working time: they stay, somebody has to rebook them. The first fifty of them. */
const Affected = z.strictObject({ count: z.int(), visits: z.array(AgendaEntry).max(50) });

const SETTING = { action: 'AGENDA_SETTINGS', category: 'system' } as const;

/** What a series is made of: the same for looking at it and for booking it. */
const SeriesParts = {
  serviceId: Id,
  resourceIds: z.array(Id).min(1).max(10),
  durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional(),
};

/** The following visits keep their distance to this one, which goes to `to`; or the series ends before this one. */
const SeriesChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('move'), to: LocalMoment, toResourceId: Id.optional(), durationMin: z.int().min(5).max(MAX_DURATION_MIN).optional() }),
  z.strictObject({ kind: z.literal('end'), reason: z.enum(CANCEL_REASONS) }),
]);

/** When the clinic and its people work, what can be booked, and visits that repeat (C-04, C-05). */
export const schedule = {
  hours: query({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id }),
    output: z.array(WorkingHours),
    audit: { none: "a colleague's working hours" },
  }),
  /** Replaces a column's weekly hours. Booked visits stay where they are; those outside the new hours are named. */
  saveHours: command({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id, version: Version, hours: z.array(WorkingHours).max(60) }),
    output: z.strictObject({ ...Changed.shape, affected: Affected }),
    errors: [...ROW_ERRORS, 'schedule.hoursOverlap'],
    audit: SETTING,
  }),
  /** Days from `from` on with other hours than the week says. */
  exceptions: query({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id, from: CalendarDate }),
    output: z.array(HoursException),
    audit: { none: "a colleague's working hours" },
  }),
  /** Other hours on one day, or none. `closedBy`: the clinic is closed that day all the same. */
  saveException: command({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id, day: HoursException }),
    output: z.strictObject({ ...Changed.shape, affected: Affected, closedBy: ClinicHoliday.nullable() }),
    errors: ['record.notFound', ...TIME_ERRORS],
    audit: SETTING,
  }),
  removeException: command({
    permission: 'agenda.configure',
    input: z.strictObject({ resourceId: Id, date: CalendarDate }),
    output: z.strictObject({ affected: Affected }),
    errors: ['record.notFound'],
    audit: SETTING,
  }),
  saveService: command({
    permission: 'agenda.configure',
    input: z.strictObject({ id: Id.nullable(), version: z.int().min(0), draft: ServiceDraft, resourceIds: z.array(Id).max(60) }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: SETTING,
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
    audit: SETTING,
  }),
  /** Absences of everybody and closed times of the clinic that touch these days, both included, by time. Holidays are not among them. */
  absences: query({
    permission: 'agenda.block',
    input: z.strictObject({ from: CalendarDate, to: CalendarDate }),
    output: z.array(
      z.strictObject({
        id: z.string(),
        /** Null: the whole clinic is closed. */
        resourceId: z.string().nullable(),
        start: z.string(),
        end: z.string(),
        kind: z.enum(ABSENCE_KINDS),
        label: z.string(),
        seriesId: z.string().nullable(),
        repeats: Recurrence.nullable(),
      }),
    ),
    audit: { none: 'when colleagues are away, nothing about a patient' },
  }),
  /** Somebody is away, or the clinic is closed (`resourceId` null); once or repeatedly. Booked visits stay; those inside are named. */
  saveAbsence: command({
    permission: 'agenda.block',
    input: z
      .strictObject({
        resourceId: Id.nullable(), from: LocalMoment, to: LocalMoment, kind: z.enum(ABSENCE_KINDS), label: z.string().trim().max(80), repeats: Recurrence.nullable().default(null),
      })
      .refine(absence => `${absence.from.date}${absence.from.time}` < `${absence.to.date}${absence.to.time}`, { path: ['to'] }),
    output: z.strictObject({ ...Changed.shape, count: z.int(), affected: Affected }),
    errors: [...TIME_ERRORS, 'record.notFound', 'schedule.nothingRepeats'],
    audit: SETTING,
  }),
  /** `following`: also the later ones that were entered with it. */
  removeAbsence: command({
    permission: 'agenda.block',
    input: z.strictObject({ id: Id, following: z.boolean().default(false) }),
    output: z.strictObject({ count: z.int() }),
    errors: ['record.notFound'],
    audit: SETTING,
  }),
  /** The public holidays and customary days of a year and what the clinic decided about them. */
  holidays: query({
    permission: 'agenda.read',
    input: z.strictObject({ year: z.int().min(1990).max(2100) }),
    output: z.strictObject({ settings: HolidaySettings, days: z.array(ClinicHoliday), country: z.enum(['SE', 'DK', 'NO', 'DE']) }),
    audit: { none: 'the public holidays of a country' },
  }),
  saveHolidays: command({
    permission: 'agenda.configure',
    input: HolidaySettings,
    output: z.strictObject({ version: z.int(), affected: Affected }),
    errors: ['record.changedMeanwhile'],
    audit: SETTING,
  }),
  /** How many minutes a line of the agenda stands for: the clinic's choice, and this person's own where it is another. */
  slotSize: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: z.strictObject({ clinic: SlotSize, own: SlotSize.nullable(), version: z.int() }),
    audit: { none: 'how the agenda is drawn' },
  }),
  saveSlotSize: command({
    permission: 'agenda.configure',
    input: z.strictObject({ size: SlotSize, version: z.int() }),
    output: z.strictObject({ version: z.int() }),
    errors: ['record.changedMeanwhile'],
    audit: SETTING,
  }),
  /** This person's own; null follows the clinic's. */
  keepSlotSize: command({
    permission: 'agenda.read',
    input: z.strictObject({ size: SlotSize.nullable() }),
    output: z.strictObject({}),
    audit: { none: "a display setting of the person's own" },
  }),
  /** What every visit of a series would meet, in order, before anything is booked. `moved`: occurrences somebody has given another time. */
  previewSeries: query({
    permission: 'agenda.write',
    input: z.strictObject({
      ...SeriesParts, first: LocalMoment, repeats: Recurrence,
      moved: z.array(z.strictObject({ date: CalendarDate, to: LocalMoment })).max(MAX_OCCURRENCES).default([]),
      /** A visit that is booked already and is to be one of them; it is not in its own way. */
      joins: Id.optional(),
    }),
    output: z.array(Occurrence),
    errors: ['record.notFound', 'agenda.practitionerGone', 'schedule.nothingRepeats'],
    audit: { none: 'free and taken times only, nothing about who has them' },
  }),
  /** Books all of it or nothing. Errors: schedule.seriesTaken names the first day that is not free any more. */
  bookSeries: command({
    permission: 'agenda.write',
    input: z
      .strictObject({
        ...SeriesParts,
        repeats: Recurrence,
        /** A visit that is booked already and becomes the first of the series; not among `moments`. */
        joins: z.strictObject({ id: Id, version: Version }).optional(),
        /** Every visit to book, as somebody approved it, in order. */
        moments: z.array(LocalMoment).min(1).max(MAX_OCCURRENCES),
        patientId: Id.nullable(),
        walkIn: z.strictObject({ name: z.string().trim().min(1).max(80), phone: z.string().trim().max(40), birthDate: CalendarDate.nullable().default(null) }).optional(),
        note: z.string().trim().max(200).default(''),
      })
      .refine(draft => (draft.patientId === null) === (draft.walkIn !== undefined), { path: ['patientId'] }),
    output: z.strictObject({ id: z.string(), visits: z.array(z.strictObject({ id: z.string(), start: z.string(), end: z.string() })) }),
    errors: [...agenda.book.errors, 'record.changedMeanwhile', 'schedule.seriesTaken'],
    audit: { action: 'BOOK', category: 'appointment' },
  }),
  /** A series and all its visits in order, the cancelled ones too. */
  series: query({
    permission: 'agenda.read',
    /** `patientId` as the agenda showed it: the log row names whose visits are read. */
    input: z.strictObject({ id: Id, patientId: Id.nullable() }),
    output: z.strictObject({
      id: z.string(), repeats: Recurrence, serviceId: z.string(), resourceIds: z.array(z.string()), durationMin: z.int(),
      /** Set once the series was ended: the first visit that does not take place. */
      endedFrom: Instant.nullable(), visits: z.array(SeriesVisit),
    }),
    errors: ['record.notFound'],
    audit: { action: 'AGENDA_READ', category: 'appointment', object: 'id', patient: 'patientId' },
  }),
  /** What a change from one visit on would do to each later visit: moved, in the way of something, or left alone and why. */
  previewChange: query({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, patientId: Id.nullable(), fromVisitId: Id, change: SeriesChange }),
    output: z.array(SeriesVisitVerdict),
    errors: ['record.notFound', 'agenda.practitionerGone', 'agenda.illegalMove'],
    audit: { action: 'AGENDA_READ', category: 'appointment', object: 'id', patient: 'patientId' },
  }),
  /** Changes exactly `visits`, all or none. Past, arrived, done and cancelled ones are never among them (C-04). */
  changeSeries: command({
    permission: 'agenda.write',
    input: z.strictObject({
      id: Id, patientId: Id.nullable(), fromVisitId: Id, change: SeriesChange,
      visits: z.array(z.strictObject({ id: Id, version: Version })).min(1).max(MAX_OCCURRENCES),
    }),
    output: z.strictObject({ changed: z.int(), kept: z.int() }),
    errors: [...agenda.move.errors, 'schedule.seriesTaken'],
    audit: { action: 'MOVE', category: 'appointment' },
  }),
} as const;
