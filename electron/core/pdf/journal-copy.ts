import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { COLOURS, type FinishedPrint, type PrintDocument } from './document.ts';
import { printNote } from './journal-print-note.ts';
import { renderWithHead, type JournalPrint } from './journal-print.ts';
import { printedTime, printText, type PrintText } from './print-text.ts';
import { printSections } from './rich-text.ts';

export interface CopiedLetterPrint {
  readonly record: DocumentRecord;
  readonly sha256: string;
  readonly signedAt: string | null;
}
export interface CopiedAttachmentPrint {
  readonly title: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly eventTime: string;
  readonly authorName: string;
  /** A picture that can stand on a page; null for what goes along as a file of its own. */
  readonly picture: Uint8Array | null;
}
export interface JournalCopyPrint extends JournalPrint {
  readonly letters: readonly CopiedLetterPrint[];
  readonly attachments: readonly CopiedAttachmentPrint[];
}

/** A copy of the journal for somebody outside (J-17): notes with corrections and additions, letters, attachments as pages or as a list. */
export async function renderJournalCopy(print: JournalCopyPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  return renderWithHead(print, 'copyTitle', doc => {
    if (print.notes.length === 0) doc.paragraph(t('copyNoNotes'), { colour: COLOURS.muted });
    for (const note of print.notes) printNote(doc, note, { t, timeZone: print.timeZone, withProof: false });
    if (print.letters.length > 0) doc.paragraph(t('copyLetters'), { size: 15, font: 'bold', gapAfter: 6 });
    for (const letter of print.letters) printLetter(doc, letter, print, t);
    if (print.attachments.length > 0) printAttachments(doc, print, t);
  });
}

function printLetter(doc: PrintDocument, { record, sha256, signedAt }: CopiedLetterPrint, { timeZone }: JournalCopyPrint, t: PrintText): void {
  doc.keepTogether(90);
  doc.paragraph(`${printedTime(record.createdAt, timeZone)}  ${t(`document.${record.type}`)}`, { font: 'bold', size: 12, gapAfter: 1 });
  doc.paragraph(t('author', { name: record.author.name, title: record.author.title }), { gapAfter: 1 });
  const to = [record.head.recipient.name, ...record.head.recipient.address.split('\n')].filter(Boolean).join(', ');
  const quiet = { size: 9, colour: COLOURS.muted, gapAfter: 1 } as const;
  if (to) doc.paragraph(t('copyTo', { recipient: to }), quiet);
  doc.paragraph(signedAt ? `✓ ${t('signed', { time: printedTime(signedAt, timeZone), name: record.author.name, title: record.author.title })}` : t('copyLocked', { time: printedTime(record.createdAt, timeZone) }), quiet);
  doc.paragraph(t('digest', { digest: sha256 }), { ...quiet, size: 8, gapAfter: 5 });
  if (record.head.subject) doc.paragraph(t('documentSubject', { subject: record.head.subject }), { font: 'bold' });
  printSections(doc, record.content);
  doc.rule();
}

/** Every attachment is listed with its checksum; pictures follow as pages. */
function printAttachments(doc: PrintDocument, { attachments, timeZone }: JournalCopyPrint, t: PrintText): void {
  doc.keepTogether(90);
  doc.paragraph(t('copyAttachments'), { size: 15, font: 'bold', gapAfter: 6 });
  for (const [index, one] of attachments.entries()) {
    doc.keepTogether(44);
    doc.paragraph(`${index + 1}. ${one.title}`, { font: 'bold', gapAfter: 0 });
    const how = one.picture ? t('copyAsPage') : t('copyAsFile', { type: one.mediaType });
    doc.paragraph(`${printedTime(one.eventTime, timeZone)} · ${one.authorName} · ${how}`, { size: 9, colour: COLOURS.muted, gapAfter: 0 });
    doc.paragraph(t('digest', { digest: one.sha256 }), { size: 8, colour: COLOURS.muted, gapAfter: 6 });
  }
  for (const [index, one] of attachments.entries()) {
    if (!one.picture) continue;
    const { canvas } = doc;
    canvas.newPage();
    canvas.setY(canvas.top);
    doc.paragraph(`${index + 1}. ${one.title}`, { font: 'bold', gapAfter: 8 });
    const y = canvas.y();
    canvas.picture(one.picture, { x: canvas.left, y, width: canvas.width, height: canvas.bottom - y - 8 });
    canvas.setY(canvas.bottom - 4);
  }
}
