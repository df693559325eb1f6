import { givenTo, takenBy, type StoredGiven } from '../../../repositories/medication.ts';
import type { Reader } from '../../../db/handles.ts';
import { pageOf, timelineRow, type TimelineSource } from '../source.ts';

const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

/** What was given, with batch, and what the patient takes or took no longer (K-22). Few a patient, so they are read whole. */
export const medications: TimelineSource = {
  kind: 'medication',
  isClinical: true,
  permission: 'journal.read',
  page: async (db, ask) => pageOf([...(await given(db, ask.patientId)), ...(await taken(db, ask.patientId))], ask),
};

async function given(db: Reader, patientId: string) {
  const rows = await givenTo(db, patientId);
  const replaced = new Set(rows.flatMap(row => (row.replacesId === null ? [] : [row.replacesId])));
  return rows.filter(row => !replaced.has(row.id)).map(row => timelineRow({ kind: 'medication', id: row.id, at: row.givenAt, title: row.product, detail: joined(row.amount, row.site, row.batch), who: row.recordedBy, mark: givenMark(row) }));
}

const givenMark = ({ withdrawn, replacesId }: StoredGiven): string => (withdrawn ? 'withdrawn' : replacesId === null ? 'given' : 'corrected');

async function taken(db: Reader, patientId: string) {
  return (await takenBy(db, patientId)).flatMap(row => {
    const begun = timelineRow({ kind: 'medication', id: row.id, at: row.recordedAt, title: row.name, detail: row.dose, who: row.recordedBy, mark: 'taken' });
    return row.ended === null ? [begun] : [timelineRow({ kind: 'medication', id: `${row.id} ended`, at: row.ended.at, title: row.name, detail: row.ended.reason, who: row.ended.by, mark: 'ended' })];
  });
}
