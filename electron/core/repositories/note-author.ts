import { addDays } from '#shared/domain/agenda/zone.ts';
import type { NoteAuthor } from '#shared/domain/journal/note-record.ts';
import type { Reader } from '../db/handles.ts';

/** Name, title and HSA-id of a person as the register has them now. */
export async function authorOfDraft(db: Reader, userId: string): Promise<NoteAuthor> {
  const [row] = (await db.raw('SELECT id, name, title, hsa_id FROM user_account WHERE id = ?', [userId])) as { id: string; name: string; title: string; hsa_id: string | null }[];
  if (!row) throw new Error('a draft always has an author');
  return { id: row.id, name: row.name, title: row.title, hsaId: row.hsa_id };
}

/** True when this person works here and may sign notes; who writes without that right must name one who has it (decision 9). */
export async function isActiveSigner(db: Reader, userId: string): Promise<boolean> {
  const rows = (await db.raw(`SELECT 1 FROM user_account WHERE id = ? AND status = 'active' AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'practitioner')`, [userId])) as unknown[];
  return rows.length > 0;
}

const ACTIVE_SIGNERS = `SELECT id, name, title FROM user_account WHERE status = 'active' AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'practitioner') ORDER BY family_name, given_name, id`;

/** Everybody who works here and may sign notes, by name. */
export const activeSigners = async (db: Reader): Promise<{ id: string; name: string; title: string }[]> =>
  (await db.raw(ACTIVE_SIGNERS)) as { id: string; name: string; title: string }[];

/** Bindings: the first day, author. */
export const LAST_SIGNER_SQL = `SELECT signer_id FROM note INDEXED BY note_of_author WHERE substr(event_time, 1, 10) >= ? AND author_id = ? AND note_type <> 'system'
  ORDER BY substr(event_time, 1, 10) DESC, event_time DESC LIMIT 1`;

/** Days back; so far a walk through everybody's notes is quick for somebody who wrote none. */
const REMEMBERED_DAYS = 365;

/** The one whom this person named as responsible for the newest note of the last year, or undefined. */
export async function lastSignerOf(db: Reader, authorId: string, now: Date): Promise<string | undefined> {
  const since = addDays(now.toISOString().slice(0, 10), -REMEMBERED_DAYS);
  const [row] = (await db.raw(LAST_SIGNER_SQL, [since, authorId])) as { signer_id: string }[];
  return row?.signer_id;
}

/** Name and title of a person as the register has them now. */
export async function nameOf(db: Reader, userId: string): Promise<{ id: string; name: string; title: string }> {
  const { id, name, title } = await authorOfDraft(db, userId);
  return { id, name, title };
}
