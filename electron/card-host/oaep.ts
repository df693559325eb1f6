import { createHash } from 'node:crypto';

const HASH_BYTES = 32;
const EMPTY_LABEL_HASH = createHash('sha256').digest();

/** MGF1 with SHA-256 (RFC 8017 B.2.1). */
function mask(seed: Uint8Array, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.length * HASH_BYTES < length; counter += 1) {
    const suffix = Buffer.alloc(4);
    suffix.writeUInt32BE(counter);
    parts.push(createHash('sha256').update(seed).update(suffix).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));

/** 1 when the two bytes are equal, else 0, without branching on them. */
const same = (a: number, b: number): number => 1 & (((a ^ b) - 1) >>> 8);

/** Where the 0x01 after the padding stands and whether everything before it is zero; looks at every byte always. */
function scan(block: Uint8Array): { start: number; bad: number } {
  let start = 0;
  let found = 0;
  let bad = 0;
  for (let index = HASH_BYTES; index < block.length; index += 1) {
    const byte = block[index] ?? 0;
    const isOne = same(byte, 1);
    const first = isOne & (1 ^ found);
    start |= -first & (index + 1);
    bad |= (1 ^ found) & (1 ^ isOne) & (1 ^ same(byte, 0));
    found |= isOne;
  }
  return { start, bad: bad | (1 ^ found) };
}

/**
 * EME-OAEP decoding with SHA-256 and an empty label (RFC 8017 7.1.2 step 3) for cards that only offer raw RSA.
 * `block` is the whole decrypted block, as long as the modulus. Gives null for every kind of wrong padding, after the
 * same amount of work, so that the answer tells nobody which one (Manger's attack).
 */
export function decodeOaepSha256(block: Uint8Array): Uint8Array | null {
  if (block.length < 2 * HASH_BYTES + 2) return null;
  const maskedSeed = block.subarray(1, 1 + HASH_BYTES);
  const maskedData = block.subarray(1 + HASH_BYTES);
  const seed = xor(maskedSeed, mask(maskedData, HASH_BYTES));
  const data = xor(maskedData, mask(seed, maskedData.length));
  let difference = block[0] ?? 1;
  for (let index = 0; index < HASH_BYTES; index += 1) difference |= (data[index] ?? 0) ^ (EMPTY_LABEL_HASH[index] ?? 0);
  const { start, bad } = scan(data);
  return (difference | bad) === 0 ? Uint8Array.from(data.subarray(start)) : null;
}
