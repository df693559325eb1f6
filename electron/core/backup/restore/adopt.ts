import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import { syncFolder, writeDurably } from '../../clinic/durable-file.ts';

/** What an exchange needs to know to be finished after a crash. Folder names only, all below the data folder. */
const Exchange = z.strictObject({
  format: z.literal('klinikbok-restore/1'),
  restored: z.string().regex(/^restore-[0-9A-Za-z-]+$/),
  keptAside: z.string().regex(/^old-[0-9A-Za-z-]+$/),
  /** Whatever the caller has to do besides the folders; handed back to `settle`. */
  after: z.unknown(),
});
export type Exchange = z.infer<typeof Exchange>;

/** The three names an exchange moves between. */
export interface ExchangePlace {
  readonly dataDir: string;
  /** The clinic's folder, moved as a whole. */
  readonly clinicDir: string;
}

const journalOf = (dataDir: string): string => path.join(dataDir, 'restore.json');

async function readExchange(dataDir: string): Promise<Exchange | undefined> {
  try {
    return Exchange.parse(JSON.parse(await readFile(journalOf(dataDir), 'utf8')));
  } catch {
    return undefined; // none begun, or cut off while being written: then no folder has been moved yet
  }
}

/** Writes down that the restored folder shall take the clinic's place. From here on only `finishExchange` is needed. */
export async function beginExchange(place: ExchangePlace, exchange: Omit<Exchange, 'format'>): Promise<void> {
  await mkdir(place.dataDir, { recursive: true, mode: 0o700 });
  await writeDurably(journalOf(place.dataDir), JSON.stringify({ format: 'klinikbok-restore/1', ...exchange }));
}

/** Steps of an exchange, in order; a test ends the process after each. */
export const EXCHANGE_STEPS = ['begun', 'oldMoved', 'newMoved', 'settled', 'ended'] as const;
export type ExchangeStep = (typeof EXCHANGE_STEPS)[number];

/**
 * Does what is left of an exchange: the present clinic aside, the restored one in its place, then `settle`. Safe to
 * call at every start and after every crash; does nothing when none was begun. Returns where the old clinic was kept,
 * null when there was none to keep, undefined when there was nothing to do.
 */
export async function finishExchange(
  place: ExchangePlace,
  settle: (after: unknown) => Promise<void>,
  onStep: (step: ExchangeStep) => void = () => undefined,
): Promise<string | null | undefined> {
  const exchange = await readExchange(place.dataDir);
  if (exchange === undefined) return undefined;
  onStep('begun');
  const restored = path.join(place.dataDir, exchange.restored);
  const keptAside = path.join(place.dataDir, exchange.keptAside);
  if (existsSync(restored)) {
    if (existsSync(place.clinicDir)) {
      await rename(place.clinicDir, keptAside);
      await syncFolder(place.dataDir);
    }
    onStep('oldMoved');
    await rename(restored, place.clinicDir);
    await syncFolder(place.dataDir);
  }
  onStep('newMoved');
  await settle(exchange.after);
  onStep('settled');
  await rm(journalOf(place.dataDir), { force: true });
  await syncFolder(place.dataDir);
  onStep('ended');
  return existsSync(keptAside) ? keptAside : null;
}
