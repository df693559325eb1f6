import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The text of a PDF as poppler reads it, or undefined while the file is not there yet. */
export async function pdfText(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', timeout: 20_000 });
}

/** Waits until `look` gives something; says what it waited for when it does not come. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, limitMs = 15_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
