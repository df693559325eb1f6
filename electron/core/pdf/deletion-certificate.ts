import type { DeletionCertificate } from '#shared/domain/leaving/leaving.ts';
import { COLOURS, openPrintDocument, type FinishedPrint } from './document.ts';
import { printLetterhead } from './letterhead.ts';
import { printedTime, printText, type PrintLanguage, type PrintText } from './print-text.ts';
import { printTable } from './table.ts';

export interface DeletionCertificatePrint {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly certificate: DeletionCertificate;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string; readonly organisationNumber: string };
  readonly logo: Uint8Array | null;
  /** SHA-256 of the device certificate that signed, hex. */
  readonly keyId: string;
}

function outcomeLines({ certificate: { outcome, complete }, timeZone }: DeletionCertificatePrint, t: PrintText): string[] {
  if (complete) return [t('deletionComplete')];
  const { lastLockEndsAt } = outcome.left;
  return [
    t('deletionPartly', { count: outcome.left.objects }),
    ...(lastLockEndsAt === null ? [] : [t('deletionRestAt', { time: printedTime(lastLockEndsAt, timeZone) })]),
    t(outcome.restBySchedule ? 'deletionRestSchedule' : 'deletionRestByHand'),
  ];
}

function factsOf({ certificate: c, timeZone, language }: DeletionCertificatePrint, t: PrintText): (readonly [string, string])[] {
  const files = (count: number, bytes: number) => t('deletionFiles', { count, size: new Intl.NumberFormat(language === 'sv' ? 'sv-SE' : 'en-GB', { maximumFractionDigits: 1 }).format(bytes / 1e6) });
  const person = ({ name, title }: { readonly name: string; readonly title: string }) => [name, title].filter(Boolean).join(', ');
  return [
    [t('deletionPlace'), `${c.place.name} (${c.place.where})`],
    [t('deletionTime'), `${printedTime(c.startedAt, timeZone)}–${printedTime(c.endedAt, timeZone).slice(11)}`],
    [t('deletionBy'), person(c.by)],
    ...(c.approvedBy === null ? [] : [[t('deletionApproved'), person(c.approvedBy)] as const]),
    [t('deletionRemoved'), files(c.outcome.removedObjects, c.outcome.removedBytes)],
    [t('deletionLeft'), files(c.outcome.left.objects, c.outcome.left.bytes)],
  ];
}

/** That a place's backups were deleted (G-18): what, by whom, what the locks still keep and until when. */
export function renderDeletionCertificate(print: DeletionCertificatePrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { certificate: c, clinic } = print;
  const doc = openPrintDocument({
    title: t('deletionTitle'), author: clinic.name, language: print.language, createdAt: new Date(c.endedAt),
    frame: { head: [t('deletionTitle'), clinic.name], bareFirstPage: true, foot: t('deletionReference', { id: c.id }), pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
  printLetterhead(doc, {
    sender: { name: clinic.name, lines: [...clinic.addressLines, ...(clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : []), ...(clinic.organisationNumber ? [t('organisationNumber', { number: clinic.organisationNumber })] : [])] },
    recipient: null, title: t('deletionTitle'), facts: [], logo: print.logo,
  });
  if (c.complete) doc.paragraph(outcomeLines(print, t)[0] ?? '', { size: 11, gapAfter: 8 });
  else doc.notice(outcomeLines(print, t));
  doc.gap(8);
  printTable(doc, { columns: [{ label: t('deletionWhat'), share: 1.3, bold: true }, { label: '', share: 4 }], rows: factsOf(print, t).map(cells => ({ cells })), size: 9 });
  doc.gap(8);
  for (const key of ['deletionJournalStays', 'deletionEncrypted'] as const) doc.paragraph(t(key), { size: 10, gapAfter: 6 });
  doc.paragraph(t('drillSigned', { key: print.keyId }), { size: 8, colour: COLOURS.muted });
  return doc.finish();
}
