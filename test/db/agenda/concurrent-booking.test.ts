import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { insertResource } from '#electron/core/repositories/resource.ts';
import { KEY } from '#test/support/harness.ts';
import { monday, startAgendaClinic, type AgendaClinic } from '#test/contract/agenda/clinic.ts';
import type { Attempt, Job, Outcome } from './writer-process.ts';

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

async function startWriter(attempts: readonly Attempt[]): Promise<ChildProcess> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  child.send({ file: clinic.file, keyHex: KEY, attempts } satisfies Job);
  expect(await next(child, 'a writer to open the file')).toEqual({ ready: true });
  return child;
}

/** Lets each list of attempts run in a program of its own, all at once. */
async function race(lists: readonly (readonly Attempt[])[]): Promise<{ won: Attempt[]; refused: string[] }> {
  const writers = await Promise.all(lists.map(startWriter));
  const answers = writers.map(writer => next(writer, 'a writer to finish') as Promise<Outcome>);
  for (const writer of writers) writer.send('go');
  const results = await Promise.all(answers);
  return { won: results.flatMap(result => [...result.won]), refused: results.flatMap(result => result.refused.map(one => one.because)) };
}

const starts = (count: number, time: string): string[] => Array.from({ length: count }, (_, index) => monday(time, index + 1));
const writers = Array.from({ length: WRITERS }, (_, index) => index);
const booking = (id: string, resourceId: string, start: string): Attempt => ({ op: 'book', id, serviceId: clinic.services.phone, resourceId, start });
const room = async (policy: 'forbid' | 'allow', capacity: number): Promise<string> => {
  const id = v7();
  await clinic.db.write(tx => insertResource(tx, id, { kind: 'room', userId: null, name: policy, policy, capacity, active: true }, { at: monday('08:00'), by: null }));
  return id;
};
const occupied = (resourceId: string) => clinic.rows<{ start: string; n: number }>('SELECT block_start AS "start", count(*) AS n FROM appointment_resource WHERE resource_id = ? GROUP BY block_start ORDER BY block_start', [resourceId]);

describe('C-03 four programs writing to the same encrypted file at once', () => {
  it.each([['forbid', () => room('forbid', 1)], ['warn', () => Promise.resolve(clinic.annaId)]] as const)('policy %s: exactly one of them gets each time, and every other is refused', async (_policy, pick) => {
    const resourceId = await pick();
    const times = starts(25, '08:00');
    const { won, refused } = await race(writers.map(writer => times.map(start => booking(`${resourceId}-${writer}-${start}`, resourceId, start))));
    expect(won).toHaveLength(times.length);
    expect(refused).toEqual(Array.from({ length: times.length * (WRITERS - 1) }, () => 'agenda.doubleBooked'));
    expect(await occupied(resourceId)).toEqual(times.map(start => ({ start, n: 1 })));
  });

  it('policy allow 3: of eight who want each time exactly three get it', async () => {
    const resourceId = await room('allow', 3);
    const times = starts(15, '08:00');
    const twice = (writer: number) => times.flatMap(start => [1, 2].map(round => booking(`${resourceId}-${writer}-${round}-${start}`, resourceId, start)));
    const { won } = await race(writers.map(twice));
    expect(won).toHaveLength(times.length * 3);
    expect(await occupied(resourceId)).toEqual(times.map(start => ({ start, n: 3 })));
  });

  it('of four visits that move to the same time exactly one arrives; the others stay where they were', async () => {
    const resourceId = await room('forbid', 1);
    const times = starts(15, '12:00');
    const idOf = (writer: number, start: string) => `${resourceId}-${writer}-${start}`;
    const before = await race([writers.flatMap(writer => times.map(start => booking(idOf(writer, start), resourceId, new Date(Date.parse(start) - (writer + 1) * 3_600_000).toISOString())))]);
    expect(before.refused).toEqual([]);
    const { won, refused } = await race(writers.map(writer => times.map(start => ({ op: 'move', id: idOf(writer, start), start }) as const)));
    expect(won).toHaveLength(times.length);
    expect(refused).toHaveLength(times.length * (WRITERS - 1));
    expect((await occupied(resourceId)).filter(row => times.includes(row.start))).toEqual(times.map(start => ({ start, n: 1 })));
    expect(await clinic.rows('SELECT count(*) AS n FROM appointment_resource WHERE resource_id = ?', [resourceId])).toEqual([{ n: times.length * WRITERS }]);
  });

  it('complaint 6: of four who change the same visit exactly one does; every other hears that it was changed meanwhile', async () => {
    const resourceId = await room('forbid', 1);
    const times = starts(25, '16:00');
    await race([times.map(start => booking(`${resourceId}-${start}`, resourceId, start))]);
    const { won, refused } = await race(writers.map(() => times.map(start => ({ op: 'confirm', id: `${resourceId}-${start}` }) as const)));
    expect(won).toHaveLength(times.length);
    expect(refused).toEqual(Array.from({ length: times.length * (WRITERS - 1) }, () => 'record.changedMeanwhile'));
    expect(await clinic.rows(`SELECT DISTINCT version, status FROM appointment WHERE id LIKE ? || '-%'`, [resourceId])).toEqual([{ version: 2, status: 'confirmed' }]);
  });

  it('C-10 of forty who want one of seven seats in a group exactly seven get one', async () => {
    const [group] = await clinic.reception.groups.create({ serviceId: clinic.services.phone, title: 'Ryggskola', resourceIds: [clinic.boId], start: { date: monday('12:00', 30).slice(0, 10), time: '09:00' }, capacity: 7 });
    const groupId = group?.id ?? '';
    const { won, refused } = await race(writers.map(writer => Array.from({ length: 10 }, (_, index) => ({ op: 'seat', id: `seat-${writer}-${index}`, groupId }) as const)));
    expect(won).toHaveLength(7);
    expect(refused).toEqual(Array.from({ length: WRITERS * 10 - 7 }, () => 'groups.full'));
    expect((await clinic.reception.groups.meeting({ id: groupId })).booked).toBe(7);
  });
});
