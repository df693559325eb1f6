import { COLOURS, openPrintDocument, type FinishedPrint } from './document.ts';
import { longDate } from './day-list.ts';
import { printText, type PrintLanguage } from './print-text.ts';

export interface AppointmentCardPrint {
  readonly language: PrintLanguage;
  readonly size: 'A6' | 'A5';
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string };
  readonly printedAt: string;
  /** On the clinic's wall: `2026-11-23`, `09:00`. */
  readonly date: string;
  readonly time: string;
  readonly practitioner: string;
  /** Empty unless the clinic lets the card say it. */
  readonly service: string;
  /** Hours before the start until which cancelling is free; 0: no rule. */
  readonly lateCancelHours: number;
  /** The clinic's own words; may be empty. */
  readonly text: string;
}

/** What the patient takes home: when, with whom, where, until when it can be cancelled. Nobody's name stands on it. */
export function renderAppointmentCard(print: AppointmentCardPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const k = print.size === 'A5' ? 1.35 : 1;
  const doc = openPrintDocument({ title: t('cardTitle'), author: print.clinic.name, language: print.language, createdAt: new Date(print.printedAt), size: print.size, frame: null });
  doc.paragraph(print.clinic.name, { size: 11 * k, font: 'bold', gapAfter: 10 * k });
  doc.paragraph(t('cardTitle'), { size: 8.5 * k, colour: COLOURS.muted, gapAfter: 1 });
  doc.paragraph(upperFirst(longDate(print.date, print.language)), { size: 13 * k, font: 'bold', gapAfter: 0 });
  doc.paragraph(t('cardAt', { time: print.time }), { size: 20 * k, font: 'bold', gapAfter: 6 * k });
  doc.paragraph(t('cardWith', { name: print.practitioner }), { size: 10 * k, gapAfter: 1 });
  if (print.service) doc.paragraph(print.service, { size: 10 * k, gapAfter: 1 });
  doc.rule();
  for (const line of print.clinic.addressLines) doc.paragraph(line, { size: 9.5 * k, gapAfter: 0 });
  if (print.clinic.phone) doc.paragraph(t('cardPhone', { phone: print.clinic.phone }), { size: 9.5 * k, gapAfter: 0 });
  doc.gap(8 * k);
  if (print.lateCancelHours > 0) doc.paragraph(t('cardCancel', { hours: print.lateCancelHours }), { size: 8.5 * k });
  if (print.text) doc.paragraph(print.text, { size: 8.5 * k });
  return doc.finish();
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
