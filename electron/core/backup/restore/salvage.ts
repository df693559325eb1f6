import { open, type FileHandle } from 'node:fs/promises';

import type { Manifest } from '#shared/domain/backup/manifest.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { PageCheck, pageMacKey } from '../engine/page-check.ts';
import { fetchPack } from '../engine/rebuild.ts';
import { writeAll } from '../engine/system-code.ts';

/** Another backup of the same database, in the same place or in another one, that may hold a lost page. */
export interface SpareBackup {
  readonly store: BackupStore;
  readonly manifest: Manifest;
}

export interface SalvageRequest {
  /** The rebuilt file; lost pages are zero in it and are filled in. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly missingPages: readonly number[];
  readonly spares: readonly SpareBackup[];
  readonly identities: readonly string[];
  readonly keyHex: Redacted<string>;
}

export interface Salvaged {
  /** Pages that no backup has. */
  readonly missingPages: readonly number[];
  /** Pages filled from another backup. The same page as it stood at another time: right only if it did not change since. */
  readonly borrowedPages: readonly number[];
}

interface Wanted { readonly page: number; readonly offset: number }

/** Where a manifest keeps these pages, by number of its pack. */
function locate(manifest: Manifest, pages: ReadonlySet<number>): Map<number, Wanted[]> {
  const wanted = new Map<number, Wanted[]>();
  let first = 1;
  for (const [pack, offset, count] of manifest.extents) {
    for (let at = 0; at < count; at += 1) {
      if (!pages.has(first + at)) continue;
      const list = wanted.get(pack) ?? [];
      list.push({ page: first + at, offset: offset + at });
      wanted.set(pack, list);
    }
    first += count;
  }
  return wanted;
}

/** Nearest in time first: the fewer changes lie between, the likelier the page is the very same. */
const nearestFirst = (spares: readonly SpareBackup[], to: Manifest): SpareBackup[] => {
  const distance = ({ manifest }: SpareBackup) => Math.abs(Date.parse(manifest.createdAt) - Date.parse(to.createdAt));
  return spares.filter(({ manifest }) => manifest.keyCheck === to.keyCheck && manifest.pageSize === to.pageSize).sort((a, b) => distance(a) - distance(b));
};

/** The key of the page HMACs, from page 1 of the file, or of this content when page 1 is among the lost ones. */
async function macKeyOf(handle: FileHandle, keyHex: Redacted<string>, firstPage: Buffer | undefined): Promise<Buffer | undefined> {
  const salt = Buffer.alloc(16);
  await handle.read(salt, 0, salt.length, 0);
  const from = salt.every(byte => byte === 0) ? firstPage : salt;
  return from === undefined ? undefined : pageMacKey(keyHex.reveal(), from);
}

async function fillFrom(handle: FileHandle, spare: SpareBackup, o: { lost: Set<number>; request: SalvageRequest }): Promise<number[]> {
  const { manifest, store } = spare;
  const filled: number[] = [];
  // page 1 first: the key that checks all others comes from it
  const packs = [...locate(manifest, o.lost)].sort(([, a], [, b]) => Number(b.some(one => one.page === 1)) - Number(a.some(one => one.page === 1)));
  for (const [index, wanted] of packs) {
    const pack = manifest.packs[index];
    const content = pack === undefined ? undefined : await fetchPack(store, pack, { identities: o.request.identities, pageSize: manifest.pageSize }).catch(() => undefined);
    if (content === undefined) continue;
    const first = wanted.find(one => one.page === 1);
    const pageAt = (one: Wanted) => content.subarray(one.offset * manifest.pageSize, (one.offset + 1) * manifest.pageSize);
    const macKey = await macKeyOf(handle, o.request.keyHex, first === undefined ? undefined : pageAt(first));
    if (macKey === undefined) continue;
    const check = new PageCheck(macKey, manifest.pageSize);
    for (const one of wanted) {
      if (!check.isSound(pageAt(one), one.page)) continue;
      await writeAll(handle, pageAt(one), (one.page - 1) * manifest.pageSize);
      o.lost.delete(one.page);
      filled.push(one.page);
    }
  }
  return filled;
}

/**
 * Looks for lost pages in all other backups of the same database, nearest in time first (design/backup.md G). A page is
 * taken only if its HMAC fits this database and its number. Never fails because of a place: what cannot be read stays lost.
 */
export async function salvagePages(request: SalvageRequest): Promise<Salvaged> {
  const lost = new Set(request.missingPages);
  const borrowed: number[] = [];
  if (lost.size === 0) return { missingPages: [], borrowedPages: [] };
  const handle = await open(request.file, 'r+');
  try {
    const spares = nearestFirst(request.spares, request.manifest);
    // page 1 from whichever has it, before all else: no page can be checked without it
    const firstOnly = new Set(lost.has(1) ? [1] : []);
    for (const spare of spares) if (firstOnly.size > 0) borrowed.push(...(await fillFrom(handle, spare, { lost: firstOnly, request })));
    for (const page of borrowed) lost.delete(page);
    for (const spare of spares) {
      if (lost.size === 0) break;
      borrowed.push(...(await fillFrom(handle, spare, { lost, request })));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { missingPages: [...lost].sort((a, b) => a - b), borrowedPages: borrowed.sort((a, b) => a - b) };
}
