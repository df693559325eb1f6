import { mkdirSync, rmSync } from 'node:fs';

import type { FilledFiles } from '../fill/fill.ts';
import type { Random } from '../fill/random.ts';
import { makeStation, startStation, type RunningStation } from '../station.ts';

export interface UnlockFigures {
  /** Milliseconds from starting core and card host to the state `open`. */
  readonly startToOpen: readonly number[];
  /** Milliseconds from the PIN to everything the first screen shows. */
  readonly pinToScreen: readonly number[];
  readonly memory: Readonly<Record<string, number>>;
}

export interface UnlockOptions {
  readonly folder: string;
  readonly root: string;
  readonly files: FilledFiles;
  readonly random: Random;
  readonly times: number;
  /** Calls in the mix that memory is read after. */
  readonly calls: number;
}

const WEEK_MS = 7 * 86_400_000;

/** Unlocks the built program again and again, and works in it the last time to see how much memory core takes. */
export async function measureUnlock({ folder, root, files, random, times, calls }: UnlockOptions): Promise<UnlockFigures> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const station = await makeStation(folder, files);
  const startToOpen: number[] = [];
  const pinToScreen: number[] = [];
  let memory: Record<string, number> = {};
  for (let round = 1; round <= times; round += 1) {
    const started = performance.now();
    const running = startStation(station, root);
    try {
      await running.client.session.state({});
      const atPin = performance.now();
      await running.signIn();
      startToOpen.push(performance.now() - started);
      await firstScreen(running, files);
      pinToScreen.push(performance.now() - atPin);
      if (round === times) memory = await memoryAfterWork(running, { files, random, calls });
    } finally {
      await running.close();
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { startToOpen, pinToScreen, memory };
}

/** What a practitioner's start page asks for: where the program stands, today's visits, what is to be signed. */
async function firstScreen({ client }: RunningStation, { facts }: FilledFiles): Promise<void> {
  const from = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000).toISOString();
  const to = new Date(Date.parse(from) + 86_400_000).toISOString();
  await Promise.all([
    client.session.state({}), client.agenda.resources({}), client.agenda.services({}), client.signing.unsigned({}),
    client.agenda.range({ from, to, resourceIds: [...facts.practitionerResources] }),
  ]);
}

async function memoryAfterWork(running: RunningStation, { files: { facts }, random, calls }: { files: FilledFiles; random: Random; calls: number }): Promise<Record<string, number>> {
  const { client } = running;
  const start = running.coreMemory();
  const work: readonly (() => Promise<unknown>)[] = [
    () => client.patients.search({ text: random.pick(facts.samples).familyName.slice(0, 1 + random.below(6)), limit: 20 }),
    () => client.patients.get({ id: random.pick(facts.samples).id }),
    () => client.journal.timeline({ patientId: facts.heavyPatient, limit: 50 }),
    () => week(running, random.pick(facts.weeks), facts.practitionerResources),
  ];
  for (let call = 0; call < calls; call += 1) await work[call % work.length]?.();
  const worked = running.coreMemory();
  await client.log.verify({});
  const verified = running.coreMemory();
  if (!start || !worked || !verified) return {};
  return { 'core at the first screen': start.now, [`core after ${calls} calls`]: worked.now, 'core after checking the whole log': verified.now, 'core at its highest': verified.highest };
}

const week = ({ client }: RunningStation, from: string, resources: readonly string[]): Promise<unknown> =>
  client.agenda.range({ from, to: new Date(Date.parse(from) + WEEK_MS).toISOString(), resourceIds: [...resources] });
