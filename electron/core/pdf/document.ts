import PDFDocument from 'pdfkit';

import { printFont, PRINT_FONTS, type PrintFont } from './fonts.ts';

export const COLOURS = { ink: '#16232A', muted: '#51636C', line: '#D5DEE2', warning: '#A3262A', warningTint: '#FAE6E6', paper: '#F6F9FA' } as const;
export const MARGIN = 56;
const TOP = 84;
const BOTTOM = 64;
/** Shown for what the font has no sign for; the text itself is never changed, only its print. */
const NO_GLYPH = '\u25A1';

export interface PageFrame {
  /** Left and right of every page's head: whose paper this is, so that a lost page finds home. */
  readonly head: readonly [left: string, right: string];
  readonly foot: string;
  readonly pageOf: (page: number, pages: number) => string;
}
export interface PrintOptions {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly createdAt: Date;
  readonly frame: PageFrame;
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

/** A4 pages with Inter embedded and PDF/A-2b metadata. Text stays text: it can be searched, copied and read aloud. */
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
  readonly finish: () => Promise<FinishedPrint>;
}

interface FontkitFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** Opens a document. Nothing is written to disk; `finish` gives the bytes. */
export function openPrintDocument(options: PrintOptions): PrintDocument {
  const doc = new PDFDocument({
    size: 'A4', margins: { top: TOP, bottom: BOTTOM, left: MARGIN, right: MARGIN }, bufferPages: true, subset: 'PDF/A-2b', pdfVersion: '1.7', lang: options.language,
    displayTitle: true, info: { Title: options.title, Author: options.author, Creator: 'Klinikbok', Producer: 'Klinikbok', CreationDate: options.createdAt, ModDate: options.createdAt },
    font: null as unknown as string,
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const font of PRINT_FONTS) doc.registerFont(font, printFont(font));
  doc.font('regular');
  const glyphs = (doc as unknown as { _font: { font: FontkitFont } })._font.font;
  const width = doc.page.width - 2 * MARGIN;
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
    if (doc.y + height > doc.page.height - BOTTOM) doc.addPage();
  };
  return {
    width,
    paragraph: (runs, style = {}) => writeParagraph(doc, typeof runs === 'string' ? [{ text: printable(runs), font: style.font ?? 'regular' }] : runs.map(run => ({ ...run, text: printable(run.text) })), style),
    rule: () => {
      room(12);
      doc.moveTo(MARGIN, doc.y + 4).lineTo(MARGIN + width, doc.y + 4).lineWidth(0.7).strokeColor(COLOURS.line).stroke();
      doc.y += 12;
    },
    gap: points => {
      doc.y += points;
    },
    notice: lines => writeNotice(doc, lines.map(printable), room),
    keepTogether: room,
    hasMissingGlyphs: () => missing,
    finish: () => finish(doc, { chunks, frame: options.frame, printable }),
  };
}

function writeParagraph(doc: PDFKit.PDFDocument, runs: readonly Run[], style: TextStyle): void {
  const { size = 10, colour = COLOURS.ink, struck = false, indent = 0, gapAfter = 4 } = style;
  const width = doc.page.width - 2 * MARGIN - indent;
  const filled = runs.filter(run => run.text !== '');
  doc.x = MARGIN + indent;
  if (filled.length === 0) doc.y += size * 0.8;
  for (const [index, run] of filled.entries()) {
    doc.font(run.font).fontSize(size).fillColor(colour).text(run.text, { width, lineGap: 2, strike: struck, continued: index < filled.length - 1 });
  }
  doc.x = MARGIN;
  doc.y += gapAfter;
}

function writeNotice(doc: PDFKit.PDFDocument, lines: readonly string[], room: (height: number) => void): void {
  const inner = doc.page.width - 2 * MARGIN - 24;
  const height = lines.reduce((total, line, index) => total + doc.font(index === 0 ? 'bold' : 'regular').fontSize(10).heightOfString(line, { width: inner, lineGap: 2 }), 16);
  room(height + 8);
  const top = doc.y;
  doc.rect(MARGIN, top, inner + 24, height).fill(COLOURS.warningTint);
  doc.rect(MARGIN, top, 4, height).fill(COLOURS.warning);
  doc.y = top + 8;
  for (const [index, line] of lines.entries()) {
    doc.font(index === 0 ? 'bold' : 'regular').fontSize(10).fillColor(COLOURS.warning).text(line, MARGIN + 14, doc.y, { width: inner, lineGap: 2 });
  }
  doc.x = MARGIN;
  doc.y = top + height + 10;
}

interface Closing {
  readonly chunks: readonly Buffer[];
  readonly frame: PageFrame;
  readonly printable: (text: string) => string;
}

async function finish(doc: PDFKit.PDFDocument, { chunks, frame, printable }: Closing): Promise<FinishedPrint> {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
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

interface FramedPage {
  readonly frame: PageFrame;
  readonly printable: (text: string) => string;
  readonly page: number;
  readonly pages: number;
}

function writeFrame(doc: PDFKit.PDFDocument, { frame, printable, page, pages }: FramedPage): void {
  const width = doc.page.width - 2 * MARGIN;
  const bottom = doc.page.height - BOTTOM + 18;
  // Head and foot lie in the margins; with the margin as it is, pdfkit would start another page for them.
  doc.page.margins.bottom = 0;
  doc.page.margins.top = 0;
  const small = (text: string, y: number, options: PDFKit.Mixins.TextOptions) =>
    doc.font('regular').fontSize(8.5).fillColor(COLOURS.muted).text(printable(text), MARGIN, y, { lineBreak: false, ...options });
  doc.font('bold').fontSize(9).fillColor(COLOURS.ink).text(fitted(doc, printable(frame.head[0]), width * 0.64), MARGIN, 40, { lineBreak: false });
  doc.font('regular').fontSize(9);
  const right = fitted(doc, printable(frame.head[1]), width * 0.34);
  doc.fillColor(COLOURS.muted).text(right, MARGIN + width - doc.widthOfString(right), 40, { lineBreak: false });
  doc.moveTo(MARGIN, 58).lineTo(MARGIN + width, 58).lineWidth(0.7).strokeColor(COLOURS.line).stroke();
  doc.moveTo(MARGIN, bottom - 8).lineTo(MARGIN + width, bottom - 8).stroke();
  const number = frame.pageOf(page, pages);
  doc.font('regular').fontSize(8.5);
  small(fitted(doc, frame.foot, width - doc.widthOfString(number) - 16), bottom, {});
  doc.fillColor(COLOURS.muted).text(number, MARGIN + width - doc.widthOfString(number), bottom, { lineBreak: false });
  doc.page.margins.bottom = BOTTOM;
  doc.page.margins.top = TOP;
}

/** The text, cut with … where the line ends: only in heads and feet, whose full text stands on the first page. */
function fitted(doc: PDFKit.PDFDocument, text: string, width: number): string {
  if (doc.widthOfString(text) <= width) return text;
  let cut = text;
  while (cut.length > 1 && doc.widthOfString(`${cut}…`) > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}
