import PDFDocument from 'pdfkit';

import { printFont } from './fonts.ts';

/** Margin of the papers that belong to the backups, and what is left between: points on A4. */
export const MARGIN = 42;
export const WIDTH = 595.28 - 2 * MARGIN;

export type PaperDoc = InstanceType<typeof PDFDocument>;

/**
 * One of the papers that lie beside the recovery kit, as a PDF (A4, Swedish, our fonts): as many copies as asked for, a page
 * each, drawn by `draw` with the copy's number from 1. Without letterhead: it must be readable when the clinic's settings are not.
 */
export function plainPaper({ title, copies }: { readonly title: string; readonly copies: number }, draw: (doc: PaperDoc, copy: number) => void): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, autoFirstPage: false, lang: 'sv', info: { Title: title, Author: 'Klinikbok' } });
  for (const font of ['regular', 'bold', 'italic'] as const) doc.registerFont(font, printFont(font));
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece));
    doc.on('error', reject);
    doc.on('end', () => resolve(Buffer.concat(pieces)));
    for (let copy = 1; copy <= copies; copy += 1) {
      doc.addPage();
      draw(doc, copy);
    }
    doc.end();
  });
}
