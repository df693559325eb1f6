import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const out = mkdtempSync(path.join(tmpdir(), 'klinikbok-story-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

interface Report {
  readonly ok: boolean;
  readonly steps: { readonly name: string; readonly ok: boolean; readonly ms: number; readonly screenshot?: string; readonly error?: string }[];
}

/** Runs `npm run demo` as a newcomer does, without a window, and reads its report. */
async function story(language: 'sv' | 'en'): Promise<Report> {
  const folder = path.join(out, language);
  await promisify(execFile)(process.execPath, [path.join(root, 'build/scripts/demo.mjs'), '--headless', '--language', language, '--out', folder], {
    cwd: root, timeout: 600_000, maxBuffer: 16_000_000, env: { ...process.env, NODE_ENV: '' },
  }).catch(() => undefined); // a failed step is told by the report, with its reason
  return JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as Report;
}

describe('the main job, end to end, in Chromium on real parts (npm run demo)', () => {
  it.each(['sv', 'en'] as const)(
    'card in, journal written and signed, card out and in, corrected, printed, backed up, restored on an empty computer (%s)',
    async language => {
      const report = await story(language);
      expect(report.steps.filter(step => !step.ok)).toEqual([]);
      expect(report).toMatchObject({ ok: true });
      expect(report.steps.length).toBeGreaterThanOrEqual(33);
      for (const { screenshot } of report.steps) expect(existsSync(path.join(out, language, screenshot ?? 'none'))).toBe(true);
      for (const document of ['aterstallningskit.pdf', 'journal.pdf']) expect(existsSync(path.join(out, language, document))).toBe(true);
      // The note, its proof, the day's manifest and its signature, as python3 and openssl took them.
      expect(readdirSync(path.join(out, language, 'signed')).map(name => name.replace(/^(anteckning|dag)-[^.]*/, '$1')).sort()).toEqual(['anteckning.json', 'anteckning.proof.json', 'dag.json', 'dag.p7s', 'issuers.pem']);
    },
    700_000,
  );
});
