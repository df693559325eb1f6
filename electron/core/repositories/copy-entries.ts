import { startOfDay, addDays } from '#shared/domain/agenda/zone.ts';
import type { CopyScope } from '#shared/domain/documents/disclosure.ts';
import type { SignatureMethod } from '#shared/domain/journal/signing-rules.ts';
import type { Reader } from '../db/handles.ts';
import { TEXT_OR_MARK } from './document-text.ts';

/** Something of a patient that a journal copy can hold: a note, a finished letter, an attachment that was not struck. */
export interface StoredCopyEntry {
  readonly kind: 'note' | 'document' | 'attachment';
  readonly id: string;
  /** When it happened; of a letter when it was finished. */
  readonly at: string;
  readonly name: string;
  readonly authorName: string;
  readonly signed: boolean;
}

interface Row extends Omit<StoredCopyEntry, 'signed'> {
  readonly signed: number;
}

// Every branch goes by its table's own index of a patient.
const NOTES = `SELECT 'note' AS kind, n.id, n.event_time AS at, n.template_id AS name, n.author_name AS authorName, n.final_no IS NOT NULL AS signed
  FROM note n WHERE n.patient_id = ? AND n.latest_no IS NOT NULL`;
export const NOTES_SQL = `${NOTES} AND n.event_time >= ? AND n.event_time < ?`;
const ONE_NOTE_SQL = `${NOTES} AND n.id = ?`;
export const LETTERS_SQL = `SELECT 'document' AS kind, d.id, d.finished_at AS at, d.type AS name, d.author_name AS authorName, EXISTS (SELECT 1 FROM document_signature s WHERE s.document_id = d.id) AS signed
  FROM document d WHERE d.patient_id = ? AND d.status = 'finished' AND d.finished_at >= ? AND d.finished_at < ?`;
export const ATTACHMENTS_SQL = `SELECT 'attachment' AS kind, a.id, a.event_time AS at, a.title AS name, a.author_name AS authorName, 1 AS signed
  FROM attachment a WHERE a.patient_id = ? AND a.struck_at IS NULL AND a.event_time >= ? AND a.event_time < ?`;

const toEntry = (row: Row): StoredCopyEntry => ({ ...row, signed: row.signed === 1 });

/** Everything of a patient within a scope, oldest first. Days are the clinic's. */
export async function copyEntries(db: Reader, { patientId, scope, timeZone }: { readonly patientId: string; readonly scope: CopyScope; readonly timeZone: string }): Promise<StoredCopyEntry[]> {
  const from = scope.from === null ? '' : startOfDay(scope.from, timeZone);
  const to = scope.to === null ? '9999' : startOfDay(addDays(scope.to, 1), timeZone);
  if (scope.noteId !== undefined) return ((await db.raw(ONE_NOTE_SQL, [patientId, scope.noteId])) as Row[]).map(toEntry);
  const parts = [scope.withNotes ? NOTES_SQL : null, scope.withDocuments ? LETTERS_SQL : null, scope.withAttachments ? ATTACHMENTS_SQL : null].filter(part => part !== null);
  const found = await Promise.all(parts.map(sql => db.raw(sql, [patientId, from, to]) as unknown as Promise<Row[]>));
  return found.flat().map(toEntry).sort((a, b) => (a.at === b.at ? a.id.localeCompare(b.id) : a.at < b.at ? -1 : 1));
}

export interface CopiedLetter {
  readonly id: string;
  readonly record: string;
  readonly sha256: string;
  readonly signedAt: string | null;
  readonly method: SignatureMethod | null;
  /** When a correction replaced it, and why. */
  readonly replacedAt: string | null;
  readonly replacedReason: string | null;
}

/** The finished texts of letters. */
export const lettersForCopy = async (db: Reader, ids: readonly string[]): Promise<CopiedLetter[]> =>
  (await db.raw(
    `SELECT d.id, ${TEXT_OR_MARK} AS record, f.sha256, s.signed_at AS signedAt, s.method, n.finished_at AS replacedAt, k.reason AS replacedReason FROM document d JOIN document_version v ON v.document_id = d.id AND v.kind = 'final' JOIN document_file f ON f.document_id = d.id
       LEFT JOIN document_signature s ON s.document_id = d.id
       LEFT JOIN (document_correction k JOIN document n ON n.id = k.document_id AND n.status = 'finished') ON k.replaces_id = d.id WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.finished_at, d.id`,
    [JSON.stringify(ids)],
  )) as CopiedLetter[];

export interface CopiedAttachment {
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly eventTime: string;
  readonly authorName: string;
}

/** Attachments as a copy lists them, oldest first; only those there were at `until`. */
export const attachmentsForCopy = async (db: Reader, { ids, until }: { readonly ids: readonly string[]; readonly until: string }): Promise<CopiedAttachment[]> =>
  (await db.raw(
    `SELECT id, title, media_type AS mediaType, size, sha256, event_time AS eventTime, author_name AS authorName FROM attachment
     WHERE id IN (SELECT value FROM json_each(?)) AND created_at <= ? ORDER BY event_time, id`,
    [JSON.stringify(ids), until],
  )) as CopiedAttachment[];

/** The bytes of one attachment, its pieces in order. */
export async function attachmentBytes(db: Reader, id: string): Promise<Uint8Array> {
  const rows = (await db.raw('SELECT bytes FROM attachment_chunk WHERE attachment_id = ? ORDER BY no', [id])) as { bytes: Uint8Array }[];
  return Buffer.concat(rows.map(row => row.bytes));
}
