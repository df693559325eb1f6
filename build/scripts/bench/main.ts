import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { filledClinic, type FilledFiles } from './fill/fill.ts';
import type { FillKind } from './fill/shape.ts';
import { seededRandom } from './fill/random.ts';
import { CALL_PARTS, measureCalls } from './measure-all.ts';
import { backupResults } from './backup-results.ts';
import { BACKUP_PLACES, type BackupFigures, type BackupPlace, measureBackup } from './measures/backup.ts';
import { REPEATS } from './measures/screens.ts';
import { measureDayPages } from './measures/day-pages.ts';
import { measureJournal } from './measures/journal.ts';
import { measurePaint } from './measures/paint.ts';
import { measureUnlock } from './measures/unlock.ts';
import { printReport, type Report, type Result } from './report.ts';
import { journalResults, paintResults } from './paint-results.ts';
import { unlockResults } from './results.ts';

/** `agenda` has a filled clinic of its own (20 practitioners, all visits); it and `journal` open a browser. */
const PARTS = [...CALL_PARTS, 'unlock', 'backup', 'agenda', 'journal', 'pages'] as const;
/** Run only when they are asked for. */
const ON_REQUEST: readonly string[] = ['agenda', 'journal', 'pages'];
type Part = (typeof PARTS)[number];
const UNLOCKS = 10;
const MIX_CALLS = 600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' }, patients: { type: 'string', default: '10000' }, size: { type: 'string' }, place: { type: 'string', default: 'folder' }, out: { type: 'string' }, only: { type: 'string' }, strict: { type: 'boolean', default: false }, thin: { type: 'boolean', default: false },
    root: { type: 'string', default: process.cwd() }, fingerprint: { type: 'string', default: '' }, role: { type: 'string', default: 'all' },
  },
});

