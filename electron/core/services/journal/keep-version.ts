import type { AuditEntry } from '#shared/domain/log/audit.ts';
import type { NoteAuthor, NoteRecord, VersionKind } from '#shared/domain/journal/note-record.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { markDraftKept, unkeptDrafts, type StoredDraft } from '../../repositories/note-draft.ts';
import { authorOfDraft } from '../../repositories/note-author.ts';
import { insertVersion, lastVersion, newSalt } from '../../repositories/note-version.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface VersionOf {
  readonly draft: Pick<StoredDraft, 'noteId' | 'patientId' | 'noteType' | 'eventTime' | 'reason' | 'replaces' | 'content'>;
  readonly author: NoteAuthor;
  readonly clinicId: string;
  readonly kind: VersionKind;
  readonly at: string;
}

/** The next version of a note as a record, chained to the newest one there is; not stored yet. */
export async function nextRecord(db: Reader, { draft, author, clinicId, kind, at }: VersionOf): Promise<NoteRecord> {
  const last = await lastVersion(db, draft.noteId);
  return {
    format: 'klinikbok-note-1', noteId: draft.noteId, patientId: draft.patientId, clinic: clinicId, no: last.no + 1, kind, noteType: draft.noteType,
    author, createdAt: at, eventTime: draft.eventTime, reason: draft.reason, replaces: draft.replaces, content: draft.content, previous: last.digest, salt: newSalt(),
  };
}

/** Keeps the working copy as a version for good, and notes that it is kept. Returns the version's number. */
export async function keepDraft(tx: Writer, of: VersionOf & { readonly draft: { readonly authorId: string } }): Promise<number> {
  const record = await nextRecord(tx, of);
  await insertVersion(tx, record);
  await markDraftKept(tx, of.draft, of.at);
  return record.no;
}

/**
 * Gives every draft that a killed program left behind its version, in its author's name and as of its last save.
 * Called once when a session's database has been opened. Returns how many there were.
 */
export async function keepAbandonedDrafts(deps: ServiceDeps, log: (tx: Writer, entry: AuditEntry) => Promise<void>): Promise<number> {
  const abandoned = await unkeptDrafts(deps.db.reader);
  for (const { noteId, authorId } of abandoned) {
    await deps.db.write(async tx => {
      const draft = (await unkeptDrafts(tx)).find(one => one.noteId === noteId && one.authorId === authorId);
      if (!draft) return;
      const author = await authorOfDraft(tx, authorId);
      const no = await keepDraft(tx, { draft, author, clinicId: deps.clinic.id, kind: 'draft', at: draft.savedAt });
      await log(tx, { action: 'NOTE_DRAFT', category: 'note', patientId: draft.patientId, objectType: 'note', objectId: noteId, objectVersion: no });
    });
  }
  return abandoned.length;
}
