import PDFDocument from 'pdfkit';

import { canvasOn, type Canvas } from './canvas.ts';
import { COLOURS } from './colours.ts';
import { printFont, PRINT_FONTS, type PrintFont } from './fonts.ts';
import { writeFrame, type PageFrame } from './frame.ts';

export { COLOURS } from './colours.ts';
export type { PageFrame } from './frame.ts';
export const MARGIN = 56;
const SIZES = {
  A4: { top: 84, bottom: 64, left: MARGIN, right: MARGIN },
  A5: { top: 40, bottom: 36, left: 40, right: 40 },
  A6: { top: 24, bottom: 22, left: 24, right: 24 },
} as const;
export type PaperSize = keyof typeof SIZES;
/** Shown for what the font has no sign for; the text itself is never changed, only its print. */
const NO_GLYPH = '\u25A1';

export interface PrintOptions {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly createdAt: Date;
  /** A4 unless it is a card. Only A4 has room for a frame. */
  readonly size?: PaperSize;
  /** Null: nothing in the margins. */
  readonly frame: PageFrame | null;
  /** Opens only with this password (AES-256). Then it is no PDF/A, which forbids encryption. */
  readonly password?: string;
}
export interface TextStyle {
  readonly font?: PrintFont;
  readonly size?: number;
  readonly colour?: string;
  readonly struck?: boolean;
  readonly indent?: number;
  readonly gapAfter?: number;
}
/** A stretch of text in one style inside a paragraph. */
export interface Run {
  readonly text: string;
  readonly font: PrintFont;
}
export interface FinishedPrint {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** A4 pages with Inter embedded and, unless they are encrypted, PDF/A-2b metadata. Text stays text: it can be searched, copied and read aloud. */
export interface PrintDocument {
  readonly width: number;
  readonly paragraph: (runs: string | readonly Run[], style?: TextStyle) => void;
  readonly rule: () => void;
  readonly gap: (points: number) => void;
  /** A tinted box with a thick left edge, for what must be seen first (K-21). */
  readonly notice: (lines: readonly string[]) => void;
  /** Starts a new page unless this much height is left. */
  readonly keepTogether: (height: number) => void;
  readonly hasMissingGlyphs: () => boolean;
  /** For what is placed rather than flowing: see letterhead.ts and table.ts. */
  readonly canvas: Canvas;
  readonly finish: () => Promise<FinishedPrint>;
}

interface FontkitFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** Opens a document. Nothing is written to disk; `finish` gives the bytes. */
export function openPrintDocument(options: PrintOptions): PrintDocument {
  const size = options.size ?? 'A4';
  const margins = SIZES[size];
  const doc = new PDFDocument({
    size, margins, bufferPages: true, lang: options.language, ...fileKind(options.password),
    displayTitle: true, info: { Title: options.title, Author: options.author, Creator: 'Klinikbok', Producer: 'Klinikbok', CreationDate: options.createdAt, ModDate: options.createdAt },
    font: null as unknown as string,
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const font of PRINT_FONTS) doc.registerFont(font, printFont(font));
  doc.font('regular');
  const glyphs = (doc as unknown as { _font: { font: FontkitFont } })._font.font;
  const width = doc.page.width - 2 * margins.left;
  let missing = false;
  const printable = (text: string): string => {
    let result = '';
    for (const sign of text.replaceAll('\t', '    ')) {
      const has = sign === '\n' || glyphs.hasGlyphForCodePoint(sign.codePointAt(0) as number);
      if (!has) missing = true;
      result += has ? sign : NO_GLYPH;
    }
    return result;
  };
  const room = (height: number) => {
    if (doc.y + height > doc.page.height - margins.bottom) doc.addPage();
  };
  return {
    width,
    paragraph: (runs, style = {}) => writeParagraph(doc, typeof runs === 'string' ? [{ text: printable(runs), font: style.font ?? 'regular' }] : runs.map(run => ({ ...run, text: printable(run.text) })), style),
    rule: () => {
      room(12);
      doc.moveTo(margins.left, doc.y + 4).lineTo(margins.left + width, doc.y + 4).lineWidth(0.7).strokeColor(COLOURS.line).stroke();
      doc.y += 12;
    },
    gap: points => {
      doc.y += points;
    },
    notice: lines => writeNotice(doc, lines.map(printable), room),
    keepTogether: room,
    hasMissingGlyphs: () => missing,
    canvas: canvasOn(doc, printable),
    finish: () => finish(doc, { chunks, frame: options.frame, printable }),
  };
}

/**
 * pdfkit's `1.7ext3` is AES-256 (revision 5). Its password is only hashed once, so it must be one that cannot be guessed:
 * the programs' own of 100 bits (services/prints/passphrase.ts), never one that somebody thought of.
 */
const fileKind = (password: string | undefined): PDFKit.PDFDocumentOptions =>
  password === undefined
    ? { subset: 'PDF/A-2b', pdfVersion: '1.7' }
    : { pdfVersion: '1.7ext3', userPassword: password, permissions: { printing: 'highResolution', copying: true, contentAccessibility: true } };

function writeParagraph(doc: PDFKit.PDFDocument, runs: readonly Run[], style: TextStyle): void {
  const { size = 10, colour = COLOURS.ink, struck = false, indent = 0, gapAfter = 4 } = style;
  const { left } = doc.page.margins;
  const width = doc.page.width - 2 * left - indent;
  const filled = runs.filter(run => run.text !== '');
  doc.x = left + indent;
  if (filled.length === 0) doc.y += size * 0.8;
  for (const [index, run] of filled.entries()) {
    doc.font(run.font).fontSize(size).fillColor(colour).text(run.text, { width, lineGap: 2, strike: struck, continued: index < filled.length - 1 });
  }
  doc.x = left;
  doc.y += gapAfter;
}

function writeNotice(doc: PDFKit.PDFDocument, lines: readonly string[], room: (height: number) => void): void {
  const { left } = doc.page.margins;
  const inner = doc.page.width - 2 * left - 24;
  const height = lines.reduce((total, line, index) => total + doc.font(index === 0 ? 'bold' : 'regular').fontSize(10).heightOfString(line, { width: inner, lineGap: 2 }), 16);
  room(height + 8);
  const top = doc.y;
  doc.rect(left, top, inner + 24, height).fill(COLOURS.warningTint);
  doc.rect(left, top, 4, height).fill(COLOURS.warning);
  doc.y = top + 8;
  for (const [index, line] of lines.entries()) {
    doc.font(index === 0 ? 'bold' : 'regular').fontSize(10).fillColor(COLOURS.warning).text(line, left + 14, doc.y, { width: inner, lineGap: 2 });
  }
  doc.x = left;
  doc.y = top + height + 10;
}

interface Closing {
  readonly chunks: readonly Buffer[];
  readonly frame: PageFrame | null;
  readonly printable: (text: string) => string;
}

async function finish(doc: PDFKit.PDFDocument, { chunks, frame, printable }: Closing): Promise<FinishedPrint> {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; frame !== null && page < count; page += 1) {
    doc.switchToPage(page);
    writeFrame(doc, { frame, printable, page: page + 1, pages: count });
  }
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.end();
  await ended;
  return { pdf: Buffer.concat(chunks), pages: count };
}
