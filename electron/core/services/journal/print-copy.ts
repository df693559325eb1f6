import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import { renderJournalCopy, type CopiedAttachmentPrint, type CopiedLetterPrint } from '../../pdf/journal-copy.ts';
import type { PrintLanguage } from '../../pdf/print-text.ts';
import { attachmentBytes, attachmentsForCopy, copyEntries, lettersForCopy, type CopiedAttachment, type CopiedLetter, type StoredCopyEntry } from '../../repositories/copy-entries.ts';
import { findDisclosureFile, insertDisclosureFile } from '../../repositories/disclosure.ts';
import { digestOf } from '../../repositories/document-text.ts';
import { notesOfPatient } from '../../repositories/note.ts';
import { readingMode } from './access.ts';
import { decidedCopy, disclosureLines, type DecidedCopy } from './decided.ts';
import type { JournalDeps } from './deps.ts';
import { printBase, printedNotes, type PrintAnswer } from './print-notes.ts';

type Input = z.output<(typeof journal)['print']['input']>;
/** A picture larger than this is listed and goes along as a file: a copy must stay possible to open. */
const PICTURE_MAX_BYTES = 12_000_000;

/**
 * The pages of a journal copy whose disclosure is decided (J-17, J-18). Without an examination of this patient made within
 * the day nothing leaves: disclosures.missing. The bytes are kept with the examination before they are given; asked again,
 * the same bytes are given.
 */
export async function print(deps: JournalDeps, ctx: CallContext, input: Input): Promise<PrintAnswer> {
  if ((await readingMode(deps, ctx, input.patientId)) !== 'all') throw new AppError('auth.forbidden');
  const disclosure = await decidedCopy(deps, input);
  const kept = await findDisclosureFile(deps.db.reader, disclosure.id);
  const finished = kept ?? (await render(deps, ctx, disclosure, input.language));
  await deps.db.write(async tx => {
    if (!kept) await insertDisclosureFile(tx, { id: disclosure.id, pdf: finished.pdf, pages: finished.pages, sha256: digestOf(finished.pdf), at: deps.clock.now().toISOString() });
    await ctx.log(tx, {
      action: 'DISCLOSURE', category: 'note', patientId: input.patientId, objectType: 'journalCopy', objectId: disclosure.id, count: finished.pages,
      reasonCode: `disclosed.${disclosure.recipientKind}.${disclosure.basis}`,
    });
  });
  deps.changed('disclosures');
  return { pdf: Buffer.from(finished.pdf).toString('base64'), pages: finished.pages, reference: disclosure.id };
}

async function render(deps: JournalDeps, ctx: CallContext, disclosure: DecidedCopy, language: PrintLanguage): Promise<FinishedPrint> {
  const { reader } = deps.db;
  const { patientId } = disclosure;
  const all = await copyEntries(reader, { patientId, scope: disclosure.scope, timeZone: deps.clinic.timeZone });
  const left = new Set(disclosure.withheld.map(one => one.id));
  const idsOf = (kind: StoredCopyEntry['kind']) => all.filter(entry => entry.kind === kind && !left.has(entry.id)).map(entry => entry.id);
  const chosen = new Set(idsOf('note'));
  const [notes, letters, attachments, base] = await Promise.all([
    notesOfPatient(reader, patientId).then(found => printedNotes(deps, found.filter(note => chosen.has(note.id)), language)),
    lettersForCopy(reader, idsOf('document')),
    attachmentsForCopy(reader, idsOf('attachment')).then(found => Promise.all(found.map(one => toPrinted(reader, one)))),
    printBase(deps, ctx, { patientId, language }),
  ]);
  return renderJournalCopy({
    ...base, reference: disclosure.id, purpose: '', notes, lines: disclosureLines(disclosure, language), attachments,
    letters: letters.map(toPrintedLetter),
  });
}

function toPrintedLetter({ record, sha256, signedAt, method, replacedAt, replacedReason }: CopiedLetter): CopiedLetterPrint {
  return {
    record: JSON.parse(record) as DocumentRecord, sha256, signature: signedAt !== null && method !== null ? { signedAt, isLogin: isLoginOnly(method) } : null,
    replaced: replacedAt === null ? null : { at: replacedAt, reason: replacedReason ?? '' },
  };
}

async function toPrinted(db: Reader, { id, mediaType, size, ...one }: CopiedAttachment): Promise<CopiedAttachmentPrint> {
  const canPrint = ['image/jpeg', 'image/png'].includes(mediaType) && size <= PICTURE_MAX_BYTES;
  return { ...one, mediaType, picture: canPrint ? await attachmentBytes(db, id) : null };
}
