import { COLOURS } from './colours.ts';
import type { PrintDocument } from './document.ts';

export interface Letterhead {
  /** The clinic as it calls itself, and below it address, phone, organisation number: what it chose to show. */
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  /** Name and address for a window envelope; null for what is handed over. Never given for a protected identity (G-11). */
  readonly recipient: { readonly name: string; readonly lines: readonly string[] } | null;
  readonly title: string;
  /** Number, date, due date: label and value, one a line beside the recipient. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** The clinic's mark as a JPEG; right of the sender, above the window. */
  readonly logo?: Uint8Array | null;
}

/** Upper left corner of the address: in the window of a Swedish C5 and E65 envelope with window to the right (SS 61 41 03). */
const WINDOW = { x: 297, y: 128, width: 242 } as const;
const LOGO = { x: WINDOW.x, y: 40, width: WINDOW.width, height: 64 } as const;

/**
 * Head of a letter, receipt, invoice or certificate on A4: sender, what it is, facts, and the recipient where an
 * envelope has its window. Call it first; the text goes on below. Use a frame with `bareFirstPage`.
 */
export function printLetterhead(doc: PrintDocument, { sender, recipient, title, facts, logo }: Letterhead): void {
  const { canvas } = doc;
  const left = { x: canvas.left, width: WINDOW.x - canvas.left - 24 };
  if (logo) canvas.picture(logo, LOGO);
  let y = 40;
  const put = (text: string, style: { readonly size: number; readonly bold?: boolean; readonly colour?: string }) => {
    const font = style.bold ? ('bold' as const) : ('regular' as const);
    canvas.write(text, { ...left, y, font, size: style.size, ...(style.colour && { colour: style.colour }) });
    y += canvas.heightOf(text, { width: left.width, font, size: style.size });
  };
  put(sender.name, { size: 13, bold: true });
  for (const line of sender.lines) put(line, { size: 9, colour: COLOURS.muted });
  y = Math.max(y + 18, WINDOW.y);
  for (const [label, value] of facts) {
    canvas.write(label, { x: left.x, y, width: 88, size: 9, colour: COLOURS.muted });
    canvas.write(value, { x: left.x + 92, y, width: left.width - 92, size: 9 });
    y += Math.max(canvas.heightOf(label, { width: 88, size: 9 }), canvas.heightOf(value, { width: left.width - 92, size: 9 })) + 1;
  }
  const below = recipient === null ? y : Math.max(y, printRecipient(doc, recipient));
  canvas.setY(below + 24);
  doc.paragraph(title, { size: 18, font: 'bold', gapAfter: 10 });
}

function printRecipient({ canvas }: PrintDocument, { name, lines }: NonNullable<Letterhead['recipient']>): number {
  let y: number = WINDOW.y;
  for (const [index, line] of [name, ...lines].entries()) {
    const font = index === 0 ? ('bold' as const) : ('regular' as const);
    canvas.write(line, { x: WINDOW.x, y, width: WINDOW.width, font, size: 10.5 });
    y += canvas.heightOf(line, { width: WINDOW.width, font, size: 10.5 });
  }
  return y;
}
