import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

import type { Manifest, Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { ageDecrypt } from '../../security/age/age.ts';
import { codeOf } from './system-code.ts';

export interface RebuildRequest {
  readonly store: BackupStore;
  readonly manifest: Manifest;
  readonly identities: readonly string[];
  /** A file that must not exist yet. */
  readonly target: string;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Rebuilt {
  /** SHA-256 of the rebuilt file, hex; equal to the manifest's unless pages are missing. */
  readonly fileSha256: string;
  /** Page numbers, from 1, whose pack was missing or damaged; they are zero in the file. */
  readonly missingPages: readonly number[];
  readonly badPacks: readonly string[];
  readonly bytesRead: number;
}

/** Fetches one pack and opens it; undefined when it is not there or not exactly what was stored. */
export async function fetchPack(store: BackupStore, pack: Pack, o: { identities: readonly string[]; pageSize: number }): Promise<Buffer | undefined> {
  const file = await store.get(pack.key);
  if (file === undefined || file.length !== pack.size || createHash('sha256').update(file).digest('hex') !== pack.sha256) return undefined;
  try {
    const content = await ageDecrypt(file, o.identities);
    return content.length === pack.pages * o.pageSize ? content : undefined;
  } catch {
    return undefined;
  }
}

interface Placed { readonly page: number; readonly offset: number; readonly count: number }

function byPack(manifest: Manifest): Placed[][] {
  const placed: Placed[][] = manifest.packs.map(() => []);
  let page = 1;
  for (const [pack, offset, count] of manifest.extents) {
    placed[pack]?.push({ page, offset, count });
    page += count;
  }
  return placed;
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

async function writePack(handle: FileHandle, content: Buffer, places: readonly Placed[], pageSize: number): Promise<void> {
  for (const { page, offset, count } of places) {
    await handle.write(content, offset * pageSize, count * pageSize, (page - 1) * pageSize);
  }
}

interface Filled {
  readonly missingPages: number[];
  readonly badPacks: string[];
  readonly bytesRead: number;
}

async function fill(handle: FileHandle, { manifest, store, identities, onProgress }: RebuildRequest): Promise<Filled> {
  const { pageSize, pages } = manifest;
  const missingPages: number[] = [];
  const badPacks: string[] = [];
  let bytesRead = 0;
  let done = 0;
  for (const [index, places] of byPack(manifest).entries()) {
    const pack = manifest.packs[index];
    if (pack === undefined) continue;
    const content = await fetchPack(store, pack, { identities, pageSize });
    if (content === undefined) {
      badPacks.push(pack.key);
      missingPages.push(...places.flatMap(({ page, count }) => Array.from({ length: count }, (_, at) => page + at)));
    } else {
      bytesRead += pack.size;
      await writePack(handle, content, places, pageSize);
    }
    done += places.reduce((sum, place) => sum + place.count, 0);
    onProgress(done * pageSize, pages * pageSize);
  }
  return { missingPages: missingPages.sort((a, b) => a - b), badPacks, bytesRead };
}

/**
 * Writes the database file of one manifest, page by page, into a new file: exactly the bytes that were backed up.
 * A pack that is gone or damaged does not stop it: its pages stay zero and are listed.
 */
export async function rebuild(request: RebuildRequest): Promise<Rebuilt> {
  try {
    const handle = await open(request.target, 'wx', 0o600);
    let filled: Filled;
    try {
      await handle.truncate(request.manifest.pages * request.manifest.pageSize);
      filled = await fill(handle, request);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { fileSha256: await hashFile(request.target), ...filled };
  } catch (error) {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw new AppError('restore.diskFull', { neededMb: Math.ceil((request.manifest.pages * request.manifest.pageSize) / 1e6), freeMb: 0 }, error);
    throw error;
  }
}
