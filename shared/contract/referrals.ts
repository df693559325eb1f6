import * as z from 'zod';

import { CalendarDate } from '../domain/agenda/zone.ts';
import { REFERRAL_STATUSES, REFERRAL_STEPS, WATCH_DAYS_MAX } from '../domain/documents/referral.ts';
import { line } from '../domain/patients/patient.ts';
import { command, query } from './define.ts';

const Id = z.uuid();

const Row = z.strictObject({
  id: Id,
  version: z.int(),
  patientId: Id,
  patientName: z.string(),
  recipientName: z.string(),
  subject: z.string(),
  authorName: z.string(),
  status: z.enum(REFERRAL_STATUSES),
  urgent: z.boolean(),
  finishedOn: CalendarDate,
  dueOn: CalendarDate,
  /** Whole days since it was finished. */
  ageDays: z.int(),
  overdue: z.boolean(),
});
export type ReferralRow = z.infer<typeof Row>;

const Event = z.strictObject({ at: z.iso.datetime(), actorName: z.string(), step: z.enum(REFERRAL_STEPS), reason: z.string(), dueOn: CalendarDate });
const Whose = z.enum(['own', 'all']);

/** The watch over referrals until they are answered (K-03). */
export const referrals = {
  /** Those whose answer is awaited, nearest to overdue first; at most 500. Patients of others are counted in the log as well. */
  watched: query({
    permission: 'journal.read',
    input: z.strictObject({ whose: Whose }),
    output: z.array(Row),
    audit: { action: 'LETTER_LIST', category: 'document' },
  }),
  counts: query({
    permission: 'journal.read',
    input: z.strictObject({}),
    output: z.strictObject({ watched: z.int(), overdue: z.int() }),
    audit: { none: "how many of one's own referrals wait; nothing about anybody" },
  }),
  /** A patient's referrals whose answer is awaited, newest first: what an incoming paper can answer. Without a care relation, one's own. */
  ofPatient: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(Row),
    audit: { action: 'LETTER_LIST', category: 'document', patient: 'patientId' },
  }),
  history: query({
    permission: 'journal.read',
    input: z.strictObject({ id: Id, patientId: Id }),
    output: z.array(Event),
    errors: ['record.notFound', 'auth.reasonRequired'],
    audit: { action: 'LETTER_READ', category: 'document', patient: 'patientId', object: 'id' },
  }),
  /** One step: sent, received, answered, extended by days, closed, open again. `reason` where the step needs one. */
  step: command({
    permission: 'journal.write',
    input: z.strictObject({
      id: Id, patientId: Id, version: z.int().min(1), step: z.enum(REFERRAL_STEPS).exclude(['finished']), reason: line(200).default(''), days: z.int().min(1).max(WATCH_DAYS_MAX).optional(),
      /** The incoming document that is the answer. */
      answerId: Id.nullable().default(null),
    }),
    output: z.strictObject({ version: z.int(), dueOn: CalendarDate }),
    errors: ['record.notFound', 'record.changedMeanwhile', 'referrals.stepImpossible', 'referrals.reasonMissing', 'referrals.notAnAnswer'],
    audit: { action: 'REFERRAL', category: 'document', patient: 'patientId', object: 'id' },
  }),
} as const;
