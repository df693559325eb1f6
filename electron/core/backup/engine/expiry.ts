import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import type { ExpiryRecord } from '#shared/domain/backup/retention.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import type { StoreExpiry } from '../../ports/store-expiry.ts';
import { planExpiry, type ExpiryQuestion } from './expiry-plan.ts';
import { LocalState } from './local-state.ts';
import type { BackupContext } from './ports.ts';

/** The backups that were about to go, written down before the first removal and kept until they are in the log. */
const Journal = z.array(z.strictObject({ key: z.string(), machineId: z.string(), seq: z.int() }));
type Journal = z.infer<typeof Journal>;

export interface Expired {
  readonly record: Omit<ExpiryRecord, 'at'>;
  /** Backups that are gone from the place, those of a look that was cut off among them. */
  readonly generations: readonly { readonly machineId: string; readonly seq: number }[];
  /** Call when it is in the log; until then the next look tells it once more. */
  readonly noted: () => Promise<void>;
}

async function readJournal(file: string): Promise<Journal> {
  try {
    return Journal.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return []; // none, or cut off while it was written: then nothing was removed after it
  }
}

export interface ExpiryRequest extends Omit<ExpiryQuestion, 'machineId' | 'inUse'> {
  readonly repositoryId: string;
  readonly expiry: StoreExpiry;
}

/**
 * Lets go what has expired: lists of contents first, durably, then what only they needed. Killed at any moment, every
 * backup that stays is whole, and what was left over goes at the next look. Errors: backup.place….
 */
export async function expire({ store, workFolder }: Pick<BackupContext, 'store' | 'workFolder'>, request: ExpiryRequest): Promise<Expired> {
  const state = await LocalState.load(workFolder, request.repositoryId);
  const plan = planExpiry({ ...request, machineId: state.fields.machineId, inUse: new Set(state.map.packs.map(pack => pack.key)) });
  const file = path.join(state.folder, 'expiry');
  const planned = new Set(plan.manifests.map(one => one.key));
  const journal: Journal = [...(await readJournal(file)).filter(one => !planned.has(one.key)), ...plan.manifests];
  const sizes = new Map(request.contents.objects.map(object => [object.key, object.size]));
  const bytes = [...planned, ...plan.objects.map(one => one.key)].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
  if (bytes > 0) {
    await writeDurably(file, JSON.stringify(journal));
    await request.expiry.remove([...planned]);
    await request.expiry.remove(plan.objects.map(one => one.key));
  }
  const left = new Set((await store.list('m/')).map(one => one.key));
  const generations = journal.filter(one => !left.has(one.key)).map(({ machineId, seq }) => ({ machineId, seq }));
  return { record: { generations: generations.length, bytes, heldBack: plan.heldBack }, generations, noted: () => rm(file, { force: true }) };
}
