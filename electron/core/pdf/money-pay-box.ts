import { encode } from 'uqr';

import type { MoneyDocument } from '#shared/domain/money/document.ts';
import { swishQrText } from '#shared/domain/money/swish.ts';
import { COLOURS, type PrintDocument } from './document.ts';
import type { PaperText } from './money-text.ts';

const HEIGHT = 118;
const PAD = 12;
const QR = HEIGHT - 2 * PAD;

/** What the payer needs, in one box that never breaks over pages: amount, last day, bankgiro with OCR, Swish with its code (F-06, F-07). */
export function printPayBox(doc: PrintDocument, document: MoneyDocument, { t, kronor }: PaperText): void {
  const { canvas } = doc;
  const { seller, balanceMinor, ocr, dueOn } = document;
  doc.keepTogether(HEIGHT + 10);
  const top = canvas.y() + 4;
  canvas.fill({ x: canvas.left, y: top, width: canvas.width, height: HEIGHT }, COLOURS.paper);
  canvas.outline({ x: canvas.left, y: top, width: canvas.width, height: HEIGHT });
  canvas.write(`${t('toPay')} ${kronor(balanceMinor)}`, { x: canvas.left + PAD, y: top + PAD, width: 230, font: 'bold', size: 13 });
  canvas.write(t('payBox', { date: dueOn ?? '' }), { x: canvas.left + PAD, y: top + PAD + 20, width: 230, size: 10 });
  const facts: (readonly [string, string])[] = [[t('bankgiro'), seller.bankgiro], [t('ocr'), ocr], [t('swish'), seller.swish]];
  let y = top + PAD + 44;
  for (const [label, value] of facts.filter(([, value]) => value !== '')) {
    canvas.write(label, { x: canvas.left + PAD, y, width: 80, size: 9.5, colour: COLOURS.muted });
    canvas.write(value, { x: canvas.left + PAD + 84, y, width: 150, size: 10.5, font: 'bold' });
    y += 16;
  }
  if (seller.swish !== '') {
    const x = canvas.left + canvas.width - PAD - QR;
    drawQr(doc, swishQrText({ number: seller.swish, amountMinor: balanceMinor, message: ocr, editable: {} }), { x, y: top + PAD });
    canvas.write(t('swishHelp'), { x: x - 122, y: top + PAD, width: 110, size: 8.5, colour: COLOURS.muted, align: 'right' });
  }
  canvas.setY(top + HEIGHT + 12);
}

/** Black on white with its quiet zone; runs of dark squares as one bar, so that no hairlines show between them. */
function drawQr({ canvas }: PrintDocument, text: string, { x, y }: { readonly x: number; readonly y: number }): void {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const step = QR / size;
  canvas.fill({ x, y, width: QR, height: QR }, '#FFFFFF');
  for (const [row, cells] of data.entries()) {
    for (let column = 0; column < size; column += 1) {
      let end = column;
      while (end < size && cells[end]) end += 1;
      if (end > column) canvas.fill({ x: x + column * step, y: y + row * step, width: (end - column) * step, height: step + 0.05 }, '#000000');
      column = Math.max(column, end);
    }
  }
}
