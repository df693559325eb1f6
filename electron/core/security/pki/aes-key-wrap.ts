import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';

/** RFC 3394 2.2.3.1. */
const INITIAL = Buffer.alloc(8, 0xa6);

const counter = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));

/** One block through AES-256. ECB on single blocks is what RFC 3394 is made of; BoringSSL (Electron) has no key-wrap cipher. */
function block(kek: Uint8Array, input: Uint8Array, direction: 'wrap' | 'unwrap'): Buffer {
  const cipher = (direction === 'wrap' ? createCipheriv : createDecipheriv)('aes-256-ecb', kek, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(input), cipher.final()]);
}

function requireSizes(kek: Uint8Array, data: Uint8Array, least: number): void {
  if (kek.length !== 32) throw new RangeError('AES-256 key wrap needs a 32-byte key');
  if (data.length < least || data.length % 8 !== 0 || data.length > 4096) throw new RangeError('wrapped data must be whole 8-byte blocks');
}

/** AES-256 key wrap (RFC 3394). `key` is at least 16 bytes in whole 8-byte blocks; the answer is 8 bytes longer. */
export function wrapKey(kek: Uint8Array, key: Uint8Array): Uint8Array {
  requireSizes(kek, key, 16);
  const blocks = Array.from({ length: key.length / 8 }, (_, index) => Buffer.from(key.subarray(index * 8, index * 8 + 8)));
  let register: Buffer = INITIAL;
  for (let round = 0; round < 6; round += 1) {
    for (const [index, part] of blocks.entries()) {
      const out = block(kek, Buffer.concat([register, part]), 'wrap');
      register = xor(out.subarray(0, 8), counter(blocks.length * round + index + 1));
      blocks[index] = Buffer.from(out.subarray(8));
    }
  }
  return Buffer.concat([register, ...blocks]);
}

/** Opens what `wrapKey` made, or gives null when key or data are wrong. Throws RangeError for impossible sizes. */
export function unwrapKey(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  requireSizes(kek, wrapped, 24);
  const blocks = Array.from({ length: wrapped.length / 8 - 1 }, (_, index) => Buffer.from(wrapped.subarray(index * 8 + 8, index * 8 + 16)));
  let register: Buffer = Buffer.from(wrapped.subarray(0, 8));
  for (let round = 5; round >= 0; round -= 1) {
    for (let index = blocks.length - 1; index >= 0; index -= 1) {
      const mixed = xor(register, counter(blocks.length * round + index + 1));
      const out = block(kek, Buffer.concat([mixed, blocks[index] ?? INITIAL]), 'unwrap');
      register = Buffer.from(out.subarray(0, 8));
      blocks[index] = Buffer.from(out.subarray(8));
    }
  }
  return timingSafeEqual(register, INITIAL) ? Buffer.concat(blocks) : null;
}
