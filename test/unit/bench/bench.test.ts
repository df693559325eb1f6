import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { readBytes } from '#electron/core/repositories/attachment-bytes.ts';
import { verifyChain } from '#electron/core/services/log/verify-chain.ts';
import { canonicalRecord, type NoteRecord } from '#shared/domain/journal/note-record.ts';
import { filledClinic, type FilledFiles } from '../../../build/scripts/bench/fill/fill.ts';
import { seededRandom } from '../../../build/scripts/bench/fill/random.ts';
import { CALL_PARTS, measureCalls } from '../../../build/scripts/bench/measure-all.ts';
import { measureBackup } from '../../../build/scripts/bench/measures/backup.ts';
import { measureDayPages } from '../../../build/scripts/bench/measures/day-pages.ts';
import { measureUnlock } from '../../../build/scripts/bench/measures/unlock.ts';
import type { Result } from '../../../build/scripts/bench/report.ts';
import { backupResults } from '../../../build/scripts/bench/backup-results.ts';
import { unlockResults } from '../../../build/scripts/bench/results.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
let files: FilledFiles;
let db: Database;

const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await db.reader.raw(sql)) as Record<string, unknown>[];
const count = async (table: string): Promise<unknown> => (await rows(`SELECT count(*) AS c FROM ${table}`))[0]?.['c'];
const fill = () => filledClinic({ folder, patients: 50, fingerprint: 'test', say: () => undefined });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-bench-'));
  files = await fill();
  db = await openDatabase({ file: files.encrypted, mode: 'readwrite', getKeyHex: () => files.facts.keyHex });
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a clinic filled for measuring', () => {
  it('has ten visits, twenty journal versions and fifty log rows for each patient', async () => {
    expect(await count('patient')).toBe(50);
    expect(await count('appointment')).toBe(500);
    expect(await count('note')).toBe(750);
    expect(await count('note_version')).toBe(1000);
    expect(await count('audit_event')).toBe(2500);
    expect(await count(`resource WHERE kind = 'practitioner'`)).toBe(10);
    expect(await count(`note WHERE patient_id = '${files.facts.heavyPatient}'`)).toBe(250);
  });

  it('has photographs that the product reads whole, where they are asked for', async () => {
    const { encrypted, facts } = await filledClinic({ folder, patients: 8, kind: 'photos', hasPlain: false, fingerprint: 'test', say: () => undefined });
    const clinic = await openDatabase({ file: encrypted, mode: 'readwrite', getKeyHex: () => facts.keyHex });
    const photos = (await clinic.reader.raw('SELECT id, size, sha256 FROM attachment')) as { id: string; size: number; sha256: string }[];
    expect(photos).toHaveLength(2);
    for (const { id, size, sha256 } of photos) {
      const bytes = await readBytes(clinic.reader, id);
      expect(bytes.length).toBe(size);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    await clinic.close();
  });

  it('holds a log that the product finds whole, day index included (A-05)', async () => {
    const report = await verifyChain(db.reader, { signer: null, anchors: [], monotonicMs: () => 0 });
    expect(report).toMatchObject({ ok: true, rows: 2500, firstBad: null });
  });

  it('holds journal versions in canonical form, each hashed and chained to the one before (J-08)', async () => {
    const versions = await rows('SELECT note_id, no, record, digest, prev_digest FROM note_version ORDER BY note_id, no');
    for (const [index, version] of versions.entries()) {
      const text = String(version['record']);
      expect(canonicalRecord(JSON.parse(text) as NoteRecord)).toBe(text);
      expect(createHash('sha256').update(text).digest('hex')).toBe(version['digest']);
      expect(version['prev_digest']).toBe(version['no'] === 1 ? null : versions[index - 1]?.['digest']);
    }
  });

  it('has every guard that a new clinic has, to the letter', async () => {
    const guards = async (one: Database): Promise<unknown> => (await one.reader.raw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")) as unknown;
    const fresh = await openDatabase({ file: path.join(folder, 'fresh.db'), mode: 'create', getKeyHex: () => files.facts.keyHex });
    try {
      await migrate(fresh);
      expect(await guards(db)).toEqual(await guards(fresh));
    } finally {
      await fresh.close();
    }
    expect(await rows('PRAGMA foreign_key_check')).toEqual([]);
    expect(await rows('SELECT count(*) AS c FROM note n WHERE latest_no IS NOT (SELECT max(no) FROM note_version WHERE note_id = n.id)')).toEqual([{ c: 0 }]);
  });

  it('is used again as long as nothing that made it changed', async () => {
    expect(await fill()).toEqual(files);
  });
});

