import { createHash, randomBytes } from 'node:crypto';

import { canonicalRecord, type NoteRecord, type VersionKind } from '#shared/domain/journal/note-record.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** One kept version as stored. `record` is the canonical text that was hashed and signed; null after lawful destruction. */
export interface StoredVersion {
  readonly noteId: string;
  readonly no: number;
  readonly kind: VersionKind;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorTitle: string;
  readonly createdAt: string;
  readonly eventTime: string;
  readonly reason: string | null;
  readonly replaces: number | null;
  readonly digest: string;
  readonly previous: string | null;
  readonly record: string | null;
  /** What stands in the place of a destroyed text (J-09); null for every other. */
  readonly destroyed: string | null;
}

interface VersionRow {
  note_id: string;
  no: number;
  kind: VersionKind;
  author_id: string;
  author_name: string;
  author_title: string;
  created_at: string;
  event_time: string;
  reason: string | null;
  replaces: number | null;
  digest: string;
  prev_digest: string | null;
  record: string | null;
  destroyed: string | null;
}

const COLUMNS = 'note_id, no, kind, author_id, author_name, author_title, created_at, event_time, reason, replaces, digest, prev_digest';
const READ = `${COLUMNS}, CASE WHEN destroyed_at IS NULL THEN NULL ELSE plain_text END AS destroyed`;

const toVersion = (row: VersionRow): StoredVersion => ({
  noteId: row.note_id, no: row.no, kind: row.kind, authorId: row.author_id, authorName: row.author_name, authorTitle: row.author_title,
  createdAt: row.created_at, eventTime: row.event_time, reason: row.reason, replaces: row.replaces, digest: row.digest,
  previous: row.prev_digest, record: row.record, destroyed: row.destroyed,
});

/** SHA-256 of the canonical record, hex: the link of the chain, and the messageDigest inside a SHA-256 signature. */
export const digestOfRecord = (record: string): string => createHash('sha256').update(record, 'utf8').digest('hex');

/** 128 random bits: without them nobody can try out texts against a digest (product.md decision 6). */
export const newSalt = (): string => randomBytes(16).toString('hex');

/** The newest version's number and digest; what the next one is chained to. */
export async function lastVersion(db: Reader, noteId: string): Promise<{ no: number; digest: string | null }> {
  const [row] = (await db.raw('SELECT no, digest FROM note_version WHERE note_id = ? ORDER BY no DESC LIMIT 1', [noteId])) as { no: number; digest: string }[];
  return row ?? { no: 0, digest: null };
}

/** Keeps a version for good. Triggers refuse anything but the next number on the right predecessor. */
export async function insertVersion(tx: Writer, record: NoteRecord): Promise<{ readonly digest: string; readonly text: string }> {
  const text = canonicalRecord(record);
  const digest = digestOfRecord(text);
  await tx.raw(
    `INSERT INTO note_version (${COLUMNS}, plain_text, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      record.noteId, record.no, record.kind, record.author.id, record.author.name, record.author.title, record.createdAt, record.eventTime,
      record.reason, record.replaces, digest, record.previous, noteToPlain(record.content), text,
    ],
  );
  return { digest, text };
}

/** All versions of a note, oldest first; the texts of drafts are left out. */
export async function versionsOfNote(db: Reader, noteId: string): Promise<StoredVersion[]> {
  const rows = (await db.raw(
    `SELECT ${READ}, CASE WHEN kind = 'draft' AND no <> (SELECT shown_no FROM note WHERE id = note_id) THEN NULL ELSE record END AS record
     FROM note_version WHERE note_id = ? ORDER BY no`,
    [noteId],
  )) as VersionRow[];
  return rows.map(toVersion);
}

/** One version with its text. */
export async function findVersion(db: Reader, noteId: string, no: number): Promise<StoredVersion | undefined> {
  const [row] = (await db.raw(`SELECT ${READ}, record FROM note_version WHERE note_id = ? AND no = ?`, [noteId, no])) as VersionRow[];
  return row && toVersion(row);
}

/** Everything that belongs in a printed journal, in order of event: signed, closed, corrected and added versions, and the newest draft of what was never signed. */
export async function versionsForPrint(db: Reader, noteIds: readonly string[]): Promise<StoredVersion[]> {
  const rows = (await db.raw(
    `SELECT ${READ}, record FROM note_version v WHERE note_id IN (SELECT value FROM json_each(?))
       AND (kind <> 'draft' OR no = (SELECT shown_no FROM note WHERE id = v.note_id))
     ORDER BY note_id, no`,
    [JSON.stringify(noteIds)],
  )) as VersionRow[];
  return rows.map(toVersion);
}
