import { COLOURS, openPrintDocument, type FinishedPrint } from './document.ts';
import { longDate } from './day-list.ts';
import { printLetterhead } from './letterhead.ts';
import { printedTime, printText, type PrintLanguage } from './print-text.ts';

export interface VisitCertificatePrint {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string; readonly organisationNumber: string };
  readonly person: { readonly name: string; readonly number: string };
  /** On the clinic's wall. */
  readonly date: string;
  readonly from: string;
  readonly to: string;
  /** When the patient came and left, as far as it was noted. */
  readonly arrived: string | null;
  readonly finished: string | null;
  readonly identityChecked: boolean;
  readonly issuedBy: { readonly name: string; readonly title: string };
  readonly issuedAt: string;
  readonly reference: string;
}

/** That somebody visited the clinic: who, when, issued by whom. No diagnosis, no service, no practitioner, no purpose. */
export function renderVisitCertificate(print: VisitCertificatePrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { clinic, person } = print;
  const issued = printedTime(print.issuedAt, print.timeZone);
  const doc = openPrintDocument({
    title: t('certificateTitle'), author: clinic.name, language: print.language, createdAt: new Date(print.issuedAt),
    frame: { head: [t('certificateTitle'), clinic.name], bareFirstPage: true, foot: t('logReference', { reference: print.reference }), pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
  printLetterhead(doc, {
    sender: { name: clinic.name, lines: [...clinic.addressLines, ...(clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : []), ...(clinic.organisationNumber ? [t('organisationNumber', { number: clinic.organisationNumber })] : [])] },
    recipient: null, title: t('certificateTitle'), facts: [],
  });
  const name = [person.name, person.number].filter(Boolean).join(', ');
  doc.paragraph(t('certificateBody', { name, date: longDate(print.date, print.language), from: print.from, to: print.to }), { size: 12, gapAfter: 10 });
  if (print.arrived !== null) {
    doc.paragraph(print.finished === null ? t('certificateCame', { arrived: print.arrived }) : t('certificateStayed', { arrived: print.arrived, finished: print.finished }), { size: 12, gapAfter: 10 });
  }
  if (print.identityChecked) doc.paragraph(t('certificateIdentity'), { size: 10, colour: COLOURS.muted, gapAfter: 10 });
  doc.gap(28);
  doc.paragraph(t('certificateIssued', { time: issued }), { size: 10, gapAfter: 44 });
  doc.canvas.fill({ x: doc.canvas.left, y: doc.canvas.y() - 4, width: 220, height: 0.7 }, COLOURS.muted);
  doc.paragraph([print.issuedBy.name, print.issuedBy.title].filter(Boolean).join(', '), { size: 10 });
  return doc.finish();
}
