import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { AgeStream } from '../../security/age/age-stream.ts';
import type { BackupContext } from './ports.ts';
import { archiveFolder } from './repository.ts';

/** Size of one part: what is held in memory while it is sent. */
const PART_BYTES = 32 * 1024 * 1024;
/** A month, so that the first of every month's runs makes one however the days fall. */
export const ARCHIVE_EVERY_MS = 28 * 86_400_000;

/** One archive as it lies in the place. */
export interface StoredArchive {
  readonly keys: readonly string[];
  readonly bytes: number;
  /** SHA-256 of the parts one after the other, which is of the age file, hex. */
  readonly sha256: string;
}

/**
 * Stores a whole database file as one age file in parts, under `archive/`, for whoever has nothing but `cat` and `age`:
 * `cat part-*.age | age -d -i kit.txt > clinic.db`. `file` must be the file of this manifest and nobody may change it.
 * Needs no list of contents, and no expiry rule covers it (design/backup.md, retention). The last part is stored last,
 * and after it a plain `SHA256SUMS` over all parts: without that file an archive was cut off and does not count.
 */
export async function storeArchive(ctx: Pick<BackupContext, 'store' | 'recipients'>, manifest: Manifest, file: string): Promise<StoredArchive> {
  const folder = archiveFolder(manifest);
  const stream = new AgeStream(ctx.recipients);
  const whole = createHash('sha256');
  const keys: string[] = [];
  const sums: string[] = [];
  let [waiting, waitingBytes, bytes] = [[stream.begin()], stream.begin().length, 0];
  const store = async () => {
    const part = Buffer.concat(waiting);
    const name = `part-${String(keys.length + 1).padStart(5, '0')}.age`;
    await ctx.store.put(`${folder}${name}`, part);
    whole.update(part);
    keys.push(`${folder}${name}`);
    sums.push(`${createHash('sha256').update(part).digest('hex')}  ${name}\n`);
    bytes += part.length;
    [waiting, waitingBytes] = [[], 0];
  };
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const sealed = stream.push(piece as Buffer);
    waiting.push(sealed);
    waitingBytes += sealed.length;
    if (waitingBytes >= PART_BYTES) await store();
  }
  waiting.push(stream.end());
  await store();
  await ctx.store.put(`${folder}SHA256SUMS`, Buffer.from(sums.join('')));
  return { keys, bytes, sha256: whole.digest('hex') };
}
