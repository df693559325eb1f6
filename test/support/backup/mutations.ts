import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { readVault } from '#electron/core/backup/engine/vault-bundle.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { MemoryStore } from './memory-store.ts';

/** The same numbers for the same seed, so that a failure can be run again. */
function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return limit => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

type Change = (bytes: Buffer, random: (limit: number) => number, others: readonly Buffer[]) => Buffer | undefined;

/** Everything a disk, a thief or a careless hand can do to one stored file. */
export const MUTATIONS: Readonly<Record<string, Change>> = {
  flipBit: (bytes, random) => {
    const changed = Buffer.from(bytes);
    const at = random(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
    return changed;
  },
  cutOff: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  cutOneByte: bytes => bytes.subarray(0, bytes.length - 1),
  empty: () => Buffer.alloc(0),
  addBytes: (bytes, random) => Buffer.concat([bytes, randomBytes(1 + random(100))]),
  addZero: bytes => Buffer.concat([bytes, Buffer.alloc(1)]),
  zeroBlock: (bytes, random) => {
    const changed = Buffer.from(bytes);
    const at = random(changed.length);
    return changed.fill(0, at, Math.min(changed.length, at + 512)).equals(bytes) ? undefined : changed;
  },
  swapBlocks: (bytes, random) => {
    const size = 1 + random(64);
    const [a, b] = [random(bytes.length - size), random(bytes.length - size)];
    const changed = Buffer.from(bytes);
    bytes.copy(changed, a, b, b + size);
    bytes.copy(changed, b, a, a + size);
    return changed.equals(bytes) ? undefined : changed;
  },
  replaceByOther: (bytes, random, others) => {
    const other = others[random(others.length)];
    return other === undefined || other.equals(bytes) ? undefined : other;
  },
  random: bytes => randomBytes(bytes.length),
  dropChunk: (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(4096))]);
  },
};

export interface MutationInput {
  readonly place: MemoryStore;
  readonly identity: string;
  readonly fingerprint: string;
  /** SHA-256 of the newest generation's database. */
  readonly fileSha256: string;
  readonly rounds: number;
  readonly seed: number;
}

export interface MutationResult {
  readonly done: number;
  /** `kind key` of every damage after which the newest backup still claimed to be whole. */
  readonly unnoticed: readonly string[];
  readonly byKind: Readonly<Record<string, number>>;
}

async function isNoticed(store: MemoryStore, newestId: string, input: MutationInput & { folder: string; round: number }): Promise<boolean> {
  const target = path.join(input.folder, `${input.round}.db`);
  try {
    const [newest] = await openGenerations({ store, identities: [input.identity], fingerprint: input.fingerprint });
    if (newest === undefined || `${newest.manifest.machineId}/${newest.manifest.seq}` !== newestId) return true;
    const built = await rebuild({ store, manifest: newest.manifest, identities: [input.identity], target, onProgress: () => undefined });
    const vault = await readVault(store, newest.manifest, [input.identity]);
    return built.fileSha256 !== input.fileSha256 || built.missingPages.length > 0 || vault === undefined;
  } catch (error) {
    if (isAppError(error)) return true;
    throw error; // anything but a refusal is a fault of ours
  } finally {
    rmSync(target, { force: true });
  }
}

/** Damages one object of the newest generation at a time, in every way of MUTATIONS, and counts what goes unnoticed. */
export async function runMutations(input: MutationInput): Promise<MutationResult> {
  const random = seeded(input.seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-mutations-'));
  const [newest] = await openGenerations({ store: input.place, identities: [input.identity], fingerprint: input.fingerprint });
  if (newest === undefined) throw new Error('nothing to damage');
  const { manifest } = newest;
  const snap = [...input.place.objects.keys()].find(key => key.includes(`${manifest.machineId}/snap/${String(manifest.seq).padStart(8, '0')}`)) ?? '';
  const keys = [snap, ...manifest.packs.map(pack => pack.key), ...(manifest.vault === null ? [] : [manifest.vault.key])];
  const kinds = Object.keys(MUTATIONS);
  const unnoticed: string[] = [];
  const byKind: Record<string, number> = { remove: 0, ...Object.fromEntries(kinds.map(kind => [kind, 0])) };
  try {
    for (let round = 0; round < input.rounds; round += 1) {
      const key = keys[random(keys.length)] ?? snap;
      const kind = round % (kinds.length + 1) === kinds.length ? 'remove' : (kinds[round % (kinds.length + 1)] ?? 'flipBit');
      const bytes = input.place.objects.get(key) ?? Buffer.alloc(0);
      const store = new MemoryStore(input.place.objects);
      const changed = MUTATIONS[kind]?.(bytes, random, [...input.place.objects.values()]);
      if (changed === undefined && kind !== 'remove') continue;
      if (changed === undefined) store.objects.delete(key);
      else store.objects.set(key, changed);
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      if (!(await isNoticed(store, `${manifest.machineId}/${manifest.seq}`, { ...input, folder, round }))) unnoticed.push(`${kind} ${key}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { done: Object.values(byKind).reduce((sum, count) => sum + count, 0), unnoticed, byKind };
}