function wantedParts(): readonly Part[] {
  const asked = [...positionals, ...(values.only?.split(',') ?? [])].map(name => name.trim()).filter(name => name !== '');
  const unknown = asked.filter(name => !(PARTS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  if (asked.includes('agenda') && asked.length > 1) throw new Error('agenda has a filled clinic of its own and is measured alone');
  return PARTS.filter(part => (asked.length === 0 ? !ON_REQUEST.includes(part) : asked.includes(part)));
}

const say = (line: string): void => console.log(line);
const progress = (result: Result): void => say(`  ${result.name}: ${result.product.p50} / ${result.product.p95} / ${result.product.p99} ${result.unit}${result.ratioB === null ? '' : `, ${result.ratioB} × B`}`);

/** Clinics whose encrypted file is of about this size. */
const SIZES: Readonly<Record<string, { readonly patients: number; readonly kind: FillKind }>> = { '1gb': { patients: 7400, kind: 'full' }, '10gb': { patients: 14_800, kind: 'photos' } };
function filling(parts: readonly Part[]): { readonly patients: number; readonly kind: FillKind } {
  if (values.size === undefined) return { patients: Number(values.patients), kind: kindOf(parts) };
  const found = SIZES[values.size];
  if (found === undefined) throw new Error(`there is no size ${values.size}; there are ${Object.keys(SIZES).join(', ')}`);
  return found;
}

const places = (): readonly BackupPlace[] => BACKUP_PLACES.filter(place => values.place.split(',').includes(place));

/** The backup has a process of its own: its memory is its own, and it gives back what it took. */
async function backupInChild(place: BackupPlace): Promise<BackupFigures> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...process.argv.slice(2), '--role', 'backup', '--place', place], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  if (code !== 0) throw new Error(`the backup part ended with code ${code}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as BackupFigures;
}

async function measure(files: FilledFiles, folder: string, parts: readonly Part[]): Promise<Pick<Report, 'results' | 'memory' | 'notes'>> {
  const results: Result[] = [];
  let memory: Record<string, number> = {};
  const add = (more: readonly Result[]): void => more.forEach(result => { results.push(result); progress(result); });
  const calls = CALL_PARTS.filter(part => parts.includes(part));
  if (calls.length > 0) results.push(...(await measureCalls({ files, folder: path.join(folder, 'calls'), parts: calls, repeats: REPEATS, onResult: progress })));
  if (parts.includes('unlock')) {
    const figures = await measureUnlock({ folder: path.join(folder, 'station'), root: values.root, files, random: seededRandom(3), times: UNLOCKS, calls: MIX_CALLS });
    memory = { ...figures.memory };
    add(unlockResults(figures));
  }
  if (parts.includes('backup')) {
    for (const place of places()) {
      const figures = await backupInChild(place);
      memory[`backup process (${place}) at its highest`] = Math.round(figures.ours.rss.highest / 1e6);
      add(backupResults(figures));
    }
  }
  if (parts.includes('pages')) {
    for (const { day, changed, freed, trees } of await measureDayPages(path.join(folder, 'pages'), files)) {
      say(`  ${day}: ${changed} pages, ${((changed * 4096) / 1e6).toFixed(2)} MB; ${freed} of them freed`);
      for (const tree of trees) say(`  ${String(tree.changed).padStart(6)} of ${tree.pages} ${tree.name}`);
    }
  }
  if (parts.includes('agenda')) add(paintResults(await measurePaint({ folder: path.join(folder, 'station'), root: values.root, files })));
  if (parts.includes('journal')) add(journalResults(await measureJournal({ folder: path.join(folder, 'station'), files })));
  return { results, memory, notes: parts.includes('agenda') || parts.includes('journal') ? PAINT_NOTES : NOTES };
}

const NOTES = [
  'Product: real contract, dispatcher, services and knex in this process on its own copy of the file; every call of a patient\'s data first writes its log row durably (A-01), and so do the floors.',
  'Floors replay the statements the product sent (listed in the JSON), prepared, with their own place in the log\'s chain and its hash. A: the clinic without encryption, better-sqlite3. B: the encrypted file through @journeyapps/sqlcipher on a writing and a reading connection, as the product has them.',
  'B on one connection: same work, but a write does not empty the reader\'s page cache. B sync: better-sqlite3-multiple-ciphers on the encrypted file.',
  'Signatures outside the long journal are short, so that 100,000 patients fit; the plain copy\'s pages are fuller than the encrypted file\'s.',
];

const PAINT_NOTES = [
  'The built page in headless Chromium on the built core, signed in with a practice card; from the key as the page received it to the moment after the frame that shows what was asked for. Software rendering, no graphics card.',
  'Typing: floor B is a bare contenteditable of the same length in a window with nothing else, typed into in turns with the note.',
];

const kindOf = (parts: readonly Part[]): FillKind => (parts.includes('agenda') ? 'agenda' : values.thin ? 'thin' : 'full');

async function main(): Promise<void> {
  const folder = path.resolve(values.out ?? path.join(values.root, '.cache/bench'));
  mkdirSync(folder, { recursive: true });
  const quiet = values.role === 'backup';
  const files = await filledClinic({ folder, ...filling(wantedParts()), hasPlain: wantedParts().some(part => part !== 'backup' && part !== 'pages'), fingerprint: values.fingerprint, say: quiet ? () => undefined : say });
  if (quiet) {
    say(JSON.stringify(await measureBackup(path.join(folder, 'backup'), files, { place: places()[0] ?? 'folder' })));
    return;
  }
  const load = loadavg().map(value => Math.round(value * 10) / 10);
  const measured = await measure(files, folder, wantedParts());
  const { facts: { shape, encryptedBytes, plainBytes, fillSeconds } } = files;
  const report: Report = {
    machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGb: Math.round(totalmem() / 1e9), node: process.version, date: new Date().toISOString(), load },
    size: { ...shape, encryptedMb: Math.round(encryptedBytes / 1e6), plainMb: Math.round(plainBytes / 1e6), fillSeconds: Math.round(fillSeconds) },
    ...measured,
  };
  say(`\n${printReport(report)}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
  if (values.strict && report.results.some(result => result.ok === false)) process.exitCode = 1;
}

await main();
