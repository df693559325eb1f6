import { hash, pbkdf2Sync } from 'node:crypto';

/** SQLCipher 4 keeps 80 bytes at the end of each page: IV (16) and HMAC-SHA512 (64). */
export const RESERVED = 80;
const IV_BYTES = 16;
const MAC_BYTES = 64;
const SALT_BYTES = 16;
/** Block of SHA-512, to which HMAC fills up its key (RFC 2104). */
const BLOCK_BYTES = 128;
/** What we remember of each page: the first bytes of its HMAC, which covers content, IV and page number. */
export const PRINT_BYTES = 16;
/** Byte 2^30 of a SQLite file is its lock byte; the page around it is never written. */
const LOCK_BYTE = 0x4000_0000;

/** The key of the page HMACs, from the raw database key and the salt in the file's first 16 bytes (SQLCipher 4 defaults). */
export function pageMacKey(keyHex: string, salt: Uint8Array): Buffer {
  const macSalt = Buffer.from(salt.subarray(0, SALT_BYTES)).map(byte => byte ^ 0x3a);
  return pbkdf2Sync(Buffer.from(keyHex, 'hex'), macSalt, 2, 32, 'sha512');
}

/** Where in a page its print begins: the first 16 bytes of its stored HMAC. */
export const printAt = (pageSize: number): number => pageSize - MAC_BYTES;

export const lockPage = (pageSize: number): number => LOCK_BYTE / pageSize + 1;

const isZero = (page: Buffer): boolean => page.readBigUInt64LE(0) === 0n && page.every(byte => byte === 0);

/**
 * Checks pages against the HMAC-SHA512 in them: RFC 2104 by hand, in memory of its own. `createHmac` makes an object for
 * each page that has to be thrown away again: a twentieth of a first backup's processor time.
 */
export class PageCheck {
  readonly #inner: Buffer;
  readonly #outer = Buffer.alloc(BLOCK_BYTES + MAC_BYTES);
  readonly #pageSize: number;

  /** `macKey`: as `pageMacKey` gives it; never longer than a block. */
  constructor(macKey: Uint8Array, pageSize: number) {
    this.#pageSize = pageSize;
    this.#inner = Buffer.alloc(BLOCK_BYTES + pageSize);
    for (let at = 0; at < BLOCK_BYTES; at += 1) {
      this.#inner[at] = (macKey[at] ?? 0) ^ 0x36;
      this.#outer[at] = (macKey[at] ?? 0) ^ 0x5c;
    }
  }

  /** True when the page is exactly what SQLCipher wrote under page number `number` (from 1). */
  isSound(page: Buffer, number: number): boolean {
    if (number === lockPage(this.#pageSize) && isZero(page)) return true;
    const from = number === 1 ? SALT_BYTES : 0;
    const to = this.#pageSize - RESERVED + IV_BYTES;
    page.copy(this.#inner, BLOCK_BYTES, from, to);
    const end = this.#inner.writeUInt32LE(number, BLOCK_BYTES + to - from);
    hash('sha512', this.#inner.subarray(0, end), 'buffer').copy(this.#outer, BLOCK_BYTES);
    return page.compare(hash('sha512', this.#outer, 'buffer'), 0, MAC_BYTES, this.#pageSize - MAC_BYTES) === 0;
  }
}
