import * as z from 'zod';

import { CalendarDate } from '../domain/agenda/zone.ts';
import { RECALL_CHANNELS, RECALL_SETTLED, RecallDraft, RecallRow, RecallRule } from '../domain/recalls/recall.ts';
import { Changed, Id, ROW_ERRORS, Version } from './common.ts';
import { command, query } from './define.ts';

const MOST_AT_ONCE = 200;

/** Recalls (C-12): who is due for a visit and has none, and what was done about it. */
export const recalls = {
  /** Who is due up to a day and has nothing booked, longest due first; a page at a time, `after` is the last row before. */
  due: query({
    permission: 'agenda.write',
    input: z.strictObject({
      until: CalendarDate,
      status: z.enum(['toCall', 'called', 'unreachable']).default('toCall'),
      after: z.strictObject({ dueDate: CalendarDate, id: Id }).nullable().default(null),
      limit: z.int().min(1).max(MOST_AT_ONCE).default(100),
    }),
    output: z.array(RecallRow),
    audit: { action: 'RECALL', category: 'appointment' },
  }),
  counts: query({
    permission: 'agenda.read',
    input: z.strictObject({ until: CalendarDate }),
    output: z.strictObject({ toCall: z.int(), called: z.int(), unreachable: z.int() }),
    audit: { none: 'how many are due, nothing about who' },
  }),
  /** A patient's recalls, newest due first. */
  ofPatient: query({
    permission: 'agenda.write',
    input: z.strictObject({ patientId: Id }),
    output: z.array(RecallRow),
    audit: { action: 'RECALL', category: 'appointment', patient: 'patientId' },
  }),
  add: command({
    permission: 'agenda.write',
    input: z.strictObject({ draft: RecallDraft }),
    output: Changed,
    errors: ['record.notFound', 'patients.notFound', 'recalls.alreadyOpen'],
    audit: { action: 'RECALL', category: 'appointment' },
  }),
  /** Another day, interval or note. */
  change: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, dueDate: CalendarDate, repeatMonths: z.int().min(1).max(120).nullable(), note: z.string().trim().max(200) }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: { action: 'RECALL', category: 'appointment' },
  }),
  /** They have been called, now. All of them or none. */
  call: command({
    permission: 'agenda.write',
    input: z.strictObject({ rows: z.array(z.strictObject({ id: Id, version: Version })).min(1).max(MOST_AT_ONCE), channel: z.enum(RECALL_CHANNELS) }),
    output: z.strictObject({ called: z.int() }),
    errors: [...ROW_ERRORS],
    audit: { action: 'RECALL', category: 'appointment' },
  }),
  /** What the patient said, or that nobody answered. Booking closes a recall by itself. */
  settle: command({
    permission: 'agenda.write',
    input: z.strictObject({ id: Id, version: Version, as: z.enum(RECALL_SETTLED) }),
    output: Changed,
    errors: [...ROW_ERRORS],
    audit: { action: 'RECALL', category: 'appointment' },
  }),
  /**
   * Letters, one page each, and marks them as called by letter. Nothing about health: the service is named only when
   * `namesService` says so. Protected identities and people without an address get none and are named as left out.
   */
  letters: command({
    permission: 'agenda.write',
    input: z.strictObject({
      rows: z.array(z.strictObject({ id: Id, version: Version })).min(1).max(MOST_AT_ONCE),
      language: z.enum(['sv', 'en']),
      namesService: z.boolean().default(false),
    }),
    output: z.strictObject({
      /** Base64; null when nobody could get a letter. */
      pdf: z.string().nullable(),
      letters: z.int(),
      leftOut: z.array(z.strictObject({ id: z.string(), because: z.enum(['protected', 'noAddress']) })),
    }),
    errors: [...ROW_ERRORS],
    audit: { action: 'PRINT', category: 'contact' },
  }),
  rules: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: z.array(RecallRule),
    audit: { none: 'the clinic’s own intervals' },
  }),
  /**
   * One rule per service. `includeEarlier`: also those whose latest such visit was up to so many months ago and who have
   * nothing booked; the answer says how many came on the list.
   */
  saveRule: command({
    permission: 'agenda.configure',
    input: z.strictObject({
      id: Id.nullable(), version: z.int().min(0), serviceId: Id, months: z.int().min(1).max(120), active: z.boolean(), includeEarlier: z.int().min(0).max(120).default(0),
    }),
    output: z.strictObject({ ...Changed.shape, added: z.int() }),
    errors: [...ROW_ERRORS],
    audit: { action: 'AGENDA_SETTINGS', category: 'system' },
  }),
} as const;
