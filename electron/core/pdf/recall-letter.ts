import { openPrintDocument, type FinishedPrint } from './document.ts';
import { printLetterhead } from './letterhead.ts';
import { printText, type PrintLanguage } from './print-text.ts';

export interface RecallLetter {
  readonly recipient: { readonly name: string; readonly lines: readonly string[] };
  /** Empty: the letter does not say what the visit is about. */
  readonly service: string;
}

export interface RecallPrint {
  readonly language: PrintLanguage;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string };
  /** On the clinic's calendar: `2026-11-22`. */
  readonly date: string;
  readonly createdAt: string;
  readonly letters: readonly RecallLetter[];
}

/** "It is time for a visit": one page for each, address where an envelope has its window, nothing about health (C-12). */
export function renderRecallLetters(print: RecallPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { clinic } = print;
  const doc = openPrintDocument({ title: t('recallTitle'), author: clinic.name, language: print.language, createdAt: new Date(print.createdAt), frame: null });
  const lines = [...clinic.addressLines, ...(clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : [])];
  for (const [index, letter] of print.letters.entries()) {
    if (index > 0) doc.canvas.newPage();
    printLetterhead(doc, { sender: { name: clinic.name, lines }, recipient: letter.recipient, title: t('recallTitle'), facts: [[t('recallDate'), print.date]] });
    doc.paragraph(letter.service ? t('recallBodyService', { service: letter.service }) : t('recallBody'), { size: 11, gapAfter: 8 });
    doc.paragraph(clinic.phone ? t('recallPhone', { phone: clinic.phone }) : t('recallContact'), { size: 11, gapAfter: 8 });
    doc.paragraph(t('recallAlready'), { size: 11, gapAfter: 18 });
    doc.paragraph(t('recallRegards'), { size: 11, gapAfter: 2 });
    doc.paragraph(clinic.name, { size: 11, font: 'bold' });
  }
  return doc.finish();
}