describe('measuring', () => {
  it('does every call through the product and every floor, and lists the statements without the key', async () => {
    const results = await measureCalls({ files, folder: path.join(folder, 'calls'), parts: CALL_PARTS, repeats: { reads: 1, heavy: 1, saves: 1 } });
    expect(results.map(result => result.name)).toEqual([
      'search 1 char', 'search 2 chars', 'search 4 chars', 'search 8 chars', 'search worst', 'patient card', 'first 50 entries', 'all 500 entries', 'calendar week', 'save note',
      'save note, keep version', 'log append', 'log verify',
    ]);
    for (const result of results) {
      expect(result, result.name).toMatchObject({ n: 1, floorA: { p50: expect.any(Number) }, floorB: { p50: expect.any(Number) }, floorBOne: { p50: expect.any(Number) }, floorBSync: { p50: expect.any(Number) } });
      expect(result.sql.join('\n'), result.name).not.toContain(files.facts.keyHex);
    }
    const statements = (name: string): readonly string[] => results.find(result => result.name === name)?.sql.map(sql => sql.split(/[\s(]/).slice(0, 3).join(' ')) ?? [];
    expect(statements('calendar week')[0]).toBe('INSERT INTO audit_event');
    expect(statements('save note')).toEqual(['BEGIN IMMEDIATE', 'UPDATE note_draft SET', 'INSERT INTO audit_event', 'COMMIT']);
  });

  it('unlocks the program with a card and reads the memory of its core', async () => {
    // Beside the packages that the processes load, which a temporary folder is not.
    const home = path.join(root, `node_modules/.cache/klinikbok-test/bench-${process.pid}`);
    const entries = { 'core': 'electron/core/main.ts', 'card-host': 'electron/card-host/main.ts', 'import-worker': 'electron/import-worker/main.ts' };
    try {
      mkdirSync(home, { recursive: true });
      await build({
        absWorkingDir: root, entryPoints: entries, outdir: path.join(home, 'dist/electron'), outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', target: 'node20', format: 'cjs',
        packages: 'external', logLevel: 'error', loader: { '.ttf': 'binary', '.woff': 'binary', '.pem': 'text', '.icc': 'binary' },
        define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__importMetaUrl' }, banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
      });
      const figures = await measureUnlock({ folder: path.join(folder, 'station'), root: home, files, random: seededRandom(1), times: 1, calls: 4 });
      expect(figures).toMatchObject({ startToOpen: [expect.any(Number)], pinToScreen: [expect.any(Number)] });
      expect(figures.memory['core at its highest']).toBeGreaterThan(10);
      expect(unlockResults(figures).map(({ name }: Result) => name)).toEqual(['core start to open', 'unlock to first screen', 'core memory']);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it('names every page that a day changes by its table or index', async () => {
    const days = await measureDayPages(path.join(folder, 'pages'), files, 0.03);
    for (const { changed, freed, trees } of days) expect(trees.reduce((sum, tree) => sum + tree.changed, freed)).toBe(changed);
    for (const name of ['audit_event', 'note_version', 'appointment']) expect(days[0]?.trees.map(tree => tree.name)).toContain(name);
  });

  it('backs up, lives through a clinic day, backs up again and restores, beside restic', async () => {
    const figures = await measureBackup(path.join(folder, 'backup'), files, { place: 'folder', share: 0.05 });
    expect(figures.ours.day.storedBytes).toBeGreaterThan(0);
    expect(figures.ours.day.storedBytes).toBeLessThan(figures.ours.first.storedBytes);
    expect(figures.restic).not.toBeNull();
    expect(backupResults(figures).every(({ product }) => product.p50 > 0)).toBe(true);
  });
});
