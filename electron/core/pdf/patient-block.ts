import type { PrintDocument } from './document.ts';
import { printedTime, type PrintKey, type PrintText } from './print-text.ts';

export interface PrintedWarning {
  readonly kind: string;
  readonly severity: string;
  readonly text: string;
}

/** `Överkänslighet: Penicillin (livshotande)`: kind, text and severity in words (K-21). */
export const warningText = ({ kind, severity, text }: PrintedWarning, t: PrintText): string => `${t(`warning.${kind}` as PrintKey)}: ${text} (${t(`severity.${severity}` as PrintKey)})`;

export interface PrintedPatientHead {
  readonly name: string;
  /** As people write it: 19811218-9876; empty when there is none. */
  readonly number: string;
  readonly birthDate: string | null;
  readonly protection: 'none' | 'marked' | 'protected';
  readonly warnings: readonly PrintedWarning[];
  readonly noneKnownAt: string | null;
}

/** Who a paper is about: name, number, birth date, protection, and the warnings as text in a box (K-21). */
export function printPatientBlock(doc: PrintDocument, patient: PrintedPatientHead, { t, timeZone }: { readonly t: PrintText; readonly timeZone: string }): void {
  const facts = [patient.number, patient.birthDate ? t('birthDate', { date: patient.birthDate }) : ''].filter(Boolean).join('  ·  ');
  doc.paragraph(patient.name, { size: 13, font: 'bold', gapAfter: 0 });
  doc.paragraph(facts, { gapAfter: 6 });
  if (patient.protection !== 'none') doc.notice([t(patient.protection)]);
  if (patient.warnings.length > 0) {
    doc.notice([t('warnings'), ...patient.warnings.map(warning => warningText(warning, t))]);
  } else {
    const answer = patient.noneKnownAt ? t('noneKnown', { time: printedTime(patient.noneKnownAt, timeZone) }) : t('notAsked');
    doc.paragraph([{ text: `${t('warnings')}: `, font: 'bold' }, { text: answer, font: 'regular' }], { gapAfter: 8 });
  }
}
