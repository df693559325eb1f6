import { randomBytes } from 'node:crypto';

import { MemoryStore } from './memory-store.ts';

/** The same numbers for the same seed, so that a failure can be run again. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return limit => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export interface MutationSource {
  readonly place: MemoryStore;
  /** The same place after an earlier backup. */
  readonly older: MemoryStore;
  /** Another clinic's place. */
  readonly foreign: MemoryStore;
}

export interface Mutation {
  readonly kind: string;
  readonly store: MemoryStore;
  /** Every key whose content is no longer what was stored. */
  readonly changed: readonly string[];
}

type Draw = (limit: number) => number;
type Rewrite = (bytes: Buffer, draw: Draw) => Buffer;

function copyWith(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

/** What a disk, a network or a hostile hand does to one object's bytes. */
const REWRITES: Readonly<Record<string, Rewrite>> = {
  flipBit: (bytes, draw) => copyWith(bytes, copy => {
    const at = draw(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw(8));
  }),
  truncate: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  extend: (bytes, draw) => Buffer.concat([bytes, randomBytes(1 + draw(100))]),
  extendByZero: bytes => Buffer.concat([bytes, Buffer.alloc(1)]),
  zeroAll: bytes => Buffer.alloc(bytes.length),
  zeroBlock: (bytes, draw) => copyWith(bytes, copy => copy.fill(0, draw(copy.length))),
  swapHalves: bytes => Buffer.concat([bytes.subarray(bytes.length >> 1), bytes.subarray(0, bytes.length >> 1)]),
  dropMiddle: (bytes, draw) => {
    const at = draw(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(4096))]);
  },
  empty: () => Buffer.alloc(0),
  random: bytes => randomBytes(bytes.length),
};

const folderOf = (key: string): string => key.split('/').slice(-2, -1)[0] ?? '';
const pick = <T>(from: readonly T[], draw: Draw): T | undefined => from[draw(from.length)];
const sameFolder = (place: MemoryStore, key: string): string[] => [...place.objects.keys()].filter(other => other !== key && folderOf(other) === folderOf(key));

type Exchange = (o: { store: MemoryStore; key: string; draw: Draw; source: MutationSource }) => void;

/** What can be done with whole objects. */
const EXCHANGES: Readonly<Record<string, Exchange>> = {
  delete: ({ store, key }) => void store.objects.delete(key),
  swapTwo: ({ store, key, draw }) => {
    const other = pick(sameFolder(store, key), draw);
    const [a, b] = [store.objects.get(key), store.objects.get(other ?? '')];
    if (other !== undefined && a !== undefined && b !== undefined) store.objects.set(key, b).set(other, a);
  },
  replaceByAnother: ({ store, key, draw }) => {
    const other = store.objects.get(pick(sameFolder(store, key), draw) ?? '');
    if (other !== undefined) store.objects.set(key, other);
  },
  replaceByOlder: ({ store, key, draw, source }) => {
    const other = source.older.objects.get(pick([...source.older.objects.keys()].filter(one => folderOf(one) === folderOf(key)), draw) ?? '');
    if (other !== undefined) store.objects.set(key, other);
  },
  replaceByAnotherClinics: ({ store, key, draw, source }) => {
    const other = source.foreign.objects.get(pick([...source.foreign.objects.keys()].filter(one => folderOf(one) === folderOf(key)), draw) ?? '');
    if (other !== undefined) store.objects.set(key, other);
  },
  duplicate: ({ store, key, draw }) => {
    const copy = key.replace(/[0-9a-f]{32}(?=\.age$)/, () => randomBytes(16).toString('hex')).replace(/\/(\d{8})-/, () => `/${String(1 + draw(99)).padStart(8, '0')}-`);
    store.objects.set(copy, store.objects.get(key) ?? Buffer.alloc(0));
  },
};

export const MUTATION_KINDS = [...Object.keys(REWRITES), ...Object.keys(EXCHANGES)];

/** Damages a copy of the place in way number `round`, at a random object; the source stays as it is. */
export function mutate(source: MutationSource, round: number, draw: Draw): Mutation {
  const kind = MUTATION_KINDS[round % MUTATION_KINDS.length] ?? '';
  const store = new MemoryStore(source.place.objects);
  const key = pick([...store.objects.keys()], draw) ?? '';
  const rewrite = REWRITES[kind];
  if (rewrite === undefined) EXCHANGES[kind]?.({ store, key, draw, source });
  else store.objects.set(key, rewrite(store.objects.get(key) ?? Buffer.alloc(0), draw));
  const changed = [...source.place.objects].filter(([one, bytes]) => store.objects.get(one)?.equals(bytes) !== true).map(([one]) => one);
  return { kind, store, changed };
}
