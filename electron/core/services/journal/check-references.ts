import { inlinesOf, type NoteContent } from '#shared/domain/journal/note-content.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { findAttachment } from '../../repositories/attachment.ts';
import { givenInForce } from '../../repositories/medication.ts';
import type { StoredDraft } from '../../repositories/note-draft.ts';
import { textReplaced } from './text-replaced.ts';

interface References {
  /** Checksum of each file named, by its id. */
  readonly files: Map<string, string>;
  readonly given: Set<string>;
}

function referencesIn(content: NoteContent | null): References {
  const found: References = { files: new Map(), given: new Set() };
  if (content === null) return found;
  for (const node of inlinesOf(content)) {
    if (node.type === 'attachment') found.files.set(node.attrs.id, node.attrs.sha256);
    if (node.type === 'given') found.given.add(node.attrs.id);
  }
  return found;
}

/**
 * Refuses to close a text that refers to a file or to something given that is not in this patient's journal as it says:
 * pasted from another patient's note, or corrected since it was put there (K-22: a batch number must be the right one). What a
 * correction found in the text it replaces may stay. Errors: journal.referenceStale.
 */
export async function requireOwnReferences(db: Reader, draft: StoredDraft): Promise<void> {
  const wanted = referencesIn(draft.content);
  if (wanted.files.size === 0 && wanted.given.size === 0) return;
  const before = referencesIn(await textReplaced(db, draft));
  let count = 0;
  for (const [id, sha256] of wanted.files) {
    if (before.files.get(id) === sha256) continue;
    const file = await findAttachment(db, id);
    if (file?.patientId !== draft.patientId || file.sha256 !== sha256) count += 1;
  }
  const fresh = [...wanted.given].filter(id => !before.given.has(id));
  count += fresh.length - (await givenInForce(db, draft.patientId, fresh)).length;
  if (count > 0) throw new AppError('journal.referenceStale', { count });
}
