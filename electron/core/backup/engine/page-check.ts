import { createHmac, pbkdf2Sync } from 'node:crypto';

/** SQLCipher 4 keeps 80 bytes at the end of each page: IV (16) and HMAC-SHA512 (64). */
export const RESERVED = 80;
const IV_BYTES = 16;
const MAC_BYTES = 64;
const SALT_BYTES = 16;
/** What we remember of each page: the first bytes of its HMAC, which covers content, IV and page number. */
export const PRINT_BYTES = 16;
/** Byte 2^30 of a SQLite file is its lock byte; the page around it is never written. */
const LOCK_BYTE = 0x4000_0000;

/** The key of the page HMACs, from the raw database key and the salt in the file's first 16 bytes (SQLCipher 4 defaults). */
export function pageMacKey(keyHex: string, salt: Uint8Array): Buffer {
  const macSalt = Buffer.from(salt.subarray(0, SALT_BYTES)).map(byte => byte ^ 0x3a);
  return pbkdf2Sync(Buffer.from(keyHex, 'hex'), macSalt, 2, 32, 'sha512');
}

/** First 16 bytes of the page's stored HMAC, without copying. */
export const printOf = (page: Buffer): Buffer => page.subarray(page.length - MAC_BYTES, page.length - MAC_BYTES + PRINT_BYTES);

export const lockPage = (pageSize: number): number => LOCK_BYTE / pageSize + 1;

const isZero = (page: Buffer): boolean => page.readBigUInt64LE(0) === 0n && page.every(byte => byte === 0);

/** True when the page is exactly what SQLCipher wrote under page number `number` (from 1). */
export function pageIsSound(page: Buffer, number: number, macKey: Buffer): boolean {
  if (number === lockPage(page.length) && isZero(page)) return true;
  const from = number === 1 ? SALT_BYTES : 0;
  const numberBytes = Buffer.alloc(4);
  numberBytes.writeUInt32LE(number);
  const mac = createHmac('sha512', macKey)
    .update(page.subarray(from, page.length - RESERVED + IV_BYTES))
    .update(numberBytes)
    .digest();
  return mac.equals(page.subarray(page.length - MAC_BYTES));
}
