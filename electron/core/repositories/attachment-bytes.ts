import { CHUNK_BYTES } from '#shared/domain/attachments/limits.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** How many rows hold a file of so many bytes; the head says the number, so that a lost row is noticed. */
export const chunksOf = (size: number): number => Math.ceil(size / CHUNK_BYTES);

/** Writes a file's bytes in pieces behind its head, in the caller's transaction. */
export async function insertBytes(tx: Writer, attachmentId: string, bytes: Uint8Array): Promise<void> {
  for (let no = 0; no * CHUNK_BYTES < bytes.length; no += 1) {
    await tx.raw('INSERT INTO attachment_chunk (attachment_id, no, bytes) VALUES (?, ?, ?)', [attachmentId, no, Buffer.from(bytes.subarray(no * CHUNK_BYTES, (no + 1) * CHUNK_BYTES))]);
  }
}

/** All pieces in order, as one. */
export async function readBytes(db: Reader, attachmentId: string): Promise<Buffer> {
  const rows = (await db.raw('SELECT bytes FROM attachment_chunk WHERE attachment_id = ? ORDER BY no', [attachmentId])) as { bytes: Buffer }[];
  return Buffer.concat(rows.map(row => row.bytes));
}

/** Keeps the small picture of a file, in the transaction that keeps the file itself. */
export async function insertThumbnail(tx: Writer, id: string, thumbnail: { readonly type: string; readonly bytes: Uint8Array }): Promise<void> {
  await tx.raw('INSERT INTO attachment_thumbnail (id, media_type, bytes) VALUES (?, ?, ?)', [id, thumbnail.type, Buffer.from(thumbnail.bytes)]);
}

/** Thumbnails by file. */
export async function thumbnailsOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const rows = (await db.raw('SELECT id, bytes FROM attachment_thumbnail WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)])) as { id: string; bytes: Buffer }[];
  return new Map(rows.map(row => [row.id, row.bytes]));
}
