import type * as z from 'zod';

import type { Ageing, signing, UnsignedDocument, UnsignedNote } from '#shared/contract/signing.ts';
import { ageInDays, ageLevel, type SigningSettings } from '#shared/domain/journal/signing-rules.ts';
import type { CallContext } from '../../api/context.ts';
import { activeSigners, lastSignerOf } from '../../repositories/note-author.ts';
import { unsignedDocuments, type UnsignedDocumentRow } from '../../repositories/document-waiting.ts';
import { patientNames } from '../../repositories/note-patient.ts';
import { peopleWithUnsigned, toBeSignedBy, unsignedOf, type PersonWithUnsigned, type UnsignedRow } from '../../repositories/note-unsigned.ts';
import type { JournalDeps } from './deps.ts';
import { readSigningSettings } from './signing-settings.ts';

type Output<P extends keyof typeof signing> = z.input<(typeof signing)[P]['output']>;

/** What the caller has to lock, sign or mend, oldest first, with the names the log row counts (J-07). */
export async function unsigned(deps: JournalDeps, ctx: CallContext): Promise<Output<'unsigned'>> {
  const [rows, letters, settings] = [await unsignedOf(deps.db.reader, ctx.userId), await unsignedDocuments(deps.db.reader, ctx.userId), await readSigningSettings(deps.db.reader)];
  const names = await patientNames(deps.db.reader, [...rows, ...letters].map(row => row.patientId));
  await ctx.logRead({ action: 'NOTE_LIST', category: 'note', objectType: 'unsigned', count: rows.length + letters.length });
  const now = deps.clock.now();
  const nameOf = ({ patientId }: { readonly patientId: string }): string => names.get(patientId) ?? '';
  return {
    means: deps.signer.means(ctx.sessionId), notes: rows.map(row => toUnsigned(row, { userId: ctx.userId, patientName: nameOf(row), now, settings })),
    documents: letters.map((row): UnsignedDocument => {
      const ageDays = ageInDays(row.since, now);
      return { ...row, patientName: nameOf(row), ageDays, level: ageLevel(ageDays, settings) };
    }),
  };
}

const stateOf = (row: UnsignedRow): UnsignedNote['state'] =>
  row.no !== null ? 'locked' : row.handover === 'handed' ? 'handed' : row.handover === 'returned' ? 'returned' : 'writing';

interface Reading {
  readonly userId: string;
  readonly patientName: string;
  readonly now: Date;
  readonly settings: SigningSettings;
}

function toUnsigned(row: UnsignedRow, { userId, patientName, now, settings }: Reading): UnsignedNote {
  const ageDays = ageInDays(row.since, now);
  const state = stateOf(row);
  return {
    noteId: row.noteId, patientId: row.patientId, patientName, noteType: row.noteType, templateId: row.templateId, kind: row.kind, state, no: row.no,
    authorName: row.authorName, signerName: row.signerName, own: row.authorId === userId, responsible: row.signerId === userId, eventTime: row.eventTime, since: row.since,
    ageDays, level: ageLevel(ageDays, settings), comment: state === 'returned' ? row.comment : null,
  };
}

/** Who may be named as the one responsible, and whom this person named last. */
export async function signers(deps: JournalDeps, ctx: CallContext): Promise<Output<'signers'>> {
  const all = await activeSigners(deps.db.reader);
  const last = await lastSignerOf(deps.db.reader, ctx.userId, deps.clock.now());
  return { signers: all, remembered: all.find(one => one.id === last)?.id ?? null };
}

/** The administrator's overview: how much, how old, whose; nothing of what it says or about whom. */
export async function ageing(deps: JournalDeps): Promise<Ageing[]> {
  const [people, settings, now] = [await peopleWithUnsigned(deps.db.reader), await readSigningSettings(deps.db.reader), deps.clock.now()];
  const found: Ageing[] = [];
  for (const person of people) found.push(toAgeing(person, { notes: await toBeSignedBy(deps.db.reader, person.userId), letters: await unsignedDocuments(deps.db.reader, person.userId) }, level => ageLevel(ageInDays(level, now), settings)));
  return found.sort((a, b) => (a.oldest ?? '').localeCompare(b.oldest ?? ''));
}

interface Left {
  readonly notes: readonly UnsignedRow[];
  readonly letters: readonly UnsignedDocumentRow[];
}

function toAgeing(person: PersonWithUnsigned, { notes, letters }: Left, levelOf: (since: string) => UnsignedNote['level']): Ageing {
  const since = [...notes, ...letters].map(row => row.since).sort();
  const levels = since.map(levelOf);
  const locked = notes.filter(row => row.no !== null).length + letters.filter(row => row.state === 'locked').length;
  const forOthers = notes.filter(row => row.no === null && row.authorId !== person.userId).length;
  return {
    userId: person.userId, name: person.name, title: person.title, active: person.active === 1, drafts: since.length - locked - forOthers, locked, forOthers,
    late: levels.filter(level => level === 'late').length, overdue: levels.filter(level => level === 'overdue').length, oldest: since[0] ?? null,
  };
}
