import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import { renderJournalCopy, type CopiedLetterPrint } from '../../pdf/journal-copy.ts';
import type { PrintLanguage } from '../../pdf/print-text.ts';
import { copyEntries, lettersForCopy, type CopiedAttachment, type CopiedLetter, type StoredCopyEntry } from '../../repositories/copy-entries.ts';
import { findDisclosureFile, insertDisclosureFile } from '../../repositories/disclosure.ts';
import { digestOf } from '../../repositories/document-text.ts';
import { notesOfPatient } from '../../repositories/note.ts';
import { readingMode } from './access.ts';
import { attachmentsOfCopy, copyFilesOf, printedAttachments } from './copy-attachments.ts';
import { decidedCopy, disclosureLines, type DecidedCopy } from './decided.ts';
import type { JournalDeps } from './deps.ts';
import { printBase, printedNotes } from './print-notes.ts';

type Input = z.output<(typeof journal)['print']['input']>;
type Answer = z.input<(typeof journal)['print']['output']>;

/**
 * The pages of a journal copy whose disclosure is decided (J-17, J-18). Without an examination of this patient made within
 * the day nothing leaves: disclosures.missing. The bytes are kept with the examination before they are given; asked again,
 * the same bytes are given. What cannot stand on a page goes along as files (`files`).
 */
export async function print(deps: JournalDeps, ctx: CallContext, input: Input): Promise<Answer> {
  if ((await readingMode(deps, ctx, input.patientId)) !== 'all') throw new AppError('auth.forbidden');
  const disclosure = await decidedCopy(deps, input);
  const [kept, attachments] = await Promise.all([findDisclosureFile(deps.db.reader, disclosure.id), attachmentsOfCopy(deps, disclosure)]);
  const finished = kept ?? (await render(deps, ctx, { disclosure, attachments, language: input.language }));
  await deps.db.write(async tx => {
    if (!kept) await insertDisclosureFile(tx, { id: disclosure.id, pdf: finished.pdf, pages: finished.pages, sha256: digestOf(finished.pdf), at: deps.clock.now().toISOString() });
    await ctx.log(tx, {
      action: 'DISCLOSURE', category: 'note', patientId: input.patientId, objectType: 'journalCopy', objectId: disclosure.id, count: finished.pages,
      reasonCode: `disclosed.${disclosure.recipientKind}.${disclosure.basis}`,
    });
  });
  deps.changed('disclosures');
  return { pdf: Buffer.from(finished.pdf).toString('base64'), pages: finished.pages, reference: disclosure.id, files: copyFilesOf(attachments) };
}

interface Copy {
  readonly disclosure: DecidedCopy;
  readonly attachments: readonly CopiedAttachment[];
  readonly language: PrintLanguage;
}

async function render(deps: JournalDeps, ctx: CallContext, { disclosure, attachments, language }: Copy): Promise<FinishedPrint> {
  const { reader } = deps.db;
  const { patientId } = disclosure;
  const all = await copyEntries(reader, { patientId, scope: disclosure.scope, timeZone: deps.clinic.timeZone });
  const left = new Set(disclosure.withheld.map(one => one.id));
  const idsOf = (kind: StoredCopyEntry['kind']) => all.filter(entry => entry.kind === kind && !left.has(entry.id)).map(entry => entry.id);
  const chosen = new Set(idsOf('note'));
  const [notes, letters, files, base] = await Promise.all([
    notesOfPatient(reader, patientId).then(found => printedNotes(deps, found.filter(note => chosen.has(note.id)), language)),
    lettersForCopy(reader, idsOf('document')),
    printedAttachments(reader, attachments),
    printBase(deps, ctx, { patientId, language }),
  ]);
  return renderJournalCopy({
    ...base, reference: disclosure.id, purpose: '', notes, lines: disclosureLines(disclosure, language), attachments: files,
    letters: letters.map(toPrintedLetter),
  });
}

function toPrintedLetter({ record, sha256, signedAt, method, replacedAt, replacedReason }: CopiedLetter): CopiedLetterPrint {
  return {
    record: JSON.parse(record) as DocumentRecord, sha256, signature: signedAt !== null && method !== null ? { signedAt, isLogin: isLoginOnly(method) } : null,
    replaced: replacedAt === null ? null : { at: replacedAt, reason: replacedReason ?? '' },
  };
}
