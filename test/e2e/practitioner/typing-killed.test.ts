import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { buildProduct } from '#test/support/chromium.ts';
import { bundleLife, startLife, type KillKind, type Life } from '#test/support/typing/lives.ts';
import { killFigures, lastStretch, lossOf } from '#test/support/typing/record.ts';
import { lastText } from '#test/support/typing/writing-desk.ts';

import { filledClinic, type FilledFiles } from '../../../build/scripts/bench/fill/fill.ts';
import { seededRandom } from '../../../build/scripts/bench/fill/random.ts';
import { makeStation, type Station } from '../../../build/scripts/bench/station.ts';

// The short form: one kill of each kind, in the real window. `npm run test:kill` does two hundred.
const KILLS = Number(process.env['KLINIKBOK_KILLS'] ?? 3);
const SEED = Number(process.env['KLINIKBOK_SEED'] ?? 1);
/** One start in this many has the real window, the first one always; the others are driven over the wire by the renderer's own autosave. */
const WINDOW_EVERY = 4;
const LENGTH = 3_000;
const MOST_LOST_MS = 2_000;
const ROUND_LIMIT_MS = 60_000;

const random = seededRandom(SEED);
const kinds = killOrder(KILLS);
const figures = killFigures();
const pause = (ms: number): Promise<void> => new Promise(resolve => { setTimeout(resolve, ms); });
let folder: string;
let files: FilledFiles;
let station: Station;
let bundle: Awaited<ReturnType<typeof bundleLife>>;

/** One of each kind in every three, in random order. */
function killOrder(count: number): KillKind[] {
  const all: KillKind[] = [];
  while (all.length < count) {
    const three: KillKind[] = ['core', 'card', 'shell'];
    while (three.length > 0) all.push(...three.splice(random.below(three.length), 1));
  }
  return all.slice(0, count);
}

beforeAll(async () => {
  if (!process.env['KLINIKBOK_DIST']) await buildProduct();
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-typing-'));
  [bundle, files] = await Promise.all([bundleLife(), filledClinic({ folder, patients: 20, kind: 'thin', fingerprint: 'typing', say: () => undefined })]);
  station = await makeStation(folder, files);
});
afterAll(() => {
  bundle?.remove();
  rmSync(folder, { recursive: true, force: true });
});

let starts = 0;
const isWindow = (): boolean => (starts - 1) % WINDOW_EVERY === 0;
function begin(noteId: string | null): Life {
  starts += 1;
  return startLife(bundle.file, {
    kind: isWindow() ? 'window' : 'wire', station, profileDir: path.join(folder, 'profile'), patientId: files.facts.samples[1]?.id ?? '', noteId, record: record(), seed: SEED + starts,
    dist: process.env['KLINIKBOK_DIST'] ?? path.resolve(import.meta.dirname, '../../../dist'),
  });
}
const record = (): string => path.join(folder, 'typed.jsonl');

/** What the file itself holds of a note when no program runs; whole, says SQLite. */
async function heldInFile(noteId: string): Promise<string> {
  const db = await openDatabase({ file: clinicPlace(station.dataDir, path.join(folder, 'profile')).database, mode: 'readwrite', getKeyHex: () => files.facts.keyHex });
  try {
    expect(await db.reader.raw('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const row = (await db.reader('note_draft').where({ note_id: noteId }).first('content')) as { content: string } | undefined;
    return row ? lastText(JSON.parse(row.content) as NoteContent) : '';
  } finally {
    await db.close();
  }
}

describe('a note typed with the autosave running', () => {
  it(`loses at most the last two seconds and never what was shown as saved, whichever process is killed (${KILLS} kills, seed ${SEED}; complaint 1)`, async () => {
    let life = begin(null);
    let now = await life.ready();
    for (const [at, kind] of kinds.entries()) {
      life.type();
      await pause(600 + random.below(3_000));
      const killedAt = await life.kill(kind);
      const typed = lastStretch(record());
      const where = isWindow() ? 'window' : 'wire';
      if (kind === 'shell') life = begin(now.noteId);
      now = await life.ready();
      // Letters that came between the kill and the lock were typed too.
      const stretch = kind === 'shell' ? typed : lastStretch(record(), 1);
      const loss = lossOf(stretch, { killedAt, held: now.held });
      figures.count(`${kind}, ${where}`, loss, stretch.keys.length);
      if (KILLS > 10) console.log(`${at + 1}/${KILLS} ${kind}, ${where}: ${loss.letters} of ${stretch.keys.length} letters, ${loss.ms} ms`);
      expect({ kind, where, ...loss }).toMatchObject({ isBeginning: true, savedLetters: 0 });
      expect(loss.ms, `${kind}, ${where}: ${loss.letters} letters`).toBeLessThanOrEqual(MOST_LOST_MS);
      if (now.held.length >= LENGTH) {
        life.another();
        now = await life.ready();
      }
    }
    // Closed as a person closes it, nothing at all is lost.
    life.type();
    await pause(1_500);
    await life.end();
    const last = lastStretch(record());
    expect(await heldInFile(now.noteId)).toBe(last.began + last.keys.map(({ key }) => key).join(''));
    figures.print();
    expect(figures.letters()).toBeGreaterThan(KILLS);
  }, KILLS * ROUND_LIMIT_MS + 120_000);
});
