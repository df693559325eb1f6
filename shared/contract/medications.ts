import * as z from 'zod';

import { BatchHit, Given, GivenDraft, Medication, MedicationDraft } from '../domain/medications/medication.ts';
import { line } from '../domain/patients/patient.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Reason = line(200).pipe(z.string().min(1));
const READING = ['auth.reasonRequired', 'auth.forbidden'] as const;
const CHANGING = [...READING, 'record.notFound', 'record.changedMeanwhile'] as const;

/**
 * What a patient takes and was given, as documentation only (K-22): nothing is reckoned, compared or advised. Reading
 * needs a care relation or a stated reason, as notes do (J-13).
 */
export const medications = {
  list: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.strictObject({ taken: z.array(Medication), ended: z.array(Medication), given: z.array(Given) }),
    errors: READING,
    audit: { action: 'MEDICATION_LIST', category: 'note', patient: 'patientId' },
  }),
  /** A new row (version null) or a new wording of one; every wording is kept. Sent twice it is written once. */
  saveTaken: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, id: Id, version: z.int().min(1).nullable(), draft: MedicationDraft }),
    output: z.strictObject({ version: z.int() }),
    errors: CHANGING,
    audit: { action: 'MEDICATION_SET', category: 'note', patient: 'patientId' },
  }),
  /** The patient takes it no longer; it stays in the list of earlier ones. */
  endTaken: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, id: Id, version: z.int().min(1), reason: Reason }),
    output: z.strictObject({}),
    errors: CHANGING,
    audit: { action: 'MEDICATION_SET', category: 'note', patient: 'patientId' },
  }),
  /** Something was given. `visitId` left out: the caller's own visit of today with this patient, if there is one. */
  recordGiven: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, id: Id, draft: GivenDraft, noteId: Id.nullable().default(null), visitId: z.string().max(64).nullable().optional() }),
    output: z.strictObject({ id: Id }),
    errors: [...CHANGING, 'input.invalid'],
    audit: { action: 'MEDICATION_GIVEN', category: 'note', patient: 'patientId' },
  }),
  /** Corrects what was recorded, or takes it out of account (`draft` null). Both rows stay readable. */
  correctGiven: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, id: Id, replacesId: Id, reason: Reason, draft: GivenDraft.nullable() }),
    output: z.strictObject({ id: Id }),
    errors: [...CHANGING, 'input.invalid'],
    audit: { action: 'MEDICATION_GIVEN', category: 'note', patient: 'patientId' },
  }),
  /** Products and batches the caller recorded last, newest first, so that the same batch need not be typed again. */
  lastUsed: query({
    permission: 'journal.write',
    input: z.strictObject({}),
    output: z.array(z.strictObject({ product: z.string(), substance: z.string(), batch: z.string() })),
    audit: { none: 'products and batch numbers, nothing about a patient' },
  }),
  /** Everybody who was given something of a batch, for a recall; the reason is in the log before anybody is named. At most 500. */
  findBatch: command({
    permission: 'medications.recall',
    input: z.strictObject({ batch: line(60).pipe(z.string().min(2)), reason: Reason }),
    output: z.array(BatchHit),
    errors: ['input.invalid'],
    audit: { action: 'BATCH_SEARCH', category: 'note' },
  }),
} as const;
