import type { Payer, PayerDraft } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

interface PayerRow {
  id: string; version: number; kind: Payer['kind']; name: string; organisation_number: string; street: string; post_code: string; city: string; reference: string;
  terms_days: number | null; show_patient_name: number; show_patient_number: number; active: number;
}

const toPayer = (row: PayerRow): Payer => ({
  id: row.id, version: row.version, kind: row.kind, name: row.name, organisationNumber: row.organisation_number, street: row.street, postCode: row.post_code, city: row.city,
  reference: row.reference, termsDays: row.terms_days, showPatientName: row.show_patient_name === 1, showPatientNumber: row.show_patient_number === 1, active: row.active === 1,
});

const columnsOf = (draft: PayerDraft) => ({
  kind: draft.kind, name: draft.name, organisation_number: draft.organisationNumber.replace(/[\s-]/g, ''), street: draft.street, post_code: draft.postCode, city: draft.city,
  reference: draft.reference, terms_days: draft.termsDays, show_patient_name: draft.showPatientName ? 1 : 0, show_patient_number: draft.showPatientNumber ? 1 : 0, active: draft.active ? 1 : 0,
});

/** Organisations that pay, in name order, closed ones too. A clinic has tens. */
export const findPayers = async (db: Reader): Promise<Payer[]> => ((await db.raw('SELECT * FROM payer ORDER BY name COLLATE NOCASE, id')) as PayerRow[]).map(toPayer);

/** Adds one (`id` new, `version` 0) or changes it; returns its version. Errors: record.changedMeanwhile. */
export async function savePayer(tx: Writer, payer: { readonly id: string; readonly version: number; readonly draft: PayerDraft }, change: Change): Promise<number> {
  const row = { ...columnsOf(payer.draft), version: payer.version + 1, changed_at: change.at, changed_by: change.by };
  if (payer.version === 0) {
    await tx('payer').insert({ id: payer.id, ...row });
    return 1;
  }
  const count = await tx('payer').where({ id: payer.id, version: payer.version }).update(row);
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return payer.version + 1;
}
