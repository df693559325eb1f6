import type * as z from 'zod';

import type { journal, NoteDetail, NoteVersion, TimelineEntry } from '#shared/contract/journal.ts';
import { isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { obstaclesToCorrecting, obstaclesToSigning } from '#shared/domain/journal/rules.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { nameOf } from '../../repositories/note-author.ts';
import { draftsOfNote } from '../../repositories/note-draft.ts';
import { lastHandover, type Handover } from '../../repositories/note-handover.ts';
import { locksOfNotes } from '../../repositories/note-lock.ts';
import { findVersion, versionsOfNote } from '../../repositories/note-version.ts';
import { timelineOfPatient } from '../../repositories/note.ts';
import { signaturesOfNotes } from '../../repositories/signature.ts';
import { mayReadText, readableNote, readingMode } from './access.ts';
import type { JournalDeps } from './deps.ts';
import { toDraftAnswer } from './start-draft.ts';
import { toHead, toTimelineEntry, toVersion } from './to-contract.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;

/** One page of a patient's journal, newest first, in one query. */
export async function timeline(deps: JournalDeps, ctx: CallContext, input: Input<'timeline'>): Promise<z.input<(typeof journal)['timeline']['output']>> {
  const mode = await readingMode(deps, ctx, input.patientId);
  const notes = await timelineOfPatient(deps.db.reader, { ...input, readerId: ctx.userId });
  const entries: TimelineEntry[] = notes.map(note => toTimelineEntry(note, { readable: mayReadText(mode, ctx, note), timeZone: deps.clinic.timeZone }));
  const last = notes.at(-1);
  return { entries, next: last && notes.length === input.limit ? { eventTime: last.eventTime, noteId: last.id } : null };
}

/** A note with its versions, the caller's working copy, and what the caller may do with it. */
export async function get(deps: JournalDeps, ctx: CallContext, input: Input<'get'>): Promise<NoteDetail> {
  const note = await readableNote(deps, ctx, input);
  const db = deps.db.reader;
  const [drafts, versions, signatures, locks, handover, signer] = await Promise.all([
    draftsOfNote(db, note.id), versionsOfNote(db, note.id), signaturesOfNotes(db, [note.id]), locksOfNotes(db, [note.id]), lastHandover(db, note.id), nameOf(db, note.signerId),
  ]);
  const own = drafts.find(draft => draft.authorId === ctx.userId) ?? null;
  const toSign = own ?? drafts.find(draft => draft.kind === 'draft' && note.signerId === ctx.userId) ?? null;
  const person = { id: ctx.userId, maySign: ctx.may('journal.sign'), mayWrite: ctx.may('journal.write') };
  const standing = {
    authorId: note.authorId, signerId: note.signerId, isSystem: note.noteType === 'system', finalNo: note.finalNo,
    draft: toSign && { authorId: toSign.authorId, isEmpty: isEmptyNote(toSign.content) },
  };
  return {
    head: toHead(note, { signedAt: signatures.find(s => s.no === note.finalNo && !isLoginOnly(s.method))?.signedAt ?? null, lockedAt: locks.find(l => l.no === note.finalNo)?.lockedAt ?? null, ownDraft: own?.kind ?? null, timeZone: deps.clinic.timeZone }),
    versions: versions.map(version => toVersion(version, { all: versions, signatures, locks })),
    draft: toSign && toDraftAnswer(toSign),
    signer,
    handover: toHandover(handover),
    maySign: obstaclesToSigning(standing, person).every(obstacle => obstacle === 'empty'),
    mayCorrect: [...obstaclesToCorrecting(standing, person), ...versions.filter(one => one.destroyed !== null)].length === 0,
  };
}

const toHandover = (step: Handover | undefined): NoteDetail['handover'] => (step ? { kind: step.kind, at: step.at, byName: step.byName, comment: step.comment } : null);

/** One kept version with its text. */
export async function version(deps: JournalDeps, ctx: CallContext, input: Input<'version'>): Promise<NoteVersion> {
  const note = await readableNote(deps, ctx, input);
  const db = deps.db.reader;
  const [found, all, signatures, locks] = await Promise.all([
    findVersion(db, note.id, input.no), versionsOfNote(db, note.id), signaturesOfNotes(db, [note.id]), locksOfNotes(db, [note.id]),
  ]);
  if (!found) throw new AppError('record.notFound');
  return toVersion(found, { all, signatures, locks });
}
