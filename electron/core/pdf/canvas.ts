import { COLOURS } from './colours.ts';
import type { PrintFont } from './fonts.ts';

export interface CanvasText {
  readonly x: number;
  readonly y: number;
  /** Wraps at this width; a word that is longer is broken. */
  readonly width: number;
  readonly font?: PrintFont;
  readonly size?: number;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly struck?: boolean;
  /** Cut with … below this height. */
  readonly height?: number;
}
export type CanvasStyle = Pick<CanvasText, 'width' | 'font' | 'size'>;

/** Drawing at places, for what is not running text: letterheads, tables, cards. Points from the page's upper left corner. */
export interface Canvas {
  readonly left: number;
  readonly width: number;
  /** Where running text may begin and must end on a page. */
  readonly top: number;
  readonly bottom: number;
  readonly y: () => number;
  /** Where what comes next begins. */
  readonly setY: (y: number) => void;
  readonly heightOf: (text: string, style: CanvasStyle) => number;
  readonly widthOf: (text: string, style: Omit<CanvasStyle, 'width'>) => number;
  /** Leaves `y` as it was. */
  readonly write: (text: string, at: CanvasText) => void;
  readonly line: (y: number, colour?: string) => void;
  readonly fill: (box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, colour: string) => void;
  readonly outline: (box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, colour?: string) => void;
  /** A JPEG or PNG, as large as fits in the box, at its upper left corner. Leaves `y` as it was. */
  readonly picture: (bytes: Uint8Array, box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }) => void;
  readonly newPage: () => void;
}

const LINE_GAP = 2;

/** The canvas of a pdfkit document; `printable` replaces what the font cannot show. */
export function canvasOn(doc: PDFKit.PDFDocument, printable: (text: string) => string): Canvas {
  const { left, right, top, bottom } = { ...doc.page.margins };
  const styled = ({ font = 'regular', size = 10 }: Pick<CanvasText, 'font' | 'size'>) => doc.font(font).fontSize(size);
  return {
    left, top, width: doc.page.width - left - right, bottom: doc.page.height - bottom,
    y: () => doc.y,
    setY: y => {
      doc.x = left;
      doc.y = y;
    },
    heightOf: (text, style) => {
      const shown = printable(text);
      const pen = styled(style);
      return isOneLine(pen, shown, style.width) ? pen.currentLineHeight(true) + LINE_GAP : pen.heightOfString(shown, { width: style.width, lineGap: LINE_GAP });
    },
    widthOf: (text, style) => styled(style).widthOfString(printable(text)),
    write: (text, at) => {
      const y = doc.y;
      const shown = printable(text);
      const pen = styled(at).fillColor(at.colour ?? COLOURS.ink);
      const strike = at.struck ?? false;
      if (isOneLine(pen, shown, at.width)) {
        pen.text(shown, at.x + spaceBefore(at.align, at.width - pen.widthOfString(shown)), at.y, { lineBreak: false, strike });
      } else {
        pen.text(shown, at.x, at.y, { width: at.width, lineGap: LINE_GAP, align: at.align ?? 'left', strike, ...(at.height !== undefined && { height: at.height, ellipsis: '…' }) });
      }
      doc.x = left;
      doc.y = y;
    },
    line: (y, colour = COLOURS.line) => {
      doc.moveTo(left, y).lineTo(doc.page.width - right, y).lineWidth(0.7).strokeColor(colour).stroke();
    },
    fill: (box, colour) => {
      doc.rect(box.x, box.y, box.width, box.height).fill(colour);
    },
    outline: (box, colour = COLOURS.line) => {
      doc.rect(box.x, box.y, box.width, box.height).lineWidth(0.7).strokeColor(colour).stroke();
    },
    picture: (bytes, { x, y: top, width, height }) => {
      const y = doc.y;
      doc.image(Buffer.from(bytes), x, top, { fit: [width, height] });
      doc.x = left;
      doc.y = y;
    },
    newPage: () => {
      doc.addPage();
    },
  };
}

/** Most cells are one short line; pdfkit's own line breaking costs ten times as much and would draw the same. */
const isOneLine = (pen: PDFKit.PDFDocument, text: string, width: number): boolean => !text.includes('\n') && pen.widthOfString(text) <= width;

const spaceBefore = (align: CanvasText['align'], free: number): number => (align === 'right' ? free : align === 'center' ? free / 2 : 0);
