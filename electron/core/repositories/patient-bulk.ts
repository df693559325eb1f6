import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import type { AddressDraft, ContactDraft } from '#shared/domain/patients/patient.ts';
import type { Writer } from '../db/handles.ts';
import { newPatientRow, type Change, type NewPatient } from './patient.ts';
import { newIdentifierRow } from './patient-identifier.ts';
import { indexRows } from './patient-index.ts';
import { addressColumns, contactColumns, newRow } from './patient-whereabouts.ts';

/** A patient with all its rows, ready to be written. Phones are E.164 already. */
export interface WholePatient extends NewPatient {
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string }[];
  readonly contacts: readonly ContactDraft[];
  readonly address: AddressDraft | null;
}

export interface BulkOptions {
  readonly change: Change;
  readonly country: Country;
  readonly newId: () => string;
  /** Called after each chunk with how many are written so far. */
  readonly onProgress?: (done: number) => void;
}

const CHUNK = 500;

/** Writes many patients with their numbers, contact points, addresses and search index: one statement a table and chunk. */
export async function insertPatients(tx: Writer, list: readonly WholePatient[], options: BulkOptions): Promise<void> {
  const [top] = (await tx.raw('SELECT coalesce(max(seq), 0) AS seq FROM patient')) as [{ seq: number }];
  for (let start = 0; start < list.length; start += CHUNK) {
    const chunk = list.slice(start, start + CHUNK);
    await insertChunk(tx, chunk, { ...options, firstSeq: top.seq + 1 + start });
    options.onProgress?.(start + chunk.length);
  }
}

async function insertChunk(tx: Writer, chunk: readonly WholePatient[], options: BulkOptions & { firstSeq: number }): Promise<void> {
  const { change, newId, country, firstSeq } = options;
  const rowsOf = (make: (patient: WholePatient) => object[]) => chunk.flatMap(make);
  await insertRows(tx, 'patient', chunk.map((patient, index) => ({ seq: firstSeq + index, ...newPatientRow(patient, change) })));
  await insertRows(tx, 'patient_identifier', rowsOf(({ id, identifiers }) => identifiers.map(number => newIdentifierRow({ ...number, id: newId(), patientId: id, identityLevel: null }, change))));
  await insertRows(tx, 'contact_point', rowsOf(({ id, contacts }) => contacts.map(contact => newRow(contactColumns(contact), { id: newId(), patientId: id }, change))));
  await insertRows(tx, 'address', rowsOf(({ id, address }) => (address ? [newRow(addressColumns(address), { id: newId(), patientId: id }, change)] : [])));
  const indexed = chunk.map((patient, index) => {
    const phones = patient.protection === 'none' ? patient.contacts.filter(contact => contact.kind !== 'email').map(contact => contact.value) : [];
    return indexRows(firstSeq + index, { ...patient, phones }, country);
  });
  await insertRows(tx, 'patient_words', indexed.map(({ words }) => words));
  await insertRows(tx, 'patient_key', indexed.flatMap(({ keys }) => keys));
}

/** All rows in one statement: SQLite unpacks them from JSON, which is faster than values one by one (storage.md D1). */
async function insertRows(tx: Writer, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await tx.raw(`INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map(column => `value ->> '${column}'`).join(', ')} FROM json_each(?)`, [JSON.stringify(rows)]);
}
