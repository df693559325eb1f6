import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { Address, AddressDraft, ContactKind, ContactPoint, Relation, Whereabouts } from '#shared/domain/patients/patient.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './patient.ts';

/** Tables of which a patient has several rows, each with a version of its own. */
export type RowTable = 'contact_point' | 'address' | 'relation';

type Stored<T> = Omit<T, 'display' | 'careOf' | 'postCode' | 'isNextOfKin'>;
type ContactRow = Stored<ContactPoint>;
type AddressRow = Stored<Address> & { care_of: string; post_code: string };
type RelationRow = Stored<Relation> & { is_next_of_kin: number };

/** What lets the patient be reached. Callers decide first whether it may be shown (G-11). */
export async function loadWhereabouts(db: Reader, patientId: string, country: Country): Promise<Whereabouts> {
  const current = (table: RowTable, columns: string, order: string) =>
    db.raw(`SELECT id, version, ${columns} FROM ${table} WHERE patient_id = ? AND ended_at IS NULL ORDER BY ${order}`, [patientId]);
  const [contacts, addresses, relations] = (await Promise.all([
    current('contact_point', 'kind, value, note', "kind = 'email', kind <> 'mobile', created_at, id"),
    current('address', 'kind, street, care_of, post_code, city, country', "kind <> 'home', created_at, id"),
    current('relation', 'name, relation, phone, note, is_next_of_kin', 'is_next_of_kin DESC, created_at, id'),
  ])) as unknown as [ContactRow[], AddressRow[], RelationRow[]];
  return {
    contacts: contacts.map(row => ({ ...row, display: row.kind === 'email' ? row.value : displayPhone(row.value, country) })),
    addresses: addresses.map(({ care_of, post_code, ...row }) => ({ ...row, careOf: care_of, postCode: post_code })),
    relations: relations.map(({ is_next_of_kin, ...row }) => ({ ...row, isNextOfKin: is_next_of_kin === 1 })),
  };
}

/** Columns of each table, from the draft. */
export const contactColumns = (draft: { kind: ContactKind; value: string; note: string }) => ({ kind: draft.kind, value: draft.value, note: draft.note });
/** An address as columns. */
export const addressColumns = (draft: AddressDraft) => ({
  kind: draft.kind, street: draft.street, care_of: draft.careOf, post_code: draft.postCode, city: draft.city, country: draft.country,
});
/** A relative or other contact as columns. */
export const relationColumns = (draft: { name: string; relation: string; phone: string; note: string; isNextOfKin: boolean }) => ({
  name: draft.name, relation: draft.relation, phone: draft.phone, note: draft.note, is_next_of_kin: draft.isNextOfKin ? 1 : 0,
});

/** A first version of a row of this patient, with who made it and when. */
export const newRow = (columns: object, at: { id: string; patientId: string }, change: Change) => ({
  ...columns, id: at.id, patient_id: at.patientId, version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by,
});

export interface RowAt {
  readonly id: string;
  readonly patientId: string;
  /** Null: the row is new. */
  readonly version: number | null;
}

/**
 * Writes a row of a patient and returns its version. A new row sent twice is written once.
 * Errors: record.notFound, record.changedMeanwhile.
 */
export async function saveRow(tx: Writer, table: RowTable, row: { at: RowAt; columns: object; change: Change }): Promise<number> {
  const { at, columns, change } = row;
  if (at.version === null) {
    const [same] = (await tx.raw(`SELECT patient_id, version FROM ${table} WHERE id = ?`, [at.id])) as { patient_id: string; version: number }[];
    if (same && same.patient_id !== at.patientId) throw new AppError('record.notFound');
    if (same) return same.version;
    await tx(table).insert(newRow(columns, at, change));
    return 1;
  }
  return changeRow(tx, table, { at: { ...at, version: at.version }, columns, change });
}

/** Ends a row; it stays in the history. Errors as saveRow. */
export const endRow = (tx: Writer, table: RowTable, row: { at: RowAt & { version: number }; change: Change }): Promise<number> =>
  changeRow(tx, table, { ...row, columns: { ended_at: row.change.at } });

async function changeRow(tx: Writer, table: RowTable, row: { at: RowAt & { version: number }; columns: object; change: Change }): Promise<number> {
  const { at, columns, change } = row;
  const changed = await tx(table)
    .where({ id: at.id, patient_id: at.patientId, version: at.version }).whereNull('ended_at')
    .update({ ...columns, version: at.version + 1, changed_at: change.at, changed_by: change.by });
  if (changed === 1) return at.version + 1;
  const [there] = (await tx.raw(`SELECT 1 FROM ${table} WHERE id = ? AND patient_id = ?`, [at.id, at.patientId])) as unknown[];
  throw new AppError(there ? 'record.changedMeanwhile' : 'record.notFound');
}
