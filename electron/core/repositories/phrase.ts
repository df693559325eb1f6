import { foldAbbreviation, type Phrase, type PhraseDraft } from '#shared/domain/phrases/phrase.ts';
import type { Reader, Writer } from '../db/handles.ts';

interface PhraseRow {
  id: string;
  owner_id: string | null;
  abbreviation: string;
  title: string;
  body: string;
  removed_at: string | null;
  version: number;
}
export type StoredPhrase = Phrase & { readonly ownerId: string | null; readonly removedAt: string | null };

const toPhrase = (row: PhraseRow): StoredPhrase => ({
  id: row.id, version: row.version, scope: row.owner_id === null ? 'clinic' : 'own', abbreviation: row.abbreviation, title: row.title, body: row.body,
  ownerId: row.owner_id, removedAt: row.removed_at,
});

/** What is in use of one owner (null: the clinic), by abbreviation. Goes by phrase_of_owner. */
export const PHRASES_SQL = `SELECT id, owner_id, abbreviation, title, body, removed_at, version FROM phrase WHERE coalesce(owner_id, '') = ? AND removed_at IS NULL ORDER BY abbreviation_fold`;

/** The phrases of one person, or with null those of the clinic; removed ones are left out. */
export async function phrasesOf(db: Reader, ownerId: string | null): Promise<StoredPhrase[]> {
  return ((await db.raw(PHRASES_SQL, [ownerId ?? ''])) as PhraseRow[]).map(toPhrase);
}

/** A phrase, removed ones too, or undefined. */
export async function findPhrase(db: Reader, id: string): Promise<StoredPhrase | undefined> {
  const [row] = (await db.raw('SELECT id, owner_id, abbreviation, title, body, removed_at, version FROM phrase WHERE id = ?', [id])) as PhraseRow[];
  return row && toPhrase(row);
}

/** The phrase in use with this abbreviation, in whatever case it is written. */
export async function findByAbbreviation(db: Reader, ownerId: string | null, abbreviation: string): Promise<StoredPhrase | undefined> {
  const [row] = (await db.raw(
    `SELECT id, owner_id, abbreviation, title, body, removed_at, version FROM phrase WHERE coalesce(owner_id, '') = ? AND abbreviation_fold = ? AND removed_at IS NULL`,
    [ownerId ?? '', foldAbbreviation(abbreviation)],
  )) as PhraseRow[];
  return row && toPhrase(row);
}

/** Who has phrases of their own in use, by name. */
export async function phraseOwners(db: Reader): Promise<{ userId: string; name: string; count: number }[]> {
  return (await db.raw(
    `SELECT u.id AS userId, u.name AS name, count(*) AS count FROM phrase p JOIN user_account u ON u.id = p.owner_id WHERE p.removed_at IS NULL GROUP BY u.id ORDER BY u.name`,
  )) as { userId: string; name: string; count: number }[];
}

interface Change {
  readonly at: string;
  readonly by: string;
}

/** A new phrase; `ownerId` null makes it the clinic's. */
export async function insertPhrase(tx: Writer, phrase: { readonly id: string; readonly ownerId: string | null; readonly draft: PhraseDraft }, change: Change): Promise<void> {
  await tx('phrase').insert({
    id: phrase.id, owner_id: phrase.ownerId, ...columnsOf(phrase.draft), removed_at: null, version: 1, changed_at: change.at, changed_by: change.by,
  });
}

const columnsOf = ({ abbreviation, title, body }: PhraseDraft) => ({ abbreviation, abbreviation_fold: foldAbbreviation(abbreviation), title, body });

export interface PhraseUpdate {
  readonly id: string;
  readonly version: number;
  readonly draft?: PhraseDraft;
  readonly removedAt?: string | null;
}

/** New words, or in or out of use. False when somebody else changed it meanwhile. */
export async function updatePhrase(tx: Writer, { id, version, draft, removedAt }: PhraseUpdate, change: Change): Promise<boolean> {
  const count = await tx('phrase').where({ id, version }).update({
    ...(draft ? columnsOf(draft) : {}), ...(removedAt === undefined ? {} : { removed_at: removedAt }), version: version + 1, changed_at: change.at, changed_by: change.by,
  });
  return count === 1;
}
