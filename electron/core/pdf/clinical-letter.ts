import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { COLOURS, openPrintDocument, type FinishedPrint, type PrintDocument } from './document.ts';
import { printLetterhead } from './letterhead.ts';
import { printPatientBlock, type PrintedPatientHead } from './patient-block.ts';
import { printedTime, printText, type PrintText } from './print-text.ts';
import { printSections } from './rich-text.ts';

export interface ClinicalLetterPrint {
  readonly record: DocumentRecord;
  /** Of the record: stands in the foot of every page, so that paper and journal can be compared (K-01). */
  readonly digest: string;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string; readonly organisationNumber: string };
  readonly timeZone: string;
  readonly logo: Uint8Array | null;
  /** The clinic's own line at the end: web address, opening hours. */
  readonly footer: string;
  readonly patient: PrintedPatientHead;
}

/** A referral, answer, discharge letter, certificate or letter: letterhead, window address, patient with warnings, text, signature block, page x of y. */
export async function renderClinicalLetter(print: ClinicalLetterPrint): Promise<FinishedPrint> {
  const { record, clinic, patient, timeZone } = print;
  const t = printText(record.language);
  const title = t(`document.${record.type}`);
  const reference = record.documentId.slice(-12);
  const doc = openPrintDocument({
    title, author: clinic.name, language: record.language, createdAt: new Date(record.createdAt),
    frame: {
      head: [[patient.number, patient.name].filter(Boolean).join('  '), `${title} · ${clinic.name}`], bareFirstPage: true,
      foot: t('documentFoot', { reference, digest: print.digest.slice(0, 16) }), pageOf: (page, pages) => t('pageOf', { page, pages }),
    },
  });
  const phone = clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : [];
  const number = clinic.organisationNumber ? [t('organisationNumber', { number: clinic.organisationNumber })] : [];
  printLetterhead(doc, {
    sender: { name: clinic.name, lines: [...clinic.addressLines, ...phone, ...number] }, logo: print.logo,
    recipient: record.head.recipient.name === '' ? null : { name: record.head.recipient.name, lines: record.head.recipient.address.split('\n').filter(line => line.trim() !== '') },
    title: record.head.urgent ? t('documentUrgent', { title }) : title,
    facts: [[t('documentDate'), printedTime(record.createdAt, timeZone).slice(0, 10)], [t('documentReference'), reference]],
  });
  if (record.head.subject) doc.paragraph(t('documentSubject', { subject: record.head.subject }), { size: 11, font: 'bold', gapAfter: 8 });
  const { replaces } = record;
  if (replaces) doc.paragraph(t('documentReplaces', { type: record.type, date: printedTime(replaces.finishedAt, timeZone).slice(0, 10), reference: replaces.documentId.slice(-12), reason: replaces.reason }), { font: 'bold', gapAfter: 8 });
  printPatientBlock(doc, patient, { t, timeZone });
  doc.rule();
  printSections(doc, record.content, { size: 10.5 });
  printSignature(doc, print, t);
  if (print.footer) doc.paragraph(print.footer, { size: 9, colour: COLOURS.muted });
  if (doc.hasMissingGlyphs()) doc.paragraph(t('missingGlyphs'), { size: 8.5, colour: COLOURS.muted });
  return doc.finish();
}

/** Room for a hand, the name and title as they were then (J-05), and what ties the paper to the journal. */
function printSignature(doc: PrintDocument, { record, digest, timeZone }: ClinicalLetterPrint, t: PrintText): void {
  doc.keepTogether(120);
  doc.gap(40);
  doc.canvas.fill({ x: doc.canvas.left, y: doc.canvas.y(), width: 240, height: 0.7 }, COLOURS.muted);
  doc.gap(6);
  doc.paragraph([record.author.name, record.author.title].filter(Boolean).join(', '), { font: 'bold', gapAfter: 1 });
  if (record.author.hsaId) doc.paragraph(t('documentHsaId', { id: record.author.hsaId }), { size: 9, colour: COLOURS.muted, gapAfter: 1 });
  doc.paragraph(t('documentLocked', { time: printedTime(record.createdAt, timeZone), digest }), { size: 8, colour: COLOURS.muted, gapAfter: 10 });
}
