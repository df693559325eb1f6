/**
 * The hash tree of RFC 6962 section 2.1: a leaf is H(00 ‖ data), a node H(01 ‖ left ‖ right), and the left half holds the
 * largest power of two that is smaller than the number of leaves. The hash is given, since this code also runs where
 * node:crypto does not.
 */
export type Hash = (data: Uint8Array) => Uint8Array;

const LEAF = 0x00;
const NODE = 0x01;

function joined(prefix: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  whole[0] = prefix;
  let at = 1;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The hash of one leaf. The prefix keeps a node from ever being taken for a leaf. */
export const leafHash = (data: Uint8Array, hash: Hash): Uint8Array => hash(joined(LEAF, data));
const nodeHash = (left: Uint8Array, right: Uint8Array, hash: Hash): Uint8Array => hash(joined(NODE, left, right));

function halfOf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

const rootOfHashes = (hashes: readonly Uint8Array[], hash: Hash): Uint8Array => {
  const [only] = hashes;
  if (only === undefined) return hash(new Uint8Array(0));
  if (hashes.length === 1) return only;
  const half = halfOf(hashes.length);
  return nodeHash(rootOfHashes(hashes.slice(0, half), hash), rootOfHashes(hashes.slice(half), hash), hash);
};

/** MTH of RFC 6962: the root over these leaves, in this order. */
export const merkleRoot = (leaves: readonly Uint8Array[], hash: Hash): Uint8Array => rootOfHashes(leaves.map(leaf => leafHash(leaf, hash)), hash);

function pathOfHashes(index: number, hashes: readonly Uint8Array[], hash: Hash): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const half = halfOf(hashes.length);
  const [left, right] = [hashes.slice(0, half), hashes.slice(half)];
  return index < half
    ? [...pathOfHashes(index, left, hash), rootOfHashes(right, hash)]
    : [...pathOfHashes(index - half, right, hash), rootOfHashes(left, hash)];
}

/** PATH of RFC 6962: the hashes that lead from leaf `index` to the root, nearest first. Throws RangeError for an index outside. */
export function merklePath(index: number, leaves: readonly Uint8Array[], hash: Hash): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  return pathOfHashes(index, leaves.map(leaf => leafHash(leaf, hash)), hash);
}

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly count: number;
  readonly path: readonly Uint8Array[];
}

/** The root this path leads to (RFC 9162 2.1.3.2), or null when the path is too long or too short for leaf `index` of `count`. */
export function rootFromPath({ leaf, index, count, path }: Inclusion, hash: Hash): Uint8Array | null {
  if (!Number.isInteger(index) || !Number.isInteger(count) || index < 0 || index >= count) return null;
  let [position, last] = [index, count - 1];
  let reached = leafHash(leaf, hash);
  for (const step of path) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      reached = nodeHash(step, reached, hash);
      // The last node of a level without partner climbs until it finds one.
      while (position % 2 === 0 && position !== 0) [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
    } else {
      reached = nodeHash(reached, step, hash);
    }
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 ? reached : null;
}
