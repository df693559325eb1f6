import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { build } from 'esbuild';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Autosave, type SaveAnswer } from '#renderer/parts/autosave.ts';
import { KEY } from '#test/support/harness.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** `node build/scripts/kill-journal.mjs` asks for two hundred. */
const KILLS = Number(process.env['KLINIKBOK_KILLS'] ?? 2);
const LENGTH = 3_000;
const LIFE_MS = 30_000;
/** So slow that the note is still growing at the last kill. */
const STEP_MS = KILLS > 20 ? 50 : 10;
let bundle: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-typing-'));
  const cache = path.join(root, 'node_modules/.cache/klinikbok-test');
  mkdirSync(cache, { recursive: true });
  bundle = path.join(cache, `typing-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(root, 'test/support/journal/typing-core.ts')], bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error',
    packages: 'external', alias: { '#shared': path.join(root, 'shared'), '#electron': path.join(root, 'electron') },
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

interface Ready {
  readonly revision: number;
  readonly text: string;
  readonly integrity: string;
}
interface Core {
  readonly ready: Ready;
  readonly save: (request: { text: string; baseRevision: number; key: string; keep: boolean }) => Promise<SaveAnswer>;
  readonly kill: () => Promise<void>;
}

/** Starts the core on the file and waits until it says what it holds. */
async function startCore(ids: readonly string[]): Promise<Core> {
  const child: ChildProcess = fork(bundle, [path.join(folder, 'clinic.db'), KEY, ...ids], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve: (answer: SaveAnswer) => void; reject: (error: Error) => void }>();
  const gone = new Promise<void>(resolve => child.on('exit', () => {
    for (const one of waiting.values()) one.reject(new Error('core was killed'));
    resolve();
  }));
  const ready = await new Promise<Ready>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('core did not say what it holds')), LIFE_MS);
    child.on('message', (message: { ready?: true; id?: number; answer?: SaveAnswer; error?: string } & Partial<Ready>) => {
      if (message.ready) { clearTimeout(limit); resolve(message as Ready); return; }
      const asked = waiting.get(message.id ?? -1);
      waiting.delete(message.id ?? -1);
      if (message.answer) asked?.resolve(message.answer);
      else asked?.reject(new Error(message.error));
    });
  });
  let id = 0;
  return {
    ready,
    save: request => new Promise((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      child.send({ id, ...request }, error => { if (error) reject(error); });
    }),
    kill: async () => { child.kill('SIGKILL'); await gone; },
  };
}

const pause = (ms: number) => new Promise<void>(resolve => { setTimeout(resolve, ms); });

describe('a note typed with the autosave running', () => {
  it(`loses nothing that was said to be saved, however core and window are killed (${KILLS} kills, complaint 1)`, async () => {
    const ids = [v7(), v7()];
    const letters = 'abcdefghij klmnopqrstuvwxyz ';
    let [typed, saved, most] = ['', '', 0];
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const core = await startCore(ids);
      expect(core.ready.integrity).toBe('ok');
      // What was acknowledged is there to the letter; what is there was typed.
      expect(core.ready.text.startsWith(saved.trimEnd())).toBe(true);
      expect(typed.startsWith(core.ready.text)).toBe(true);
      // Every other time the window dies too: what it had not saved is gone, and typing goes on from what is kept.
      if (kill % 2 === 1) typed = core.ready.text;
      if (typed.length > LENGTH) typed = typed.slice(0, LENGTH);
      const autosave = new Autosave<{ text: string }>({
        revision: core.ready.revision, newKey: v7, isFinal: () => false, onState: () => undefined,
        send: async request => {
          const answer = await core.save(request);
          saved = request.text;
          return answer;
        },
      });
      const end = Date.now() + 200 + Math.random() * 1_200;
      while (Date.now() < end) {
        if (typed.length < LENGTH) typed += letters[typed.length % letters.length] ?? ' ';
        autosave.changed({ text: typed });
        most = Math.max(most, typed.length);
        await pause(STEP_MS);
      }
      if (kill === KILLS) await autosave.flush(true);
      autosave.stop();
      await core.kill();
    }
    const last = await startCore(ids);
    expect(last.ready.text).toBe(typed.trimEnd());
    expect(most).toBeGreaterThan(100);
    await last.kill();
  }, KILLS * 20_000 + 60_000);
});
