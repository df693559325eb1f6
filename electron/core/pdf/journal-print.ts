import { openPrintDocument, COLOURS, type FinishedPrint, type PrintDocument } from './document.ts';
import { printNote, type PrintedNote } from './journal-print-note.ts';
import { printPatientBlock, type PrintedPatientHead } from './patient-block.ts';
import { printedTime, printText, type PrintKey, type PrintLanguage, type PrintText } from './print-text.ts';
export type { PrintedPatientHead } from './patient-block.ts';

export interface JournalPrint {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly clinic: string;
  readonly patient: PrintedPatientHead;
  readonly printedBy: { readonly name: string; readonly title: string };
  readonly printedAt: string;
  /** The print's own id, which its log row carries too: a paper can be traced to who printed it and why. */
  readonly reference: string;
  /** Empty for a single note. */
  readonly purpose: string;
  readonly notes: readonly PrintedNote[];
  /** More lines under the head: who gets a copy, on which ground, what is left out (J-18, J-19). */
  readonly lines?: readonly string[];
}

/** The patient's whole journal: head with warnings, every note in order of event, corrections beside their originals (J-03, J-05, J-08). */
export async function renderJournal(print: JournalPrint): Promise<FinishedPrint> {
  return renderWithHead(print, 'journalTitle', doc => {
    const t = printText(print.language);
    if (print.notes.length === 0) doc.paragraph(t('noNotes'), { colour: COLOURS.muted });
    for (const note of print.notes) printNote(doc, note, { t, timeZone: print.timeZone, withProof: false });
  });
}

/** One note with what proves its signature: digest, certificate, and the stock command that checks it. */
export async function renderSignedNote(print: Omit<JournalPrint, 'notes'> & { readonly note: PrintedNote }): Promise<FinishedPrint> {
  return renderWithHead({ ...print, notes: [print.note] }, 'noteTitle', doc =>
    printNote(doc, print.note, { t: printText(print.language), timeZone: print.timeZone, withProof: true }),
  );
}

/** The pages of a journal or a part of one: patient with warnings first, then what `body` writes. */
export async function renderWithHead(print: JournalPrint, title: PrintKey, body: (doc: PrintDocument) => void): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { patient } = print;
  const printedBy = t('printedBy', { time: printedTime(print.printedAt, print.timeZone), ...print.printedBy });
  const doc = openPrintDocument({
    title: t(title), author: print.clinic, language: print.language, createdAt: new Date(print.printedAt),
    frame: {
      head: [[patient.number, patient.name].filter(Boolean).join('  '), print.clinic],
      foot: t('foot', { time: printedTime(print.printedAt, print.timeZone), name: print.printedBy.name, reference: print.reference }),
      pageOf: (page, pages) => t('pageOf', { page, pages }),
    },
  });
  doc.paragraph(print.clinic, { size: 10, colour: COLOURS.muted, gapAfter: 0 });
  doc.paragraph(t(title), { size: 20, font: 'bold', gapAfter: 8 });
  printPatientBlock(doc, patient, { t, timeZone: print.timeZone });
  doc.paragraph([printedBy, t('logReference', { reference: print.reference })].join('\n'), { size: 9, colour: COLOURS.muted, gapAfter: 0 });
  if (print.purpose) doc.paragraph(t('purpose', { purpose: print.purpose }), { size: 9, colour: COLOURS.muted, gapAfter: 0 });
  for (const line of print.lines ?? []) doc.paragraph(line, { size: 9, colour: COLOURS.muted, gapAfter: 0 });
  if (print.notes.length > 1) doc.paragraph(scopeOf(print, t), { size: 9, colour: COLOURS.muted });
  doc.rule();
  body(doc);
  if (doc.hasMissingGlyphs()) doc.paragraph(t('missingGlyphs'), { size: 8.5, colour: COLOURS.muted });
  return doc.finish();
}

function scopeOf(print: JournalPrint, t: PrintText): string {
  const days = print.notes.map(note => printedTime(note.eventTime, print.timeZone).slice(0, 10));
  return t('scope', { notes: print.notes.length, from: days[0] ?? '', to: days.at(-1) ?? '' });
}
