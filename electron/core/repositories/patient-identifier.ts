import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import { temporaryNumber } from '#shared/domain/identifiers/temporary.ts';
import type { Identifier } from '#shared/domain/patients/patient.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import { isConstraint } from '../db/storage-error.ts';
import type { Change } from './patient.ts';

export interface NewIdentifier {
  readonly id: string;
  readonly patientId: string;
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly identityLevel: 'proven' | 'probable' | 'uncertain' | null;
}

interface IdentifierRow {
  id: string;
  kind: IdentifierKind;
  value: string;
  identity_level: NewIdentifier['identityLevel'];
  ended_at: string | null;
  version: number;
}

/** All numbers of a patient, current first. */
export async function listIdentifiers(db: Reader, patientId: string): Promise<Identifier[]> {
  const rows = (await db.raw(
    "SELECT id, kind, value, identity_level, ended_at, version FROM patient_identifier WHERE patient_id = ? ORDER BY ended_at IS NOT NULL, kind = 'external', kind = 'temporary', created_at DESC, id DESC",
    [patientId],
  )) as IdentifierRow[];
  return rows.map(row => ({
    id: row.id, kind: row.kind, value: row.value, display: displayIdentifier(row.kind, row.value), identityLevel: row.identity_level, endedAt: row.ended_at, version: row.version,
  }));
}

/** Whose number this is; ended numbers count, they are never reused (I-05). */
export async function findOwner(db: Reader, kind: IdentifierKind, value: string): Promise<string | undefined> {
  const [row] = (await db.raw("SELECT patient_id FROM patient_identifier WHERE kind = ? AND value = ? AND kind <> 'external'", [kind, value])) as { patient_id: string }[];
  return row?.patient_id;
}

/** The row as stored, ready for one insert or a batch of them. */
export const newIdentifierRow = (identifier: NewIdentifier, { at, by }: Change) => ({
  id: identifier.id, patient_id: identifier.patientId, kind: identifier.kind, value: identifier.value, identity_level: identifier.identityLevel,
  version: 1, created_at: at, created_by: by, changed_at: at, changed_by: by,
});

/** Errors: patients.duplicateNationalId when the number belongs to anybody, ended or not. */
export async function insertIdentifier(tx: Writer, identifier: NewIdentifier, change: Change): Promise<void> {
  try {
    await tx('patient_identifier').insert(newIdentifierRow(identifier, change));
  } catch (cause) {
    if (isConstraint(cause, 'patient_identifier.value')) throw new AppError('patients.duplicateNationalId', {}, cause);
    throw cause;
  }
}

/** Ends the current numbers of these kinds and links them to the one that took their place (I-05, I-11). */
export async function endIdentifiers(tx: Writer, patientId: string, kinds: readonly IdentifierKind[], by: Change & { replacedBy: string }): Promise<void> {
  await tx('patient_identifier')
    .where({ patient_id: patientId }).whereNull('ended_at').whereIn('kind', [...kinds]).whereNot('id', by.replacedBy)
    .update({ ended_at: by.at, replaced_by: by.replacedBy, version: tx.raw('version + 1'), changed_at: by.at, changed_by: by.by });
}

/** The clinic's next own numbers (I-05), `count` of them; a number taken by a transaction that fails comes again. */
export async function takeTemporaryNumbers(tx: Writer, count: number): Promise<string[]> {
  const [row] = (await tx.raw("UPDATE running_number SET last = last + ? WHERE name = 'temporary' RETURNING last", [count])) as [{ last: number }];
  return Array.from({ length: count }, (_, index) => temporaryNumber(row.last - count + 1 + index));
}
