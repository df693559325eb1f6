import { drillSpeed, type DrillCertificate } from '#shared/domain/drill/drill.ts';
import { COLOURS, openPrintDocument, type FinishedPrint, type PrintDocument } from './document.ts';
import { printLetterhead } from './letterhead.ts';
import { printedTime, printText, type PrintLanguage, type PrintText } from './print-text.ts';
import { printTable } from './table.ts';

export interface DrillCertificatePrint {
  readonly language: PrintLanguage;
  readonly timeZone: string;
  readonly certificate: DrillCertificate;
  readonly printedAt: string;
  readonly clinic: { readonly name: string; readonly addressLines: readonly string[]; readonly phone: string; readonly organisationNumber: string };
  readonly logo: Uint8Array | null;
  /** SHA-256 of the device certificate that signed, hex. */
  readonly keyId: string;
}

interface Page {
  readonly doc: PrintDocument;
  readonly t: PrintText;
  readonly print: DrillCertificatePrint;
  readonly number: (value: number, digits?: number) => string;
  readonly time: (instant: string) => string;
}

/** `4 min 12 s`, `38 s`, `1 h 4 min`. */
function durationText(ms: number, t: PrintText): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return t('drillSeconds', { seconds });
  if (seconds < 3600) return t('drillMinutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  return t('drillHours', { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60) });
}

function writeOutcome({ doc, t, print: { certificate: c }, number }: Page): void {
  if (c.outcome === 'ok') {
    doc.paragraph(t(c.keys === 'kit' ? 'drillOkKit' : 'drillOk', { name: c.place.name }), { size: 11, gapAfter: 6 });
    const speed = drillSpeed(c);
    doc.paragraph(t('drillTook', { duration: durationText(c.durationMs, t), size: number((c.generation?.databaseBytes ?? 0) / 1e6, 1), speed: number(speed ?? 0, 0) }), { size: 10, gapAfter: 8 });
  } else {
    doc.notice([t('drillFailed'), t('drillReason', { code: (c.errorCode ?? 'internal').replaceAll('.', '_') })]);
    doc.gap(8);
  }
}

function factsOf({ t, print, time, number }: Page): (readonly [string, string])[] {
  const { certificate: c } = print;
  const { generation: g } = c;
  return [
    [t('drillHeld'), `${time(c.startedAt)}–${time(c.endedAt).slice(11)}`],
    [t('drillWhy'), t('drillTrigger', { trigger: c.trigger })],
    [t('drillKeys'), t('drillKeysOf', { keys: c.keys })],
    ...(c.orderedBy === null ? [] : [[t('drillOrdered'), [c.orderedBy.name, c.orderedBy.title].filter(Boolean).join(', ')] as const]),
    [t('drillPlace'), c.place.name === c.place.where ? c.place.where : `${c.place.name} (${c.place.where})`],
    ...(g === null ? [] : [[t('drillGeneration'), t('drillGenerationOf', { time: time(g.createdAt), size: number(g.databaseBytes / 1e6, 1) })] as const]),
  ];
}

function writeLines({ doc, t, print: { certificate: c }, number }: Page): void {
  printTable(doc, {
    columns: [{ label: t('drillCheck'), share: 5 }, { label: t('drillChecked'), share: 1.4, align: 'right' }, { label: t('drillWrong'), share: 1.2, align: 'right' }, { label: t('drillResult'), share: 1.6 }],
    rows: c.lines.map(line => ({
      cells: [t(`drillLine.${line.check}`), line.outcome === 'skipped' ? '–' : number(line.checked), line.outcome === 'skipped' ? '–' : number(line.wrong), t('drillLineResult', { outcome: line.outcome === 'ok' && line.checked === 0 ? 'nothing' : line.outcome })],
      strong: line.outcome === 'failed',
    })),
    size: 9,
  });
}

const COUNTED = ['patients', 'notes', 'versions', 'log'] as const;

function writeCounts({ doc, t, print: { certificate: { generation, found } }, number }: Page): void {
  if (generation === null) return;
  printTable(doc, {
    columns: [{ label: t('drillCounted'), share: 3 }, { label: t('drillExpected'), share: 2, align: 'right' }, { label: t('drillFound'), share: 2, align: 'right' }],
    rows: COUNTED.map(name => ({ cells: [t(`drillCount.${name}`), number(generation.counts[name]), found === null ? '–' : number(found.counts[name])] })),
    size: 9,
  });
}

function writeProof({ doc, t, print: { certificate: c, keyId } }: Page): void {
  const small = { size: 8, colour: COLOURS.muted, gapAfter: 2 };
  if (c.generation !== null) {
    doc.paragraph(t('drillManifest', { digest: c.generation.manifestSha256 }), small);
    doc.paragraph(t('drillHead', { seq: c.generation.logHead.seq, hash: c.generation.logHead.hash }), small);
    doc.paragraph(t('drillProgram', { program: c.program, schema: c.generation.schemaVersion, made: c.generation.appVersion, id: c.generation.id }), small);
  }
  doc.paragraph(t(c.scratchRemoved ? 'drillScratchGone' : 'drillScratchLeft'), small);
  doc.paragraph(t('drillSigned', { key: keyId }), small);
}

/** A drill on paper (J-20, XM-80): what was restored from where, how long it took, what was compared, and how to check the signed file that belongs to it. */
export function renderDrillCertificate(print: DrillCertificatePrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const { certificate: c, clinic } = print;
  const doc = openPrintDocument({
    title: t('drillTitle'), author: clinic.name, language: print.language, createdAt: new Date(print.printedAt),
    frame: { head: [t('drillTitle'), clinic.name], bareFirstPage: true, foot: t('drillReference', { id: c.id }), pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
  const number = (value: number, digits = 0) => new Intl.NumberFormat(print.language === 'sv' ? 'sv-SE' : 'en-GB', { maximumFractionDigits: digits }).format(value);
  const page: Page = { doc, t, print, number, time: instant => printedTime(instant, print.timeZone) };
  printLetterhead(doc, {
    sender: { name: clinic.name, lines: [...clinic.addressLines, ...(clinic.phone ? [t('cardPhone', { phone: clinic.phone })] : []), ...(clinic.organisationNumber ? [t('organisationNumber', { number: clinic.organisationNumber })] : [])] },
    recipient: null, title: t('drillTitle'), facts: [], logo: print.logo,
  });
  writeOutcome(page);
  printTable(doc, { columns: [{ label: t('drillWhat'), share: 1.3, bold: true }, { label: '', share: 4 }], rows: factsOf(page).map(cells => ({ cells })), size: 9 });
  writeLines(page);
  writeCounts(page);
  writeProof(page);
  return doc.finish();
}
