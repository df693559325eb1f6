import { randomBytes } from 'node:crypto';

import { wrapFor } from './age.ts';
import { aead, TAG_BYTES } from './chacha.ts';
import { derive, writeHeader } from './header.ts';
import { CHUNK, NONCE_BYTES, streamNonce } from './payload.ts';

/**
 * One age file too long for memory, made piece by piece: what `begin`, every `push` and `end` return, one after the other,
 * is the file (https://c2sp.org/age). `push` takes any length.
 */
export class AgeStream {
  readonly #header: Buffer;
  readonly #key: Uint8Array;
  #rest: Buffer = Buffer.alloc(0);
  #index = 0;

  constructor(recipients: readonly string[]) {
    const fileKey = randomBytes(16);
    const nonce = randomBytes(NONCE_BYTES);
    this.#header = Buffer.concat([writeHeader(recipients.map(recipient => wrapFor(recipient, fileKey)), fileKey), nonce]);
    this.#key = derive(fileKey, nonce, 'payload');
  }

  begin(): Buffer {
    return this.#header;
  }

  push(plaintext: Uint8Array): Buffer {
    const bytes = Buffer.concat([this.#rest, plaintext]);
    // the last whole chunk is kept back: only `end` knows whether more follows
    const chunks = Math.max(0, Math.ceil(bytes.length / CHUNK) - 1);
    this.#rest = bytes.subarray(chunks * CHUNK);
    const out = Buffer.allocUnsafe(chunks * (CHUNK + TAG_BYTES));
    let at = 0;
    for (let chunk = 0; chunk < chunks; chunk += 1) at = this.#seal(bytes.subarray(chunk * CHUNK, (chunk + 1) * CHUNK), false, { out, at });
    return out;
  }

  end(): Buffer {
    const out = Buffer.allocUnsafe(this.#rest.length + TAG_BYTES);
    this.#seal(this.#rest, true, { out, at: 0 });
    return out;
  }

  #seal(plaintext: Uint8Array, isLast: boolean, target: { out: Buffer; at: number }): number {
    const at = aead.sealInto(this.#key, streamNonce(this.#index, isLast), plaintext, target);
    this.#index += 1;
    return at;
  }
}
