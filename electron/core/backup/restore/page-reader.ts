import { createDecipheriv } from 'node:crypto';
import { open } from 'node:fs/promises';

import type { Redacted } from '#shared/kernel/redacted.ts';
import { RESERVED } from '../engine/page-check.ts';

const SALT_BYTES = 16;
const BLOCK = 16;
const DATABASE_HEADER = 100;

/** Kinds of b-tree pages by their first byte (SQLite file format, 1.6). */
const KINDS: Readonly<Record<number, TreePage['kind']>> = { 2: 'indexNode', 5: 'tableNode', 10: 'indexLeaf', 13: 'tableLeaf' };

/** One decrypted b-tree page. */
export interface TreePage {
  readonly kind: 'indexNode' | 'tableNode' | 'indexLeaf' | 'tableLeaf';
  /** Decrypted content; offsets in it are as SQLite counts them, from the page's first byte. */
  readonly bytes: Buffer;
  /** Where the b-tree header begins: 100 on page 1, otherwise 0. */
  readonly header: number;
}

/** Reads and decrypts pages of a SQLCipher 4 file that nobody else uses. No page is checked: lost ones are simply zero. */
export interface PageReader {
  readonly pages: number;
  /** Bytes of a page that SQLite may use. */
  readonly usable: number;
  plain(page: number): Promise<Buffer>;
  /** The first block only, which says what kind of page it is at a two-hundredth of the work; of no use for page 1. */
  start(page: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens the file for reading; `close` it. `keyHex` is the raw database key, `pageSize` bytes a page. Throws what the file system says. */
export async function openPages(file: string, keyHex: Redacted<string>, pageSize: number): Promise<PageReader> {
  const handle = await open(file, 'r');
  const key = Buffer.from(keyHex.reveal(), 'hex');
  const { size } = await handle.stat();
  const read = async (page: number): Promise<Buffer> => {
    const raw = Buffer.alloc(pageSize);
    await handle.read(raw, 0, pageSize, (page - 1) * pageSize);
    return raw;
  };
  const decrypt = (raw: Buffer, from: number, to: number): Buffer => {
    const iv = raw.subarray(pageSize - RESERVED, pageSize - RESERVED + BLOCK);
    const cipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(raw.subarray(from, to)), cipher.final()]);
  };
  return {
    pages: Math.floor(size / pageSize),
    usable: pageSize - RESERVED,
    plain: async page => {
      const from = page === 1 ? SALT_BYTES : 0;
      return Buffer.concat([Buffer.alloc(from), decrypt(await read(page), from, pageSize - RESERVED)]);
    },
    start: async page => decrypt(await read(page), 0, BLOCK),
    close: () => handle.close(),
  };
}

/** The page as part of a b-tree; undefined when it is none (an overflow page, a free one, or zero). */
export function asTreePage(bytes: Buffer, page: number): TreePage | undefined {
  const header = page === 1 ? DATABASE_HEADER : 0;
  const kind = KINDS[bytes[header] ?? 0];
  return kind === undefined ? undefined : { kind, bytes, header };
}

/** True for a page that leads to others, false for a leaf. */
export const isNode = (kind: TreePage['kind']): boolean => kind === 'tableNode' || kind === 'indexNode';

/** A variable-length integer of SQLite: value and the offset after it. Exact up to 2^53. */
export function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), next: at + 9 };
}

/** Where each cell of the page begins. */
export function cellsOf({ kind, bytes, header }: TreePage): number[] {
  const first = header + (isNode(kind) ? 12 : 8);
  const count = Math.min(bytes.readUInt16BE(header + 3), Math.floor((bytes.length - first) / 2));
  return Array.from({ length: count }, (_, index) => bytes.readUInt16BE(first + 2 * index)).filter(at => at + 4 < bytes.length);
}

/**
 * The first overflow page of a cell, and the row it belongs to; undefined when all of it lies on the page. Sizes as in
 * the SQLite file format 1.6: what spills over depends on the kind of page.
 */
export function overflowOf({ kind, bytes }: TreePage, cell: number, usable: number): { readonly page: number; readonly rowid: number | null } | undefined {
  if (kind === 'tableNode') return undefined;
  const payload = readVarint(bytes, kind === 'indexNode' ? cell + 4 : cell);
  const row = kind === 'tableLeaf' ? readVarint(bytes, payload.next) : { value: null, next: payload.next };
  const most = kind === 'tableLeaf' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (payload.value <= most) return undefined;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const kept = least + ((payload.value - least) % (usable - 4));
  const at = row.next + (kept <= most ? kept : least);
  return at + 4 > bytes.length ? undefined : { page: bytes.readUInt32BE(at), rowid: row.value };
}
