import { setImmediate } from 'node:timers/promises';

import { COLOURS, openPrintDocument, type FinishedPrint, type PrintDocument } from './document.ts';
import { warningText, type PrintedWarning } from './patient-block.ts';
import { printedClock, printedTime, printText, type PrintLanguage, type PrintText } from './print-text.ts';
import { printTable, type TableRow } from './table.ts';

export interface PrintedVisit {
  /** ISO UTC. */
  readonly start: string;
  readonly end: string;
  /** Already without what a protected identity must not show. */
  readonly who: string;
  /** Printed under the name (K-21); also of a protected identity, whose name is not there. */
  readonly warnings: readonly PrintedWarning[];
  readonly born: string;
  readonly service: string;
  readonly rooms: string;
  readonly phone: string;
}
export interface PrintedColumn {
  readonly practitioner: string;
  readonly visits: readonly PrintedVisit[];
}
export interface PrintedDay {
  /** `2026-11-23`. */
  readonly date: string;
  readonly columns: readonly PrintedColumn[];
}

interface ListBase {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly clinic: string;
  readonly printedAt: string;
  readonly reference: string;
  readonly withPhone: boolean;
}

export interface DayListPrint extends ListBase {
  readonly day: PrintedDay;
  readonly printedBy: string;
  /** `pages`: a page of their own for each practitioner, to lay in the right room. */
  readonly layout: 'pages' | 'compact';
}

/** The visits of one day as a list for work without the program (C-15). */
export async function renderDayList(print: DayListPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const date = longDate(print.day.date, print.language);
  const doc = openList(print, `${t('dayListTitle')} ${date}`, t('foot', { time: printedTime(print.printedAt, print.timeZone), name: print.printedBy, reference: print.reference }));
  doc.paragraph(print.clinic, { colour: COLOURS.muted, gapAfter: 0 });
  doc.paragraph(`${t('dayListTitle')} ${date}`, { size: 18, font: 'bold', gapAfter: 8 });
  await printColumns(doc, print, { columns: print.day.columns, newPages: print.layout === 'pages' });
  return doc.finish();
}

export interface SheetPrint extends ListBase {
  readonly days: readonly PrintedDay[];
  readonly password: string;
}

/** Today and the coming days in one encrypted file, for when the program or the computer is down (C-15). */
export async function renderEmergencySheet(print: SheetPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const time = printedTime(print.printedAt, print.timeZone);
  const doc = openList(print, t('sheetTitle'), t('sheetFoot', { time, reference: print.reference }), print.password);
  doc.paragraph(print.clinic, { colour: COLOURS.muted, gapAfter: 0 });
  doc.paragraph(t('sheetTitle'), { size: 18, font: 'bold', gapAfter: 6 });
  doc.notice([t('sheetAsOf', { time }), t('sheetLead', { from: print.days[0]?.date ?? '', to: print.days.at(-1)?.date ?? '' })]);
  for (const day of print.days) {
    doc.keepTogether(110);
    doc.paragraph(longDate(day.date, print.language), { size: 14, font: 'bold', gapAfter: 4 });
    await printColumns(doc, print, { columns: day.columns, newPages: false });
  }
  return doc.finish();
}

function openList(print: ListBase, title: string, foot: string, password?: string): PrintDocument {
  const t = printText(print.language);
  return openPrintDocument({
    title, author: print.clinic, language: print.language, createdAt: new Date(print.printedAt), ...(password !== undefined && { password }),
    frame: { head: [title, print.clinic], foot, pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
}

/** Lets other calls in between: a fortnight of a large clinic takes a second to draw, and somebody may be locking the screen. */
async function printColumns(doc: PrintDocument, print: ListBase, { columns, newPages }: { readonly columns: readonly PrintedColumn[]; readonly newPages: boolean }): Promise<void> {
  const t = printText(print.language);
  if (columns.every(column => column.visits.length === 0) && columns.length !== 1) doc.paragraph(t('dayListNone'), { colour: COLOURS.muted, gapAfter: 10 });
  const shown = columns.filter(column => column.visits.length > 0 || columns.length === 1);
  for (const [index, column] of shown.entries()) {
    if (newPages && index > 0) doc.canvas.newPage();
    doc.keepTogether(80);
    doc.paragraph([{ text: column.practitioner, font: 'bold' }, { text: `   ${t('visits', { count: column.visits.length })}`, font: 'regular' }], { size: 11, gapAfter: 3 });
    if (column.visits.length > 0) printVisits(doc, print, column.visits, t);
    await setImmediate();
  }
}

function printVisits(doc: PrintDocument, print: ListBase, visits: readonly PrintedVisit[], t: PrintText): void {
  const clock = (instant: string) => printedClock(instant, print.timeZone);
  const hasRooms = visits.some(visit => visit.rooms !== '');
  const rows = visits.map((visit): TableRow => ({
    cells: [`${clock(visit.start)}–${clock(visit.end)}`, [visit.who, ...visit.warnings.map(warning => `! ${warningText(warning, t)}`)].join('\n'), visit.born, visit.service, ...(hasRooms ? [visit.rooms] : []), ...(print.withPhone ? [visit.phone] : []), '□'],
  }));
  printTable(doc, {
    size: 9, rows,
    columns: [
      { label: t('columnTime'), share: 17, bold: true }, { label: t('columnName'), share: 30 }, { label: t('columnBorn'), share: 15 }, { label: t('columnService'), share: 21 },
      ...(hasRooms ? [{ label: t('columnRoom'), share: 12 }] : []), ...(print.withPhone ? [{ label: t('columnPhone'), share: 19 }] : []), { label: t('columnCame'), share: 11 },
    ],
  });
}

/** `måndag 23 november 2026`. A calendar date has no zone. */
export function longDate(date: string, language: PrintLanguage): string {
  return new Intl.DateTimeFormat(language === 'sv' ? 'sv-SE' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}
