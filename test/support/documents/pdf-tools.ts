import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of a PDF as any reader gets it, read from memory; runs of spaces are one. */
export const pdfText = (pdf: Uint8Array): string => pdfLayout(pdf).replace(/\s+/g, ' ');

/** The text with its layout. */
export const pdfLayout = (pdf: Uint8Array): string => execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(pdf), encoding: 'utf8', timeout: 20_000 });

/** What a tool says about a PDF; test data only, in a folder that is removed at once. */
export function pdfTool(tool: 'pdfinfo' | 'pdffonts' | 'qpdf' | 'pdftotext', pdf: Uint8Array, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'klinikbok-pdf-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, pdf);
    return execFileSync(tool, [...args, file, ...(tool === 'pdftotext' ? ['-'] : [])], { encoding: 'utf8', timeout: 20_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
