import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { COLOURS, type FinishedPrint, type PrintDocument } from './document.ts';
import { printNote } from './journal-print-note.ts';
import { renderWithHead, type JournalPrint } from './journal-print.ts';
import { printedTime, printText, type PrintText } from './print-text.ts';
import { printSections } from './rich-text.ts';

export interface CopiedLetterPrint {
  readonly record: DocumentRecord;
  readonly sha256: string;
  readonly signature: { readonly signedAt: string; readonly isLogin: boolean } | null;
  /** When a correction replaced it, and why (J-08). */
  readonly replaced: { readonly at: string; readonly reason: string } | null;
}
export interface CopiedAttachmentPrint {
  readonly title: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly eventTime: string;
  readonly authorName: string;
  /** A picture that can stand on a page; null for what goes along as a file of its own. */
  readonly picture: Uint8Array | null;
  /** The file it leaves as beside the pages; null for what stands on one, and for what cannot be handed out. */
  readonly fileName: string | null;
  /** What the receiver must know of the file: it is locked, or cannot be read; null when all is well. */
  readonly trouble: 'encrypted' | 'damaged' | 'lost' | null;
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

function printLetter(doc: PrintDocument, { record, sha256, signature, replaced }: CopiedLetterPrint, { timeZone }: JournalCopyPrint, t: PrintText): void {
  doc.keepTogether(90);
  doc.paragraph(`${printedTime(record.createdAt, timeZone)}  ${t(`document.${record.type}`)}`, { font: 'bold', size: 12, gapAfter: 1 });
  doc.paragraph(t('author', { name: record.author.name, title: record.author.title }), { gapAfter: 1 });
  const to = [record.head.recipient.name, ...record.head.recipient.address.split('\n')].filter(Boolean).join(', ');
  const quiet = { size: 9, colour: COLOURS.muted, gapAfter: 1 } as const;
  if (to) doc.paragraph(t('copyTo', { recipient: to }), quiet);
  const signed = signature && { time: printedTime(signature.signedAt, timeZone), name: record.author.name, title: record.author.title };
  doc.paragraph(signed ? (signature.isLogin ? t('boundByLogin', signed) : `✓ ${t('signed', signed)}`) : t('copyLocked', { time: printedTime(record.createdAt, timeZone) }), quiet);
  doc.paragraph(t('digest', { digest: sha256 }), { ...quiet, size: 8, gapAfter: 5 });
  if (record.replaces) doc.paragraph(t('copyReplaces', { date: printedTime(record.replaces.finishedAt, timeZone).slice(0, 10), reason: record.replaces.reason }), { ...quiet, font: 'bold', gapAfter: 4 });
  if (replaced) doc.paragraph(t('copyReplaced', { date: printedTime(replaced.at, timeZone).slice(0, 10), reason: replaced.reason }), { size: 9, font: 'bold', colour: COLOURS.warning, gapAfter: 4 });
  if (record.head.subject) doc.paragraph(t('documentSubject', { subject: record.head.subject }), { font: 'bold', struck: replaced !== null });
  printSections(doc, record.content, replaced ? { struck: true, colour: COLOURS.muted, indent: 14 } : {});
  doc.rule();
}

/** Every attachment is listed with its checksum; pictures follow as pages, other files go along beside the pages, each by its name here. */
function printAttachments(doc: PrintDocument, { attachments, timeZone }: JournalCopyPrint, t: PrintText): void {
  doc.keepTogether(90);
  doc.paragraph(t('copyAttachments'), { size: 15, font: 'bold', gapAfter: 6 });
  for (const [index, one] of attachments.entries()) {
    doc.keepTogether(44);
    doc.paragraph(`${index + 1}. ${one.title}`, { font: 'bold', gapAfter: 0 });
    const how = one.picture ? t('copyAsPage') : one.fileName === null ? t('copyNotHanded') : t('copyAsFile', { type: one.mediaType, name: one.fileName });
    doc.paragraph(`${printedTime(one.eventTime, timeZone)} · ${one.authorName} · ${how}`, { size: 9, colour: COLOURS.muted, gapAfter: 0 });
    doc.paragraph(t('digest', { digest: one.sha256 }), { size: 8, colour: COLOURS.muted, gapAfter: one.trouble ? 0 : 6 });
    if (one.trouble) doc.paragraph(t(`copyTrouble.${one.trouble}`), { size: 9, font: 'bold', colour: COLOURS.warning, gapAfter: 6 });
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
