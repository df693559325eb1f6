import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase } from '#electron/core/db/database.ts';
import { unkeptDrafts } from '#electron/core/repositories/note-draft.ts';
import { KEY } from '#test/support/harness.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let bundle: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kill-'));
  const cache = path.join(root, 'node_modules/.cache/klinikbok-test');
  mkdirSync(cache, { recursive: true });
  bundle = path.join(cache, `autosave-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(root, 'test/support/journal/autosave-process.ts')], bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error',
    packages: 'external', alias: { '#shared': path.join(root, 'shared'), '#electron': path.join(root, 'electron') },
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

/** Types in another process and kills it after so many acknowledged saves; gives the last acknowledged text. */
async function typeAndKill(file: string, afterSaves: number): Promise<{ noteId: string; acknowledged: number }> {
  const child = fork(bundle, [file, KEY], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let noteId = '';
  let acknowledged = 0;
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()));
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  child.on('message', (message: { noteId: string; saved: number }) => {
    ({ noteId, saved: acknowledged } = message);
    if (acknowledged === afterSaves) child.kill('SIGKILL');
  });
  await ended;
  clearTimeout(limit);
  return { noteId, acknowledged };
}

describe('kill -9 while the autosave runs', () => {
  it.each([1, 3, 17, 40])('loses nothing that was acknowledged (after %i saves), and the file is whole', async saves => {
    const file = path.join(folder, `clinic-${saves}.db`);
    const { noteId, acknowledged } = await typeAndKill(file, saves);
    expect(acknowledged).toBeGreaterThanOrEqual(saves);
    const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => KEY });
    try {
      const [draft] = (await db.reader.raw('SELECT revision, content FROM note_draft WHERE note_id = ?', [noteId])) as { revision: number; content: string }[];
      expect(draft?.revision).toBeGreaterThanOrEqual(acknowledged);
      expect(draft?.content).toContain(`rad ${draft?.revision}.`);
      expect(await db.reader.raw('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      // Every save has its log row and no row is there without its save.
      const [log] = (await db.reader.raw("SELECT max(object_version) AS newest FROM audit_event WHERE action = 'NOTE_DRAFT' AND object_id = ?", [noteId])) as { newest: number }[];
      expect(log?.newest).toBe(draft?.revision);
      expect((await unkeptDrafts(db.reader)).map(one => one.noteId)).toEqual((draft?.revision ?? 0) > 1 ? [noteId] : []);
    } finally {
      await db.close();
    }
  });
});
