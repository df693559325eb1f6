import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { isLateEntry } from '#shared/domain/journal/rules.ts';
import type { Template } from '#shared/domain/journal/template.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import type { PrintedNote, PrintedVersion } from '../../pdf/journal-print-note.ts';
import { renderSignedNote, type JournalPrint, type PrintedPatientHead } from '../../pdf/journal-print.ts';
import { findDisclosureFile, insertDisclosureFile } from '../../repositories/disclosure.ts';
import { digestOf } from '../../repositories/document-text.ts';
import { findPrintedPatient } from '../../repositories/note-patient.ts';
import { locksOfNotes, type StoredLock } from '../../repositories/note-lock.ts';
import { currentTemplates } from '../../repositories/note-template.ts';
import { aboutOfOpinions } from '../../repositories/note-visit.ts';
import { versionsForPrint, type StoredVersion } from '../../repositories/note-version.ts';
import type { StoredNote } from '../../repositories/note.ts';
import { signaturesOfNotes, type StoredSignature } from '../../repositories/signature.ts';
import { readableNote } from './access.ts';
import { fileStem, opensslCommand } from './check-signature.ts';
import { decidedNote, disclosureLines, type DecidedCopy } from './decided.ts';
import type { JournalDeps } from './deps.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;
export interface PrintAnswer {
  readonly pdf: string;
  readonly pages: number;
  readonly reference: string;
}

/** One note as a PDF with what proves its signature, for an examination of this note (J-18). The bytes are kept with it; asked again, the same are given. */
export async function printOneNote(deps: JournalDeps, ctx: CallContext, input: Input<'printNote'>): Promise<PrintAnswer> {
  const stored = await readableNote(deps, ctx, input);
  const disclosure = await decidedNote(deps, input);
  const kept = await findDisclosureFile(deps.db.reader, disclosure.id);
  const finished = kept ?? (await renderNote(deps, ctx, { stored, disclosure, language: input.language }));
  await deps.db.write(async tx => {
    if (!kept) await insertDisclosureFile(tx, { id: disclosure.id, pdf: finished.pdf, pages: finished.pages, sha256: digestOf(finished.pdf), at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'PRINT', category: 'note', patientId: input.patientId, objectType: 'note', objectId: stored.id, objectVersion: stored.shownNo, reasonCode: 'note', reasonText: disclosure.id });
  });
  deps.changed('disclosures');
  return answer(finished, disclosure.id);
}

async function renderNote(deps: JournalDeps, ctx: CallContext, { stored, disclosure, language }: { readonly stored: StoredNote; readonly disclosure: DecidedCopy; readonly language: 'sv' | 'en' }): Promise<FinishedPrint> {
  const [note] = await printedNotes(deps, [stored], language);
  if (!note) throw new AppError('record.notFound');
  const base = await printBase(deps, ctx, { patientId: disclosure.patientId, language });
  return renderSignedNote({ ...base, reference: disclosure.id, purpose: '', lines: disclosureLines(disclosure, language), note });
}

const answer = ({ pdf, pages }: FinishedPrint, reference: string): PrintAnswer => ({ pdf: Buffer.from(pdf).toString('base64'), pages, reference });

/** Head of every print of this patient's journal. */
export async function printBase(deps: JournalDeps, ctx: CallContext, input: { readonly patientId: string; readonly language: 'sv' | 'en' }): Promise<Omit<JournalPrint, 'notes' | 'purpose'>> {
  const patient = await findPrintedPatient(deps.db.reader, input.patientId);
  if (!patient) throw new AppError('record.notFound');
  const [identifier] = patient.identifiers;
  const head: PrintedPatientHead = {
    name: patient.name, number: identifier ? displayIdentifier(identifier.kind as IdentifierKind, identifier.value) : '', birthDate: patient.birthDate,
    protection: patient.protection, warnings: patient.warnings, noneKnownAt: patient.noneKnownAt,
  };
  return {
    language: input.language, timeZone: deps.clinic.timeZone, clinic: deps.clinic.name, patient: head, printedBy: { name: ctx.userName, title: ctx.title },
    printedAt: deps.clock.now().toISOString(), reference: deps.newId(),
  };
}

/** Notes with every version that belongs on paper. */
export async function printedNotes(deps: JournalDeps, notes: readonly StoredNote[], language: 'sv' | 'en'): Promise<PrintedNote[]> {
  const ids = notes.map(note => note.id);
  const db = deps.db.reader;
  const [versions, signatures, locks, templates, about] = await Promise.all([versionsForPrint(db, ids), signaturesOfNotes(db, ids), locksOfNotes(db, ids), currentTemplates(db), aboutOfOpinions(db, ids)]);
  const versionsById = byNote(versions);
  const signaturesById = byNote(signatures);
  const locksById = byNote(locks);
  return notes.map(note => toPrinted(note, { versions: versionsById.get(note.id) ?? [], signatures: signaturesById.get(note.id) ?? [], locks: locksById.get(note.id) ?? [], about: about.get(note.id), templates, language, timeZone: deps.clinic.timeZone }));
}

function byNote<T extends { readonly noteId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const list = found.get(row.noteId);
    if (list) list.push(row);
    else found.set(row.noteId, [row]);
  }
  return found;
}

interface Parts {
  readonly versions: readonly StoredVersion[];
  readonly signatures: readonly StoredSignature[];
  readonly locks: readonly StoredLock[];
  /** When what an opinion is about happened (J-10), ISO UTC. */
  readonly about: string | undefined;
  readonly templates: readonly Template[];
  readonly language: 'sv' | 'en';
  readonly timeZone: string;
}

/** Which entry the patient's differing opinion is about, so that paper shows them together (J-10). */
function aboutWords(eventTime: string, language: 'sv' | 'en', timeZone: string): string {
  const { date, time } = toLocal(eventTime, timeZone);
  return `${language === 'sv' ? 'gäller anteckningen' : 'about the note of'} ${date} ${time}`;
}

function toPrinted(note: StoredNote, { versions, signatures, locks, about, templates, language, timeZone }: Parts): PrintedNote {
  const enteredAt = note.enteredAt ?? note.createdAt;
  const shown = signatures.find(signature => signature.no === note.shownNo);
  return {
    name: [templates.find(template => template.id === note.templateId)?.name[language] ?? note.templateId, about && aboutWords(about, language, timeZone)].filter(Boolean).join(', '), isSystem: note.noteType === 'system',
    eventTime: note.eventTime, enteredAt, late: isLateEntry(note.eventTime, enteredAt, timeZone),
    versions: versions.map(version => toPrintedVersion(version, signatures.find(one => one.no === version.no), locks.find(one => one.no === version.no))),
    opensslCommand: shown ? opensslCommand(fileStem(note.id, shown.no), shown.day?.id) : null,
  };
}

function toPrintedVersion(version: StoredVersion, signature: StoredSignature | undefined, lock: StoredLock | undefined): PrintedVersion {
  return {
    no: version.no, kind: version.kind, createdAt: version.createdAt, authorName: version.authorName, authorTitle: version.authorTitle, reason: version.reason,
    replaces: version.replaces, digest: version.digest, content: version.record === null ? null : (JSON.parse(version.record) as NoteRecord).content, destroyed: version.destroyed,
    signature: signature
      ? { signedAt: signature.signedAt, name: signature.signerName, title: signature.signerTitle, method: signature.method, certSha256: signature.certSha256 }
      : null,
    lock: lock ? { lockedAt: lock.lockedAt, name: lock.signerName, title: lock.signerTitle } : null,
  };
}
