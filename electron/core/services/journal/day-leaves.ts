import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { digestOf, findDocumentFile, insertDocumentSignature } from '../../repositories/document-text.ts';
import { waitingDocuments, type WaitingDocument } from '../../repositories/document-waiting.ts';
import { waitingOf, type WaitingVersion } from '../../repositories/note-lock.ts';
import { digestOfRecord } from '../../repositories/note-version.ts';
import { insertSignature, type StoredSignature } from '../../repositories/signature.ts';
import { objectOf } from './closing.ts';

/** Something locked that waits for a signature: a version of a note, or a document. */
export type DayLeaf = {
  /** Names it in a choice; the same while it waits. */
  readonly key: string;
  readonly lockedAt: string;
  /** SHA-256 of the file that is signed, hex: the note's record, or the document's PDF. */
  readonly digest: string;
} & ({ readonly version: WaitingVersion } | { readonly document: WaitingDocument });

/** One version of a note as a key: a day signs versions, not notes. */
export const noteKey = ({ noteId, no }: { readonly noteId: string; readonly no: number }): string => `${noteId} ${no}`;

/** Everything this person locked and has not signed, in the order it was locked. */
export async function leavesOf(db: Reader, signerId: string): Promise<DayLeaf[]> {
  const notes = (await waitingOf(db, signerId)).map((version): DayLeaf => ({ key: noteKey(version), lockedAt: version.lockedAt, digest: version.digest, version }));
  const documents = (await waitingDocuments(db, signerId)).map((document): DayLeaf => ({ key: document.documentId, lockedAt: document.lockedAt, digest: document.sha256, document }));
  return [...notes, ...documents].sort((a, b) => (a.lockedAt === b.lockedAt ? a.key.localeCompare(b.key) : a.lockedAt < b.lockedAt ? -1 : 1));
}

/** True when what is stored is still what was locked, so that a signature never covers another text. */
export async function isAsLocked(db: Reader, leaf: DayLeaf): Promise<boolean> {
  if ('version' in leaf) return leaf.version.record !== null && digestOfRecord(leaf.version.record) === leaf.digest;
  const file = await findDocumentFile(db, leaf.document.documentId);
  return file !== undefined && digestOf(file.pdf) === leaf.digest;
}

type Place = Pick<StoredSignature, 'method' | 'certSha256' | 'signedAt' | 'signerId' | 'signerName' | 'signerTitle' | 'signerHsaId'> & { readonly day: NonNullable<StoredSignature['day']> };

/** Keeps one leaf's place under the day's root, with its row in the log. */
export async function keepPlace(tx: Writer, ctx: CallContext, leaf: DayLeaf, place: Place): Promise<void> {
  if ('version' in leaf) {
    await insertSignature(tx, { ...place, noteId: leaf.version.noteId, no: leaf.version.no, cms: null });
    await ctx.log(tx, { action: 'NOTE_SIGN', ...objectOf(leaf.version), reasonCode: 'day', reasonText: place.day.id });
    return;
  }
  const { documentId, patientId } = leaf.document;
  await insertDocumentSignature(tx, { ...place, documentId, cms: null });
  await ctx.log(tx, { action: 'LETTER_SIGN', category: 'document', patientId, objectType: 'letter', objectId: documentId, reasonCode: 'day', reasonText: place.day.id });
}
