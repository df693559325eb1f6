import type { NoteHead, NoteVersion, TimelineEntry } from '#shared/contract/journal.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { isLateEntry } from '#shared/domain/journal/rules.ts';
import type { StoredNote, TimelineNote } from '../../repositories/note.ts';
import type { StoredVersion } from '../../repositories/note-version.ts';
import type { StoredLock } from '../../repositories/note-lock.ts';
import type { StoredSignature } from '../../repositories/signature.ts';

export interface HeadExtras {
  readonly signedAt: string | null;
  readonly lockedAt: string | null;
  readonly ownDraft: NoteHead['ownDraft'];
  readonly timeZone: string;
}

/** A note's head as screens get it. */
export function toHead(note: StoredNote, { signedAt, lockedAt, ownDraft, timeZone }: HeadExtras): NoteHead {
  return {
    noteId: note.id, patientId: note.patientId, hidden: false, noteType: note.noteType, templateId: note.templateId,
    status: note.finalNo === null ? 'draft' : note.noteType === 'system' ? 'closed' : signedAt === null ? 'locked' : 'signed',
    eventTime: note.eventTime, enteredAt: note.enteredAt, late: note.enteredAt !== null && isLateEntry(note.eventTime, note.enteredAt, timeZone),
    authorId: note.authorId, authorName: note.authorName, authorTitle: note.authorTitle, version: note.shownNo,
    corrections: note.corrections, additions: note.additions, lockedAt, signedAt, ownDraft,
  };
}

/** A line of the timeline; a hidden one says that something is there, when and by whom, and no more (decision 9). */
export function toTimelineEntry(note: TimelineNote, { readable, timeZone }: { readonly readable: boolean; readonly timeZone: string }): TimelineEntry {
  const head = toHead(note, { signedAt: note.signedAt, lockedAt: note.lockedAt, ownDraft: note.ownDraft, timeZone });
  return readable ? { ...head, text: note.text } : { ...head, hidden: true, noteType: null, templateId: null, text: '' };
}

/** Who signed, with the title of that moment (J-05), and how. */
export const toSignatureMark = (s: StoredSignature): NonNullable<NoteVersion['signature']> => ({
  signedAt: s.signedAt, signerName: s.signerName, signerTitle: s.signerTitle, signerHsaId: s.signerHsaId, method: s.method,
});

/** Everything else that is kept of the same note. */
export interface VersionContext {
  readonly all: readonly StoredVersion[];
  readonly signatures: readonly StoredSignature[];
  readonly locks: readonly StoredLock[];
}

/** A version as screens get it; `replacedBy` names the correction that took its place (J-08). */
export function toVersion(version: StoredVersion, { all, signatures, locks }: VersionContext): NoteVersion {
  const signature = signatures.find(one => one.no === version.no);
  const lock = locks.find(one => one.no === version.no);
  return {
    no: version.no, kind: version.kind, createdAt: version.createdAt, eventTime: version.eventTime, authorName: version.authorName, authorTitle: version.authorTitle,
    reason: version.reason, replaces: version.replaces, replacedBy: all.find(one => one.kind === 'correction' && one.replaces === version.no)?.no ?? null,
    signature: signature ? toSignatureMark(signature) : null,
    lock: lock ? { lockedAt: lock.lockedAt, signerName: lock.signerName, signerTitle: lock.signerTitle } : null,
    content: version.record === null ? null : (JSON.parse(version.record) as NoteRecord).content, ...(version.destroyed === null ? {} : { destroyed: version.destroyed }),
  };
}
