import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { SHRINK_TOLERANCE } from '#shared/domain/journal/rules.ts';
import type { NoteType } from '#shared/domain/journal/template.ts';
import type { Reader, Writer } from '../db/handles.ts';

export type DraftKind = 'draft' | 'correction' | 'addition';

/** One person's working copy of one note. */
export interface StoredDraft {
  readonly noteId: string;
  readonly authorId: string;
  readonly patientId: string;
  readonly noteType: NoteType;
  readonly kind: DraftKind;
  readonly revision: number;
  /** The revision that the newest kept version holds; lower than `revision` while typing. */
  readonly keptRevision: number;
  readonly keptAt: string | null;
  readonly eventTime: string;
  readonly savedAt: string;
  readonly lastKey: string | null;
  readonly characters: number;
  readonly reason: string | null;
  readonly replaces: number | null;
  readonly content: NoteContent;
}

interface DraftRow {
  note_id: string;
  author_id: string;
  patient_id: string;
  note_type: NoteType;
  kind: DraftKind;
  revision: number;
  kept_revision: number;
  kept_at: string | null;
  event_time: string;
  saved_at: string;
  last_key: string | null;
  characters: number;
  reason: string | null;
  replaces: number | null;
  content: string;
}

const toDraft = (row: DraftRow): StoredDraft => ({
  noteId: row.note_id, authorId: row.author_id, patientId: row.patient_id, noteType: row.note_type, kind: row.kind, revision: row.revision,
  keptRevision: row.kept_revision, keptAt: row.kept_at, eventTime: row.event_time, savedAt: row.saved_at, lastKey: row.last_key,
  characters: row.characters, reason: row.reason, replaces: row.replaces, content: JSON.parse(row.content) as NoteContent,
});

/** This person's draft on this note, or undefined. */
export async function findDraft(db: Reader, noteId: string, authorId: string): Promise<StoredDraft | undefined> {
  const [row] = (await db.raw('SELECT * FROM note_draft WHERE note_id = ? AND author_id = ?', [noteId, authorId])) as DraftRow[];
  return row && toDraft(row);
}

/** Everybody's unfinished work on this note. */
export async function draftsOfNote(db: Reader, noteId: string): Promise<StoredDraft[]> {
  return ((await db.raw('SELECT * FROM note_draft WHERE note_id = ?', [noteId])) as DraftRow[]).map(toDraft);
}

/** Drafts that hold text no version holds yet: what a killed program leaves behind. */
export async function unkeptDrafts(db: Reader): Promise<StoredDraft[]> {
  return ((await db.raw('SELECT * FROM note_draft WHERE kept_revision < revision')) as DraftRow[]).map(toDraft);
}

/** Starts a working copy. */
export async function insertDraft(tx: Writer, draft: StoredDraft): Promise<void> {
  await tx.raw(
    `INSERT INTO note_draft (note_id, author_id, patient_id, note_type, kind, revision, kept_revision, kept_at, event_time, saved_at, last_key, characters, reason, replaces, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      draft.noteId, draft.authorId, draft.patientId, draft.noteType, draft.kind, draft.revision, draft.keptRevision, draft.keptAt, draft.eventTime,
      draft.savedAt, draft.lastKey, draft.characters, draft.reason, draft.replaces, JSON.stringify(draft.content),
    ],
  );
}

export interface DraftSave {
  readonly noteId: string;
  readonly authorId: string;
  readonly patientId: string;
  readonly baseRevision: number;
  readonly content: NoteContent;
  readonly characters: number;
  readonly eventTime: string;
  readonly key: string;
  readonly savedAt: string;
}

// One statement does check and change: the autosave path has no other round trip but its log row (storage.md D2).
const SAVE = `UPDATE note_draft SET content = ?, characters = ?, event_time = ?, last_key = ?, saved_at = ?, revision = revision + 1
  WHERE note_id = ? AND author_id = ? AND patient_id = ? AND revision = ? AND (kept_revision = revision OR characters - ${SHRINK_TOLERANCE} <= ?)
  RETURNING revision, kept_at, note_type, kind, reason, replaces`;

export interface SavedDraft {
  readonly revision: number;
  readonly keptAt: string | null;
  readonly noteType: NoteType;
  readonly kind: DraftKind;
  readonly reason: string | null;
  readonly replaces: number | null;
}

/**
 * Overwrites the working copy. Undefined when nothing was written: another revision, no such draft, or much text would
 * vanish that no version holds (the caller keeps a version first).
 */
export async function saveDraftText(tx: Writer, save: DraftSave): Promise<SavedDraft | undefined> {
  const rows = (await tx.raw(SAVE, [
    JSON.stringify(save.content), save.characters, save.eventTime, save.key, save.savedAt, save.noteId, save.authorId, save.patientId, save.baseRevision, save.characters,
  ])) as { revision: number; kept_at: string | null; note_type: NoteType; kind: DraftKind; reason: string | null; replaces: number | null }[];
  const [row] = rows;
  return row && { revision: row.revision, keptAt: row.kept_at, noteType: row.note_type, kind: row.kind, reason: row.reason, replaces: row.replaces };
}

/** Notes that the newest version now holds all of the draft's text. */
export async function markDraftKept(tx: Writer, draft: { noteId: string; authorId: string }, keptAt: string): Promise<void> {
  await tx.raw('UPDATE note_draft SET kept_revision = revision, kept_at = ? WHERE note_id = ? AND author_id = ?', [keptAt, draft.noteId, draft.authorId]);
}

/** Ends a working copy whose text is kept (a trigger refuses otherwise). */
export async function removeDraft(tx: Writer, draft: { noteId: string; authorId: string }): Promise<void> {
  await tx.raw('DELETE FROM note_draft WHERE note_id = ? AND author_id = ?', [draft.noteId, draft.authorId]);
}

/** Lets unfinished work answer to a newer version than the one it was started on. */
export async function rebaseDraft(tx: Writer, draft: Pick<StoredDraft, 'noteId' | 'authorId' | 'reason' | 'replaces'>): Promise<void> {
  await tx.raw('UPDATE note_draft SET reason = ?, replaces = ? WHERE note_id = ? AND author_id = ?', [draft.reason, draft.replaces, draft.noteId, draft.authorId]);
}
