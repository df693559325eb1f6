import type * as z from 'zod';

import type { journal, NoteDetail, NoteVersion, TimelineEntry, UnsignedNote } from '#shared/contract/journal.ts';
import { isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { obstaclesToCorrecting, obstaclesToSigning } from '#shared/domain/journal/rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { draftsOfNote } from '../../repositories/note-draft.ts';
import { findVersion, versionsOfNote } from '../../repositories/note-version.ts';
import { timelineOfPatient, unsignedFor } from '../../repositories/note.ts';
import { patientNames } from '../../repositories/note-patient.ts';
import { signaturesOfNotes } from '../../repositories/signature.ts';
import { mayReadText, readableNote, readingMode } from './access.ts';
import type { JournalDeps } from './deps.ts';
import { toDraftAnswer } from './start-draft.ts';
import { toHead, toTimelineEntry, toVersion } from './to-contract.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;
const DAY_MS = 86_400_000;

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
  const [drafts, versions, signatures] = await Promise.all([
    draftsOfNote(deps.db.reader, note.id), versionsOfNote(deps.db.reader, note.id), signaturesOfNotes(deps.db.reader, [note.id]),
  ]);
  const own = drafts.find(draft => draft.authorId === ctx.userId) ?? null;
  const toSign = own ?? drafts.find(draft => draft.kind === 'draft' && note.signerId === ctx.userId) ?? null;
  const person = { id: ctx.userId, maySign: ctx.may('journal.sign'), mayWrite: ctx.may('journal.write') };
  const standing = {
    authorId: note.authorId, signerId: note.signerId, isSystem: note.noteType === 'system', finalNo: note.finalNo,
    draft: toSign && { authorId: toSign.authorId, isEmpty: isEmptyNote(toSign.content) },
  };
  return {
    head: toHead(note, { signedAt: signatures.find(s => s.no === note.finalNo)?.signedAt ?? null, ownDraft: own?.kind ?? null, timeZone: deps.clinic.timeZone }),
    versions: versions.map(version => toVersion(version, versions, signatures)),
    draft: toSign && toDraftAnswer(toSign),
    maySign: obstaclesToSigning(standing, person).every(obstacle => obstacle === 'empty'),
    mayCorrect: obstaclesToCorrecting(standing, person).length === 0,
  };
}

/** One kept version with its text. */
export async function version(deps: JournalDeps, ctx: CallContext, input: Input<'version'>): Promise<NoteVersion> {
  const note = await readableNote(deps, ctx, input);
  const [found, all, signatures] = await Promise.all([
    findVersion(deps.db.reader, note.id, input.no), versionsOfNote(deps.db.reader, note.id), signaturesOfNotes(deps.db.reader, [note.id]),
  ]);
  if (!found) throw new AppError('record.notFound');
  return toVersion(found, all, signatures);
}

/** What the caller still has to sign, oldest first, with the names the log row counts (J-07). */
export async function unsigned(deps: JournalDeps, ctx: CallContext): Promise<UnsignedNote[]> {
  const rows = await unsignedFor(deps.db.reader, ctx.userId);
  const names = await patientNames(deps.db.reader, rows.map(row => row.patientId));
  await ctx.logRead({ action: 'NOTE_LIST', category: 'note', objectType: 'unsigned', count: rows.length });
  const now = deps.clock.now().getTime();
  return rows.map(({ since, ...row }) => ({
    ...row, patientName: names.get(row.patientId) ?? '', ageDays: Math.max(0, Math.floor((now - Date.parse(since)) / DAY_MS)),
  }));
}
