import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import type { Reader } from '../../db/handles.ts';
import type { StoredDraft } from '../../repositories/note-draft.ts';
import { findVersion } from '../../repositories/note-version.ts';

/** The text a correction takes the place of; null for whatever is no correction. */
export async function textReplaced(db: Reader, { kind, noteId, replaces }: Pick<StoredDraft, 'kind' | 'noteId' | 'replaces'>): Promise<NoteContent | null> {
  const before = kind === 'correction' && replaces !== null ? await findVersion(db, noteId, replaces) : undefined;
  return before?.record ? (JSON.parse(before.record) as NoteRecord).content : null;
}
