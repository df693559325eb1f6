import { openPrintDocument, COLOURS, type FinishedPrint, type PrintDocument } from './document.ts';
import { printNote, type PrintedNote } from './journal-print-note.ts';
import { printedTime, printText, type PrintKey, type PrintLanguage, type PrintText } from './print-text.ts';

export interface PrintedPatientHead {
  readonly name: string;
  /** As people write it: 19811218-9876; empty when there is none. */
  readonly number: string;
  readonly birthDate: string | null;
  readonly protection: 'none' | 'marked' | 'protected';
  readonly warnings: readonly { readonly kind: string; readonly severity: string; readonly text: string }[];
  readonly noneKnownAt: string | null;
}

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
}

/** The patient's whole journal: head with warnings, every note in order of event, corrections beside their originals (J-03, J-05, J-08). */
export async function renderJournal(print: JournalPrint): Promise<FinishedPrint> {
  return render(print, 'journalTitle', doc => {
    const t = printText(print.language);
    if (print.notes.length === 0) doc.paragraph(t('noNotes'), { colour: COLOURS.muted });
    for (const note of print.notes) printNote(doc, note, { t, timeZone: print.timeZone, withProof: false });
  });
}

/** One note with what proves its signature: digest, certificate, and the stock command that checks it. */
export async function renderSignedNote(print: Omit<JournalPrint, 'notes'> & { readonly note: PrintedNote }): Promise<FinishedPrint> {
  return render({ ...print, notes: [print.note] }, 'noteTitle', doc =>
    printNote(doc, print.note, { t: printText(print.language), timeZone: print.timeZone, withProof: true }),
  );
}

async function render(print: JournalPrint, title: PrintKey, body: (doc: PrintDocument) => void): Promise<FinishedPrint> {
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
  printPatient(doc, print, t);
  doc.paragraph([printedBy, t('logReference', { reference: print.reference })].join('\n'), { size: 9, colour: COLOURS.muted, gapAfter: 0 });
  if (print.purpose) doc.paragraph(t('purpose', { purpose: print.purpose }), { size: 9, colour: COLOURS.muted, gapAfter: 0 });
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

function printPatient(doc: PrintDocument, { patient, timeZone }: JournalPrint, t: PrintText): void {
  const facts = [patient.number, patient.birthDate ? t('birthDate', { date: patient.birthDate }) : ''].filter(Boolean).join('  ·  ');
  doc.paragraph(patient.name, { size: 13, font: 'bold', gapAfter: 0 });
  doc.paragraph(facts, { gapAfter: 6 });
  if (patient.protection !== 'none') doc.notice([t(patient.protection)]);
  if (patient.warnings.length > 0) {
    doc.notice([t('warnings'), ...patient.warnings.map(warning => `${t(`warning.${warning.kind}` as PrintKey)}: ${warning.text} (${t(`severity.${warning.severity}` as PrintKey)})`)]);
  } else {
    const answer = patient.noneKnownAt ? t('noneKnown', { time: printedTime(patient.noneKnownAt, timeZone) }) : t('notAsked');
    doc.paragraph([{ text: `${t('warnings')}: `, font: 'bold' }, { text: answer, font: 'regular' }], { gapAfter: 8 });
  }
}
