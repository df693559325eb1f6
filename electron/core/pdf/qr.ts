import type PDFDocument from 'pdfkit';
import { encode } from 'uqr';

/** Draws a QR code as filled squares with the quiet zone that scanners need; sharp in any print size. Points. */
export function drawQr(doc: InstanceType<typeof PDFDocument>, text: string, { x, y, size }: { readonly x: number; readonly y: number; readonly size: number }): void {
  const qr = encode(text, { ecc: 'M', border: 4 });
  const cell = size / qr.size;
  doc.save().rect(x, y, size, size).fill('#ffffff').fillColor('#000000');
  qr.data.forEach((row, line) => row.forEach((dark, column) => {
    if (dark) doc.rect(x + column * cell, y + line * cell, cell, cell);
  }));
  doc.fill().restore();
}
