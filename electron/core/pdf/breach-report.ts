import { type BreachCount, type BreachDraft, timersOf } from '#shared/domain/breach/breach.ts';
import { COLOURS, openPrintDocument, type FinishedPrint } from './document.ts';
import { printLetterhead } from './letterhead.ts';
import { printedTime, printText, type PrintLanguage, type PrintText } from './print-text.ts';
import { printTable } from './table.ts';

export interface BreachPrint {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly report: { readonly id: string; readonly version: number; readonly draft: BreachDraft; readonly createdBy: string; readonly closedAt: string | null };
  readonly count: BreachCount;
  readonly printedAt: string;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string; readonly organisationNumber: string };
  readonly logo: Uint8Array | null;
}

function scopeText({ report: { draft: { scope } }, timeZone }: BreachPrint, t: PrintText): string {
  const computer = scope.workstation === null ? '' : ` ${t('breachComputer', { name: scope.workstation })}`;
  if (scope.kind === 'device') return t('breachDevice', { time: printedTime(scope.lostAt, timeZone) }) + computer;
  return t('breachWindow', { from: printedTime(scope.from, timeZone), to: printedTime(scope.to, timeZone) }) + (scope.userId === null ? '' : ` ${t('breachOneUser')}`) + computer;
}

function factsOf(print: BreachPrint, t: PrintText): (readonly [string, string])[] {
  const { draft } = print.report;
  const [target, authority] = timersOf(draft.discoveredAt, new Date(print.printedAt));
  const at = (instant: string) => printedTime(instant, print.timeZone);
  return [
    [t('breachDiscovered'), at(draft.discoveredAt)],
    [t('breachTarget'), at(target?.endsAt ?? draft.discoveredAt)],
    [t('breachAuthority'), at(authority?.endsAt ?? draft.discoveredAt)],
    [t('breachNotified'), draft.notifiedAt === null ? t('breachNotYet') : at(draft.notifiedAt)],
    [t('breachScope'), scopeText(print, t)],
    [t('breachPersons'), String(print.count.persons)],
    [t('breachRecords'), String(print.count.records)],
    ...(print.count.listRows === 0 ? [] : [[t('breachLists'), t('breachListsShown', { count: print.count.listRows, shown: print.count.listShown })] as const]),
    [t('breachCategories'), print.count.byCategory.map(({ category, count }) => `${t('breachCategory', { category })} ${count}`).join(', ')],
  ];
}

/** A personal data breach as art. 33(3) asks for it: nature with numbers, contact, consequences, measures. Names nobody. */
export function renderBreachReport(print: BreachPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { clinic, report: { draft, id, version, createdBy, closedAt } } = print;
  const doc = openPrintDocument({
    title: t('breachTitle'), author: clinic.name, language: print.language, createdAt: new Date(print.printedAt),
    frame: { head: [t('breachTitle'), clinic.name], bareFirstPage: true, foot: t('breachReference', { id, version, time: printedTime(print.printedAt, print.timeZone) }), pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
  printLetterhead(doc, {
    sender: { name: clinic.name, lines: [...clinic.addressLines, ...(clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : []), ...(clinic.organisationNumber ? [t('organisationNumber', { number: clinic.organisationNumber })] : [])] },
    recipient: null, title: t('breachTitle'), facts: [], logo: print.logo,
  });
  if (closedAt === null) doc.notice([t('breachDraft')]);
  doc.gap(6);
  doc.paragraph(draft.title, { size: 12, font: 'bold', gapAfter: 6 });
  printTable(doc, { columns: [{ label: t('deletionWhat'), share: 1.6, bold: true }, { label: '', share: 4 }], rows: factsOf(print, t).map(cells => ({ cells })), size: 9 });
  const parts = [['breachNature', draft.nature], ['breachContact', draft.contact], ['breachConsequences', draft.consequences], ['breachMeasures', draft.measures], ['breachWhyNot', draft.notNotifiedReason]] as const;
  for (const [key, text] of parts) {
    if (key === 'breachWhyNot' && text === '') continue;
    doc.gap(8);
    doc.keepTogether(40);
    doc.paragraph(t(key), { size: 10.5, font: 'bold', gapAfter: 3 });
    for (const line of (text || t('breachEmpty')).split('\n')) doc.paragraph(line, { size: 10, gapAfter: 3 });
  }
  doc.gap(8);
  doc.paragraph(t('breachBy', { name: createdBy }), { size: 8, colour: COLOURS.muted });
  return doc.finish();
}
