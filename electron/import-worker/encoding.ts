import type { ImportEncoding } from '#shared/domain/patients/import.ts';
import { AppError } from '#shared/kernel/app-error.ts';

const MARKS: readonly (readonly [ImportEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding a file says it has, shows by its zero bytes, or can have; Windows-1252 when it is no UTF-8 (H59). */
export function detectEncoding(bytes: Uint8Array): ImportEncoding {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return marked[0];
  const head = bytes.subarray(0, 2000);
  const zeros = { even: 0, odd: 0 };
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  });
  if (zeros.odd > head.length / 4 && zeros.even === 0) return 'utf-16le';
  if (zeros.even > head.length / 4 && zeros.odd === 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The file's text without byte-order mark. Errors: import.unreadable when it is not text in this encoding. */
export function decode(bytes: Uint8Array, encoding: ImportEncoding): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new AppError('import.unreadable');
    return text;
  } catch (cause) {
    throw new AppError('import.unreadable', {}, cause);
  }
}
