import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { AgeError } from './age-error.ts';
import { aead, TAG_BYTES } from './chacha.ts';
import { derive } from './header.ts';

/** Bytes of content in each sealed piece of a payload. */
export const CHUNK = 64 * 1024;
const SEALED_CHUNK = CHUNK + TAG_BYTES;
/** Random bytes at the head of a payload. */
export const NONCE_BYTES = 16;
/** Other calls to the same process get their turn after this many chunks (1 MiB). */
const CHUNKS_PER_TURN = 16;

/** Nonce of the STREAM construction: an 11-byte big-endian counter and a byte that marks the last chunk. */
export function streamNonce(index: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Length of the sealed payload, its nonce included, for `plain` bytes of content. */
export const sealedLength = (plain: number): number => NONCE_BYTES + plain + TAG_BYTES * Math.max(1, Math.ceil(plain / CHUNK));

/** Writes the payload of an age file into `out` at `at`; returns where it ended. Yields to other work every MiB. */
export async function sealPayload(fileKey: Uint8Array, plaintext: Uint8Array, target: { out: Buffer; at: number }): Promise<number> {
  const nonce = randomBytes(NONCE_BYTES);
  const key = derive(fileKey, nonce, 'payload');
  let at = target.at + nonce.copy(target.out, target.at);
  const chunks = Math.max(1, Math.ceil(plaintext.length / CHUNK));
  for (let index = 0; index < chunks; index += 1) {
    at = aead.sealInto(key, streamNonce(index, index === chunks - 1), plaintext.subarray(index * CHUNK, (index + 1) * CHUNK), { out: target.out, at });
    if (index % CHUNKS_PER_TURN === CHUNKS_PER_TURN - 1) await nextTurn();
  }
  return at;
}

/** Opens a payload; throws AgeError `damaged` when a bit, a chunk or the end is missing, moved or changed. */
export async function openPayload(fileKey: Uint8Array, payload: Uint8Array): Promise<Buffer> {
  const body = payload.subarray(NONCE_BYTES);
  const chunks = Math.ceil(body.length / SEALED_CHUNK);
  const tail = body.length - (chunks - 1) * SEALED_CHUNK;
  // an empty last chunk is allowed only when it is the only one, so every plaintext has exactly one encoding
  if (payload.length < NONCE_BYTES + TAG_BYTES || tail < TAG_BYTES || (tail === TAG_BYTES && chunks > 1)) throw new AgeError('damaged');
  const key = derive(fileKey, payload.subarray(0, NONCE_BYTES), 'payload');
  const out = Buffer.allocUnsafe(body.length - chunks * TAG_BYTES);
  for (let index = 0; index < chunks; index += 1) {
    try {
      const sealed = body.subarray(index * SEALED_CHUNK, (index + 1) * SEALED_CHUNK);
      aead.openInto(key, streamNonce(index, index === chunks - 1), sealed, { out, at: index * CHUNK });
    } catch (cause) {
      throw new AgeError('damaged', cause);
    }
    if (index % CHUNKS_PER_TURN === CHUNKS_PER_TURN - 1) await nextTurn();
  }
  return out;
}
