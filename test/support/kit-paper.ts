import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';

/** Reads the recovery kit off the printed PDF, as a person with a scanner or a keyboard does: 24 groups and the identity's line. */
export function readKitPaper(pdfBase64: string): { readonly groups: readonly string[]; readonly identity: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-paper-'));
  try {
    const file = path.join(folder, 'kit.pdf');
    writeFileSync(file, Buffer.from(pdfBase64, 'base64'));
    const [page = ''] = execFileSync('pdftotext', ['-layout', file, '-']).toString().split('\f');
    const numbered = [...page.matchAll(/(?:^|\s)(\d{1,2})\s+([0-9A-Z](?:\s?[0-9A-Z]){4})(?=\s|$)/gm)];
    const groups = Array.from({ length: 24 }, (_, index) => numbered.find(match => Number(match[1]) === index + 1 && !/^\d{2}\d*-/.test(match[2] ?? ''))?.[2]?.replace(/\s/g, '') ?? '');
    return { groups, identity: /AGE-SECRET-KEY-1[0-9A-Z]{58}/.exec(page.replace(/\s/g, ''))?.[0] ?? '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The database key as a technician reads it off the paper, 64 hex digits. */
export const keyOfKit = (paper: string): string => parseKit(paper).keyHex.reveal();
