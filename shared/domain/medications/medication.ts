import * as z from 'zod';

import { CalendarDate } from '../agenda/zone.ts';
import { line } from '../patients/patient.ts';

/** Who or what said that the patient takes it. */
export const MEDICATION_SOURCES = ['patient', 'relative', 'list', 'package', 'journal', 'otherCare'] as const;

const Needed = line(200).pipe(z.string().min(1));

/** What a patient takes, in the words it was told: documentation only, nothing is computed from it (K-22, domain.md 0.8). */
export const MedicationDraft = z.strictObject({
  name: Needed,
  substance: line(200).default(''),
  /** ATC code as text. */
  atc: line(20).default(''),
  /** As told: "1 tablett på morgonen". */
  dose: line(300).default(''),
  since: CalendarDate.nullable().default(null),
  until: CalendarDate.nullable().default(null),
  source: z.enum(MEDICATION_SOURCES),
});
export type MedicationDraft = z.infer<typeof MedicationDraft>;

export const Medication = z.strictObject({
  ...MedicationDraft.shape,
  id: z.uuid(),
  version: z.int(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
  ended: z.strictObject({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
});
export type Medication = z.infer<typeof Medication>;

/** What was given here: product, batch, amount and place, by whom and when (K-22; batch numbers of injections and fillers). */
export const GivenDraft = z.strictObject({
  product: Needed,
  substance: line(200).default(''),
  batch: line(60).default(''),
  amount: line(60).default(''),
  site: line(120).default(''),
  /** ISO UTC; not in the future. */
  givenAt: z.iso.datetime(),
  /** In words, when somebody else than the writer gave it; empty: the writer. */
  givenBy: line(120).default(''),
});
export type GivenDraft = z.infer<typeof GivenDraft>;

const GivenRow = z.strictObject({
  ...GivenDraft.shape,
  id: z.uuid(),
  noteId: z.uuid().nullable(),
  visitId: z.string().nullable(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
  /** Why it replaces the row before it; null for the first. */
  reason: z.string().nullable(),
  /** It was never given: only said so to take a mistaken row out of account. */
  withdrawn: z.boolean(),
});
/** `earlier`: the rows this one corrects, newest first; they stay readable. */
export const Given = GivenRow.extend({ earlier: z.array(GivenRow) });
export type Given = z.infer<typeof Given>;
export type GivenRow = z.infer<typeof GivenRow>;

/** One patient who was given something of a batch, for a recall by the manufacturer. */
export const BatchHit = z.strictObject({
  givenId: z.uuid(), patientId: z.uuid(), name: z.string(), number: z.string().nullable(), isProtected: z.boolean(),
  product: z.string(), batch: z.string(), amount: z.string(), site: z.string(), givenAt: z.iso.datetime(), givenBy: z.string(),
});
export type BatchHit = z.infer<typeof BatchHit>;

/** How batch numbers are compared: letters and digits only, in capitals, so that "ab 12-3" and "AB123" are the same. */
export const batchKey = (batch: string): string => batch.normalize('NFKC').toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
