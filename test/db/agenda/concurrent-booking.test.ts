import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KEY } from '#test/support/harness.ts';
import { monday, startAgendaClinic, type AgendaClinic } from '#test/contract/agenda/clinic.ts';

const WRITERS = 4;
const ROOT = resolve(import.meta.dirname, '../../..');

let clinic: AgendaClinic;
let program: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  clinic = await startAgendaClinic();
  // Beside the sources, so that the native drivers are found where they are installed.
  program = join(ROOT, 'node_modules/.cache', `agenda-writer-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT, entryPoints: [join(import.meta.dirname, 'writer-process.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error',
    alias: { '#shared': join(ROOT, 'shared'), '#electron': join(ROOT, 'electron') },
  });
});
afterAll(async () => {
  for (const child of children) child.kill();
  rmSync(program, { force: true });
  await clinic.stop();
});

/** The child's next message; fails at once when it dies, and names what was waited for after the limit. */
function next(child: ChildProcess, what: string): Promise<unknown> {
  return new Promise((done, reject) => {
    const limit = setTimeout(() => reject(new Error(`waited 40 s for ${what}`)), 40_000);
    child.once('message', message => (clearTimeout(limit), done(message)));
    child.once('exit', code => (clearTimeout(limit), reject(new Error(`writer ended with ${code} before ${what}`))));
  });
}

async function startWriter(writer: number, starts: readonly string[]): Promise<ChildProcess> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  child.send({ file: clinic.file, keyHex: KEY, writer, serviceId: clinic.services.phone, resourceId: clinic.annaId, starts });
  expect(await next(child, 'a writer to open the file')).toEqual({ ready: true });
  return child;
}

describe('C-03 several programs writing to the same encrypted file at once', () => {
  it('exactly one of them gets each time, and every other is refused', async () => {
    const starts = Array.from({ length: 40 }, (_, index) => monday('08:00', index + 1));
    const writers = await Promise.all(Array.from({ length: WRITERS }, (_, index) => startWriter(index, starts)));
    const answers = writers.map(writer => next(writer, 'a writer to finish') as Promise<{ won: string[]; refused: string[] }>);
    for (const writer of writers) writer.send('go');
    const results = await Promise.all(answers);
    expect(results.flatMap(result => result.won).sort()).toEqual(starts);
    expect(results.flatMap(result => result.refused)).toHaveLength(starts.length * (WRITERS - 1));
    const stored = await clinic.rows<{ start: string }>('SELECT block_start AS "start" FROM appointment_resource WHERE resource_id = ? ORDER BY block_start', [clinic.annaId]);
    expect(stored.map(row => row.start)).toEqual(starts);
  });
});
