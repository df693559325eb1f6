import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { pdf } from './samples.ts';

/** Stands on the pages of the whole one: looked for on disk afterwards. */
export const PDF_WORD = 'KANARIEFAGEL-2214';

/** What reaches a clinic, by sender: whole, of many pages, of too many, cut off at its end or in its middle, locked with a password. */
export function incomingPdfs(folder: string): Readonly<Record<string, Buffer>> {
  const whole = pdf({ word: PDF_WORD, pages: 2 });
  return {
    'Hel remiss': whole, 'Tjock journal': pdf({ word: 'Sida', pages: 500 }), 'Orimlig journal': pdf({ word: 'Sida', pages: 501 }),
    'Avbrutet svar': pdf({ word: 'Slutet fattas', pages: 3 }).subarray(0, -40), 'Borttappat svar': whole.subarray(0, 60), 'Låst svar': locked(folder),
  };
}

/** Encrypted with AES-256, as mail programs and hospitals send them. */
function locked(folder: string): Buffer {
  const [plain, sealed] = ['plain.pdf', 'sealed.pdf'].map(name => path.join(folder, name)) as [string, string];
  writeFileSync(plain, pdf({ word: 'Provsvar' }));
  execFileSync('qpdf', ['--encrypt', 'hemligt', 'agare', '256', '--', plain, sealed], { timeout: 20_000 });
  const bytes = readFileSync(sealed);
  for (const file of [plain, sealed]) rmSync(file);
  return bytes;
}
