import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto';

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';

export const TAG_BYTES = 16;

/** ChaCha20-Poly1305 (RFC 8439) without associated data: 32-byte key, 12-byte nonce. `open` throws when the tag is wrong. */
export interface Aead {
  readonly name: 'node' | 'noble';
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array;
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array;
  /** As `seal`, written into `target.out` at `target.at`; returns where it ended. Saves two copies of each chunk. */
  sealInto(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, target: Target): number;
  /** As `open`, written into `target.out` at `target.at`. What was written is worth nothing when it throws. */
  openInto(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, target: Target): void;
}

export interface Target {
  readonly out: Buffer;
  readonly at: number;
}

const ALGORITHM = 'chacha20-poly1305';

const nodeAead: Aead = {
  name: 'node',
  seal(key, nonce, plaintext) {
    const out = Buffer.allocUnsafe(plaintext.length + TAG_BYTES);
    nodeAead.sealInto(key, nonce, plaintext, { out, at: 0 });
    return out;
  },
  open(key, nonce, sealed) {
    const out = Buffer.alloc(Math.max(0, sealed.length - TAG_BYTES));
    nodeAead.openInto(key, nonce, sealed, { out, at: 0 });
    return out;
  },
  sealInto(key, nonce, plaintext, { out, at }) {
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    out.set(cipher.update(plaintext), at);
    cipher.final();
    out.set(cipher.getAuthTag(), at + plaintext.length);
    return at + plaintext.length + TAG_BYTES;
  },
  openInto(key, nonce, sealed, { out, at }) {
    if (sealed.length < TAG_BYTES) throw new Error('too short for a tag');
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    out.set(decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), at);
    decipher.final();
  },
};

const nobleAead: Aead = {
  name: 'noble',
  seal: (key, nonce, plaintext) => chacha20poly1305(key, nonce).encrypt(plaintext),
  open: (key, nonce, sealed) => chacha20poly1305(key, nonce).decrypt(sealed),
  // into a piece of its own first: what does not begin at a multiple of four bytes takes a much slower way in there
  sealInto: (key, nonce, plaintext, { out, at }) => {
    const sealed = nobleAead.seal(key, nonce, plaintext);
    out.set(sealed, at);
    return at + sealed.length;
  },
  openInto: (key, nonce, sealed, { out, at }) => out.set(nobleAead.open(key, nonce, Uint8Array.from(sealed)), at),
};

/** RFC 8439 §2.6.2/§2.8 construction with fixed inputs; the expected bytes were made with both implementations and `age`. */
function knowsTheAnswer(aead: Aead): boolean {
  try {
    const sealed = Buffer.from(aead.seal(new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)));
    if (sealed.toString('hex') !== '4eb972c9a8fb3a1b382bb4d36f5ffad1') return false;
    const message = Buffer.from('klinikbok');
    const again = aead.seal(new Uint8Array(32).fill(7), new Uint8Array(12).fill(9), message);
    if (!message.equals(aead.open(new Uint8Array(32).fill(7), new Uint8Array(12).fill(9), again))) return false;
    again[0] = (again[0] ?? 0) ^ 1;
    try {
      aead.open(new Uint8Array(32).fill(7), new Uint8Array(12).fill(9), again);
      return false;
    } catch {
      return true;
    }
  } catch {
    return false;
  }
}

/**
 * The fastest implementation that is here and gives the right answer: node:crypto on OpenSSL, @noble/ciphers inside
 * Electron, whose BoringSSL has no ChaCha20-Poly1305 behind createCipheriv.
 */
export function chooseAead(): Aead {
  const candidates = getCiphers().includes(ALGORITHM) ? [nodeAead, nobleAead] : [nobleAead];
  const chosen = candidates.find(knowsTheAnswer);
  if (chosen === undefined) throw new Error('no working ChaCha20-Poly1305 on this computer');
  return chosen;
}

/** Both, so that a test can hold them against each other. */
export const AEADS: readonly Aead[] = [nodeAead, nobleAead];

export const aead: Aead = chooseAead();
