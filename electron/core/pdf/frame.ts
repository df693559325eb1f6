import { COLOURS } from './colours.ts';

export interface PageFrame {
  /** Left and right of every page's head: whose paper this is, so that a lost page finds home. */
  readonly head: readonly [left: string, right: string];
  /** The first page has a letterhead of its own and no head. */
  readonly bareFirstPage?: boolean;
  readonly foot: string;
  readonly pageOf: (page: number, pages: number) => string;
}

export interface FramedPage {
  readonly frame: PageFrame;
  readonly printable: (text: string) => string;
  readonly page: number;
  readonly pages: number;
}

/** Head and foot of one finished page: whose paper it is, when and by whom it was printed, page x of y. */
export function writeFrame(doc: PDFKit.PDFDocument, { frame, printable, page, pages }: FramedPage): void {
  const { top, bottom: below, left } = { ...doc.page.margins };
  const width = doc.page.width - 2 * left;
  const bottom = doc.page.height - below + 18;
  // Head and foot lie in the margins; with the margin as it is, pdfkit would start another page for them.
  doc.page.margins.bottom = 0;
  doc.page.margins.top = 0;
  const small = (text: string, y: number, options: PDFKit.Mixins.TextOptions) =>
    doc.font('regular').fontSize(8.5).fillColor(COLOURS.muted).text(printable(text), left, y, { lineBreak: false, ...options });
  if (page > 1 || !frame.bareFirstPage) writeHead(doc, frame.head.map(printable), width);
  doc.moveTo(left, bottom - 8).lineTo(left + width, bottom - 8).lineWidth(0.7).strokeColor(COLOURS.line).stroke();
  const number = frame.pageOf(page, pages);
  doc.font('regular').fontSize(8.5);
  small(fitted(doc, frame.foot, width - doc.widthOfString(number) - 16), bottom, {});
  doc.fillColor(COLOURS.muted).text(number, left + width - doc.widthOfString(number), bottom, { lineBreak: false });
  doc.page.margins.bottom = below;
  doc.page.margins.top = top;
}

function writeHead(doc: PDFKit.PDFDocument, [leftText = '', rightText = '']: readonly string[], width: number): void {
  const { left } = doc.page.margins;
  doc.font('bold').fontSize(9).fillColor(COLOURS.ink).text(fitted(doc, leftText, width * 0.64), left, 40, { lineBreak: false });
  doc.font('regular').fontSize(9);
  const right = fitted(doc, rightText, width * 0.34);
  doc.fillColor(COLOURS.muted).text(right, left + width - doc.widthOfString(right), 40, { lineBreak: false });
  doc.moveTo(left, 58).lineTo(left + width, 58).lineWidth(0.7).strokeColor(COLOURS.line).stroke();
}

/** The text, cut with … where the line ends: only in heads and feet, whose full text stands on the first page. */
function fitted(doc: PDFKit.PDFDocument, text: string, width: number): string {
  if (doc.widthOfString(text) <= width) return text;
  let cut = text;
  while (cut.length > 1 && doc.widthOfString(`${cut}…`) > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}
