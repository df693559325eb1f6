import { readFile } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';
import { vaultFiles } from '../vault/vault-files.ts';

/** L-04: after the fifth failure in a row every further try waits, twice as long each time, at most an hour. */
const FREE_TRIES = 5;
const FIRST_DELAY_S = 30;
const LONGEST_DELAY_S = 3600;
/** After so many failures in a row only an administrator opens the way again. */
export const HARD_STOP = 100;
const MAX_TAGS = 200;

const Tries = z.strictObject({ failures: z.int().min(0), notBefore: z.iso.datetime(), lastAt: z.iso.datetime() });
export type Tries = z.infer<typeof Tries>;

const State = z.strictObject({ format: z.literal('pm-throttle/1'), tags: z.record(z.string(), Tries) });
type State = z.infer<typeof State>;

export interface Throttle {
  /**
   * Counts one try for this name tag before it is made, so that neither a kill nor tries at the same time escape.
   * Throws `auth.delayed` {seconds} or `auth.tooManyFailures`; then the try is not made and not counted.
   */
  begin(tag: string): Promise<void>;
  /** The try was right: the count starts again. */
  succeeded(tag: string): Promise<void>;
  /** All counts, for the copy inside the database. */
  counts(): Promise<Readonly<Record<string, Tries>>>;
  /** Takes over higher counts (the file was removed or put back). */
  merge(known: Readonly<Record<string, Tries>>): Promise<void>;
  /** An administrator opens the way again. */
  clear(tag: string): Promise<void>;
}

const secondsAfter = (failures: number): number => (failures < FREE_TRIES ? 0 : Math.min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (failures - FREE_TRIES)));

const empty = (): State => ({ format: 'pm-throttle/1', tags: {} });

async function readState(file: string): Promise<State> {
  try {
    return State.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return empty();
  }
}

async function writeState(file: string, state: State): Promise<void> {
  await vaultFiles.write(`${file}.tmp`, Buffer.from(JSON.stringify(state)));
  await vaultFiles.rename(`${file}.tmp`, file);
  await vaultFiles.syncFolder(path.dirname(file));
}

/** Keeps the file small when somebody tries thousands of names: the newest counts stay. */
function bounded(state: State): State {
  const newest = Object.entries(state.tags).sort(([, a], [, b]) => (a.lastAt < b.lastAt ? 1 : -1)).slice(0, MAX_TAGS);
  return { ...state, tags: Object.fromEntries(newest) };
}

/** Seconds still to wait. A clock set back never makes the wait longer than the delay itself. */
function waitSeconds(tries: Tries, now: Date): number {
  const left = Math.ceil((Date.parse(tries.notBefore) - now.getTime()) / 1000);
  return Math.max(0, Math.min(left, secondsAfter(tries.failures)));
}

/** The throttle kept in this file (`<data>/throttle.json`): no names in clear, readable while the database is locked. */
export function openThrottle(file: string, now: () => Date): Throttle {
  let queue: Promise<unknown> = Promise.resolve();
  const change = <T>(work: (state: State) => { readonly next: State; readonly answer: T }): Promise<T> => {
    const result = queue.then(async () => {
      const { next, answer } = work(await readState(file));
      await writeState(file, bounded(next));
      return answer;
    });
    queue = result.catch(() => undefined);
    return result;
  };
  const without = (state: State, tag: string): State => ({ ...state, tags: Object.fromEntries(Object.entries(state.tags).filter(([key]) => key !== tag)) });

  return {
    begin: tag =>
      change(state => {
        const known = state.tags[tag];
        if (known !== undefined && known.failures >= HARD_STOP) throw new AppError('auth.tooManyFailures');
        const seconds = known === undefined ? 0 : waitSeconds(known, now());
        if (seconds > 0) throw new AppError('auth.delayed', { seconds });
        const failures = (known?.failures ?? 0) + 1;
        const at = now();
        const tries = { failures, lastAt: at.toISOString(), notBefore: new Date(at.getTime() + secondsAfter(failures) * 1000).toISOString() };
        return { next: { ...state, tags: { ...state.tags, [tag]: tries } }, answer: undefined };
      }),
    succeeded: tag => change(state => ({ next: without(state, tag), answer: undefined })),
    clear: tag => change(state => ({ next: without(state, tag), answer: undefined })),
    counts: async () => (await readState(file)).tags,
    merge: known =>
      change(state => {
        const higher = Object.entries(known).filter(([tag, tries]) => tries.failures > (state.tags[tag]?.failures ?? 0));
        return { next: { ...state, tags: { ...state.tags, ...Object.fromEntries(higher) } }, answer: undefined };
      }),
  };
}
