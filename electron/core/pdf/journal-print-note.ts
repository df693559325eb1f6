import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import type { VersionKind } from '#shared/domain/journal/note-record.ts';
import { isLoginOnly, type SignatureMethod } from '#shared/domain/journal/signing-rules.ts';
import { COLOURS, type PrintDocument } from './document.ts';
import { printedTime, type PrintText } from './print-text.ts';
import { printSections } from './rich-text.ts';

export interface PrintedSignature {
  readonly signedAt: string;
  readonly name: string;
  /** Position as it was when the note was signed (J-05). */
  readonly title: string;
  readonly method: SignatureMethod;
  readonly certSha256: string;
}
export interface PrintedVersion {
  readonly no: number;
  readonly kind: VersionKind;
  readonly createdAt: string;
  readonly authorName: string;
  readonly authorTitle: string;
  readonly reason: string | null;
  readonly replaces: number | null;
  readonly digest: string;
  /** Null after lawful destruction. */
  readonly content: NoteContent | null;
  /** What stands in the place of a destroyed text (J-09). */
  readonly destroyed?: string | null;
  readonly signature: PrintedSignature | null;
  /** Closed for good by the one responsible, waiting for the day's signature (J-07). */
  readonly lock: PrintedLock | null;
}
export interface PrintedLock {
  readonly lockedAt: string;
  readonly name: string;
  readonly title: string;
}
export interface PrintedNote {
  readonly name: string;
  readonly isSystem: boolean;
  readonly eventTime: string;
  readonly enteredAt: string;
  readonly late: boolean;
  /** Oldest first: the original, its corrections and additions; or the newest draft of what was never signed. */
  readonly versions: readonly PrintedVersion[];
  /** The stock command that checks the signature; only printed on a single note. */
  readonly opensslCommand: string | null;
}

interface Context {
  readonly t: PrintText;
  readonly timeZone: string;
  readonly withProof: boolean;
}

const QUIET = { size: 9, colour: COLOURS.muted, gapAfter: 1 } as const;

/** One note: who and when, the text in force, earlier wordings struck through but legible, additions, and who signed. */
export function printNote(doc: PrintDocument, note: PrintedNote, context: Context): void {
  const { t, timeZone } = context;
  const texts = note.versions.filter(version => version.kind !== 'addition');
  const inForce = texts.at(-1);
  if (!inForce) return;
  const first = texts[0] ?? inForce;
  doc.keepTogether(90);
  doc.paragraph(`${printedTime(note.eventTime, timeZone)}  ${note.name}`, { font: 'bold', size: 12, gapAfter: 1 });
  doc.paragraph(t('author', { name: first.authorName, title: first.authorTitle }), { gapAfter: 1 });
  const entered = t(note.late ? 'enteredLate' : 'entered', { time: printedTime(note.enteredAt, timeZone) });
  doc.paragraph(`${t('event', { time: printedTime(note.eventTime, timeZone) })} · ${entered}`, QUIET);
  printMark(doc, inForce, note.isSystem, context);
  doc.gap(4);
  if (inForce.kind === 'correction') doc.paragraph(correctionLine(inForce, context), { ...QUIET, font: 'bold', gapAfter: 4 });
  printContent(doc, inForce, context, false);
  for (const [index, version] of texts.slice(0, -1).reverse().entries()) printEarlier(doc, version, texts[texts.length - 1 - index] ?? inForce, context);
  for (const version of note.versions.filter(one => one.kind === 'addition')) printAddition(doc, version, note.isSystem, context);
  if (context.withProof) printProof(doc, note, inForce, t);
  doc.rule();
}

function correctionLine(version: PrintedVersion, { t, timeZone }: Context): string {
  return t('correction', { time: printedTime(version.createdAt, timeZone), name: version.authorName, title: version.authorTitle, reason: version.reason ?? '' });
}

/** A login card binds the text, but is no signature, and the print says so. */
function signedLine({ signedAt, name, title, method }: PrintedSignature, { t, timeZone }: Pick<Context, 't' | 'timeZone'>): string {
  const values = { time: printedTime(signedAt, timeZone), name, title };
  return isLoginOnly(method) ? t('boundByLogin', values) : `✓ ${t('signed', values)}`;
}

function printMark(doc: PrintDocument, version: PrintedVersion, isSystem: boolean, { t, timeZone }: Context): void {
  const { signature } = version;
  if (!signature && version.lock) {
    const { lockedAt, name, title } = version.lock;
    doc.paragraph(t('locked', { time: printedTime(lockedAt, timeZone), name, title }), { ...QUIET, font: 'bold' });
    return;
  }
  if (!signature) {
    const isOpen = version.kind === 'draft' || !isSystem;
    doc.paragraph(t(isOpen ? 'unsigned' : 'closed'), isOpen ? { ...QUIET, font: 'bold', colour: COLOURS.warning } : QUIET);
    return;
  }
  doc.paragraph(signedLine(signature, { t, timeZone }), QUIET);
  doc.paragraph(t('signedWith', { method: signature.method.replace('-', '_'), certificate: `${signature.certSha256.slice(0, 16)}…` }), QUIET);
}

function printContent(doc: PrintDocument, version: PrintedVersion, { t }: Context, struck: boolean): void {
  if (version.content === null) doc.paragraph(version.destroyed ?? t('destroyed'), { colour: COLOURS.muted });
  else printSections(doc, version.content, { copied: date => t('copied', { date }), ...(struck ? { struck: true, colour: COLOURS.muted, indent: 14 } : {}) });
}

/** J-08: what was there before, in full, struck through, with who wrote it and when it was corrected. */
function printEarlier(doc: PrintDocument, version: PrintedVersion, next: PrintedVersion, context: Context): void {
  const { t, timeZone } = context;
  doc.keepTogether(50);
  doc.paragraph(
    t('original', { time: printedTime(version.createdAt, timeZone), name: version.authorName, title: version.authorTitle, correctedAt: printedTime(next.createdAt, timeZone) }),
    { ...QUIET, indent: 14, gapAfter: 3 },
  );
  if (version.kind === 'correction') doc.paragraph(correctionLine(version, context), { ...QUIET, indent: 14, gapAfter: 3 });
  const { signature } = version;
  if (signature) doc.paragraph(signedLine(signature, context), { ...QUIET, indent: 14, gapAfter: 3 });
  printContent(doc, version, context, true);
}

function printAddition(doc: PrintDocument, version: PrintedVersion, isSystem: boolean, context: Context): void {
  const { t, timeZone } = context;
  doc.keepTogether(50);
  doc.paragraph(t('addition', { time: printedTime(version.createdAt, timeZone), name: version.authorName, title: version.authorTitle }), { font: 'bold', gapAfter: 1 });
  printMark(doc, version, isSystem, context);
  printContent(doc, version, context, false);
}

function printProof(doc: PrintDocument, note: PrintedNote, version: PrintedVersion, t: PrintText): void {
  doc.gap(6);
  doc.paragraph(`${t('version', { no: version.no })} · ${t('digest', { digest: version.digest })}`, { ...QUIET, size: 8 });
  if (version.signature && note.opensslCommand) doc.paragraph(t('verify', { command: note.opensslCommand }), { ...QUIET, size: 8 });
}
