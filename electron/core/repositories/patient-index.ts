import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import { nameSounds, nameWords, searchKeys, type Searchable } from '#shared/domain/patients/search-keys.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** Letters beyond a–z as their code, so that the index's own idea of a letter never matters and every word is one token. */
export const indexWord = (word: string): string => word.replaceAll(/[^a-z0-9]/gu, letter => `u${letter.codePointAt(0)?.toString(16) ?? ''}`);
const indexWords = (words: string): string => words.split(' ').map(indexWord).join(' ');

/** The rows of both indexes for one patient. */
export function indexRows(seq: number, patient: Searchable, country: Country) {
  return {
    words: { rowid: seq, name: indexWords(nameWords(patient)), sound: indexWords(nameSounds(patient)) },
    keys: searchKeys(patient, country).map(({ key, kind }) => ({ key, seq, kind })),
  };
}

/** Writes what the patient is found by, from the rows as they now stand; phones of protected patients are left out (G-11). */
export async function indexPatient(tx: Writer, id: string, country: Country): Promise<void> {
  const found = await readSearchable(tx, id);
  if (!found) return;
  const { words, keys } = indexRows(found.seq, found, country);
  await tx.raw('DELETE FROM patient_words WHERE rowid = ?', [found.seq]);
  await tx.raw('INSERT INTO patient_words (rowid, name, sound) VALUES (?, ?, ?)', [words.rowid, words.name, words.sound]);
  await tx.raw('DELETE FROM patient_key WHERE seq = ?', [found.seq]);
  if (keys.length > 0) await tx('patient_key').insert(keys);
}

async function readSearchable(db: Reader, id: string): Promise<(Searchable & { seq: number }) | undefined> {
  const [row] = (await db.raw('SELECT seq, given_name, family_name, birth_date, protection FROM patient WHERE id = ?', [id])) as {
    seq: number; given_name: string; family_name: string; birth_date: string | null; protection: string;
  }[];
  if (!row) return undefined;
  const identifiers = (await db.raw('SELECT kind, value FROM patient_identifier WHERE patient_id = ? ORDER BY ended_at IS NOT NULL, created_at', [id])) as { kind: IdentifierKind; value: string }[];
  const phones = row.protection === 'none' ? ((await db.raw("SELECT value FROM contact_point WHERE patient_id = ? AND ended_at IS NULL AND kind <> 'email'", [id])) as { value: string }[]) : [];
  return { seq: row.seq, givenName: row.given_name, familyName: row.family_name, birthDate: row.birth_date, identifiers, phones: phones.map(phone => phone.value) };
}
