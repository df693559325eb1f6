import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';
import { pageIsSound, pageMacKey, PRINT_BYTES, printOf } from './page-check.ts';
import type { PageMap } from './page-map.ts';
import type { DatabaseSnapshot } from './ports.ts';

/** Bytes read at a time; a multiple of every SQLite page size. */
const READ_BYTES = 8 * 1024 * 1024;

export interface ScanOptions {
  readonly map: PageMap;
  readonly keyHex: string;
  /** Page to begin at, from 1. */
  readonly from: number;
  /** Stop after so many changed pages: they are held in memory. */
  readonly limit: number;
  /** Check the HMAC of unchanged pages too (once a week). */
  readonly checkAll: boolean;
  readonly onPages: (done: number, total: number) => void;
}

export interface ScanResult {
  readonly numbers: Uint32Array;
  readonly prints: Buffer;
  readonly content: Buffer;
  /** Page to go on at, or null when the end of the file was reached. */
  readonly next: number | null;
  /** Of the whole file; only when the scan began at page 1 and reached the end. */
  readonly fileSha256: string | null;
}

/** Changed pages one after the other in a buffer that holds as many as may be collected. */
interface Found {
  readonly numbers: number[];
  readonly content: Buffer;
}

/** Takes the changed pages out of one piece of the file; returns the page to stop at, or null. */
function sift(piece: Buffer, first: number, found: Found, o: ScanOptions & { macKey: Buffer; pageSize: number }): number | null {
  for (let at = 0; at < piece.length; at += o.pageSize) {
    const number = first + at / o.pageSize;
    const page = piece.subarray(at, at + o.pageSize);
    const known = o.map.holds(number, printOf(page));
    if (known && !o.checkAll) continue;
    // a page that is rotten on this disk must not replace the good copy in the place (design/backup.md §D, second guard)
    if (!pageIsSound(page, number, o.macKey)) throw new AppError('db.corrupt', { page: number });
    if (known) continue;
    if (found.numbers.length >= o.limit) return number;
    page.copy(found.content, found.numbers.length * o.pageSize);
    found.numbers.push(number);
  }
  return null;
}

async function readFully(handle: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let done = 0; done < buffer.length;) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw new AppError('db.corrupt', { page: 0 });
    done += bytesRead;
  }
}

function result(found: Found, pageSize: number, ended: { next: number | null; fileSha256: string | null }): ScanResult {
  const content = found.content.subarray(0, found.numbers.length * pageSize);
  const prints = Buffer.alloc(found.numbers.length * PRINT_BYTES);
  for (let index = 0; index < found.numbers.length; index += 1) printOf(content.subarray(index * pageSize, (index + 1) * pageSize)).copy(prints, index * PRINT_BYTES);
  return { numbers: Uint32Array.from(found.numbers), prints, content, ...ended };
}

/**
 * Reads the held-still file and collects the pages that differ from what the map says is stored. Throws `db.corrupt`
 * with the page number when a page that would be stored is not what SQLCipher wrote.
 */
export async function scanChanges(snapshot: DatabaseSnapshot, options: ScanOptions): Promise<ScanResult> {
  const { pageSize, pages } = snapshot;
  const handle = await open(snapshot.file, 'r');
  try {
    const salt = Buffer.alloc(16);
    await readFully(handle, salt, 0);
    const macKey = pageMacKey(options.keyHex, salt);
    const hash = options.from === 1 ? createHash('sha256') : undefined;
    const found: Found = { numbers: [], content: Buffer.allocUnsafe(Math.min(options.limit, pages) * pageSize) };
    const buffer = Buffer.alloc(READ_BYTES);
    for (let first = options.from; first <= pages; first += READ_BYTES / pageSize) {
      const piece = buffer.subarray(0, Math.min(READ_BYTES, (pages - first + 1) * pageSize));
      await readFully(handle, piece, (first - 1) * pageSize);
      hash?.update(piece);
      const stop = sift(piece, first, found, { ...options, macKey, pageSize });
      if (stop !== null) return result(found, pageSize, { next: stop, fileSha256: null });
      options.onPages(Math.min(pages, first - 1 + piece.length / pageSize), pages);
    }
    return result(found, pageSize, { next: null, fileSha256: hash?.digest('hex') ?? null });
  } finally {
    await handle.close();
  }
}
