import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

import type { Manifest, Pack } from '#shared/domain/backup/manifest.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { VERSION_KEY } from './repository.ts';
import { restoreError, writeAll } from './system-code.ts';
import { type Crew, type Follower, withCrew } from './work/crew.ts';
import { openPages } from './work/jobs.ts';

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
  /** Of the bad packs, those the place's disk failed at: whether they are damaged nobody knows. */
  readonly unreadablePacks: readonly string[];
  readonly bytesRead: number;
}

export interface PackReader {
  readonly identities: readonly string[];
  readonly pageSize: number;
  /** Who opens it; the caller's own thread when left out. */
  readonly crew?: Crew;
}

/** Fetches one pack and opens it; undefined when it is not there or not exactly what was stored. */
export async function fetchPack(store: BackupStore, pack: Pack, { identities, pageSize, crew }: PackReader): Promise<Buffer | undefined> {
  const file = await store.get(pack.key);
  if (file === undefined) return undefined;
  const job = { file, pack, pageSize, identities };
  const content = await (crew === undefined ? openPages(job) : crew.open(job));
  return content === undefined ? undefined : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

interface Placed { readonly page: number; readonly offset: number; readonly count: number }

interface PackPlaces {
  readonly pack: Pack;
  readonly index: number;
  readonly places: readonly Placed[];
}

/** Every pack with where its pages go, in the order in which the file needs them. */
function inFileOrder(manifest: Manifest): readonly PackPlaces[] {
  const found = new Map<number, Placed[]>();
  let page = 1;
  for (const [pack, offset, count] of manifest.extents) {
    const places = found.get(pack) ?? [];
    places.push({ page, offset, count });
    found.set(pack, places);
    page += count;
  }
  return [...found].flatMap(([index, places]) => {
    const pack = manifest.packs[index];
    return pack === undefined ? [] : [{ pack, index, places }];
  });
}

async function writePack(handle: FileHandle, content: Buffer, places: readonly Placed[], pageSize: number): Promise<void> {
  for (const { page, offset, count } of places) {
    await writeAll(handle, content.subarray(offset * pageSize, (offset + count) * pageSize), (page - 1) * pageSize);
  }
}

/** SHA-256 of a file that nobody writes to, hex. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Bytes after which the disk is asked to begin writing: at the end it then has little left to do. */
const FLUSH_EVERY = 64 * 1024 * 1024;

/** Sends what was written to the disk in the background, one request at a time. */
class Flushing {
  readonly #handle: FileHandle;
  #under: Promise<void> | undefined;
  #failure: unknown;
  #since = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  wrote(bytes: number): void {
    this.#since += bytes;
    if (this.#since < FLUSH_EVERY || this.#under !== undefined) return;
    this.#since = 0;
    this.#under = this.#handle.datasync().catch((error: unknown) => (this.#failure ??= error)).then(() => (this.#under = undefined));
  }

  async end(): Promise<void> {
    await this.#under;
    if (this.#failure !== undefined) throw this.#failure;
    await this.#handle.sync();
  }
}

interface Filled {
  readonly missingPages: number[];
  readonly badPacks: string[];
  readonly unreadablePacks: string[];
  readonly bytesRead: number;
}

/** Packs fetched and opened at once (design/backup.md, restore: four). */
const UNDER_WAY = 4;

interface FillTools {
  readonly crew: Crew;
  readonly handle: FileHandle;
  readonly follower: Follower;
}

async function fill({ crew, handle, follower }: FillTools, { manifest, store, identities, onProgress }: RebuildRequest): Promise<Filled> {
  const { pageSize, pages, extents } = manifest;
  const flushing = new Flushing(handle);
  const missingPages: number[] = [];
  const badPacks: string[] = [];
  const unreadablePacks: string[] = [];
  const isDone = new Set<number>();
  let [bytesRead, done, finalPages, nextExtent] = [0, 0, 0, 0];

  const settle = (index: number, places: readonly Placed[]) => {
    isDone.add(index);
    for (let extent = extents[nextExtent]; extent !== undefined && isDone.has(extent[0]); extent = extents[nextExtent]) {
      finalPages += extent[2];
      nextExtent += 1;
    }
    follower.advance(finalPages * pageSize);
    done += places.reduce((sum, place) => sum + place.count, 0);
    onProgress(done * pageSize, pages * pageSize);
  };
  const bring = async ({ pack, index, places }: PackPlaces): Promise<void> => {
    const content = await fetchPack(store, pack, { identities, pageSize, crew }).catch((error: unknown) => {
      if (!isAppError(error, 'backup.placeFailing')) throw error;
      unreadablePacks.push(pack.key);
      return undefined;
    });
    if (content === undefined) {
      badPacks.push(pack.key);
      for (const { page, count } of places) for (let at = 0; at < count; at += 1) missingPages.push(page + at);
    } else {
      bytesRead += pack.size;
      await writePack(handle, content, places, pageSize);
      flushing.wrote(content.length);
    }
    settle(index, places);
  };
  await eachOf(inFileOrder(manifest), UNDER_WAY, bring);
  await requireReadable(store, { unreadable: unreadablePacks.length, packs: isDone.size });
  await flushing.end();
  return { missingPages: missingPages.sort((a, b) => a - b), badPacks: badPacks.sort(), unreadablePacks, bytesRead };
}

/** A disk that fails at some packs has lost those; one that gives nothing back, or nothing any more, is a place that cannot be read. */
async function requireReadable(store: BackupStore, { unreadable, packs }: { readonly unreadable: number; readonly packs: number }): Promise<void> {
  if (unreadable === 0) return;
  if (unreadable === packs) throw new AppError('backup.placeFailing', { path: '' });
  await store.get(VERSION_KEY);
}

/** Does `work` for every item, so many at once. After a failure nothing new is begun, and it waits for what is under way. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failure: { readonly error: unknown } | undefined;
  const runner = async () => {
    for (const item of queue) {
      if (failure !== undefined) return;
      await work(item).catch((error: unknown) => (failure ??= { error }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, runner));
  if (failure !== undefined) throw failure.error;
}

async function rebuildWith(crew: Crew, request: RebuildRequest): Promise<Rebuilt> {
  const bytes = request.manifest.pages * request.manifest.pageSize;
  const handle = await open(request.target, 'wx', 0o600);
  let follower: Follower | undefined;
  try {
    await handle.truncate(bytes);
    follower = crew.follow(request.target, bytes);
    const filled = await fill({ crew, handle, follower }, request);
    const fileSha256 = await follower.done;
    if (fileSha256 === null) throw new Error('the hash of a restored file was called off');
    return { fileSha256, ...filled };
  } finally {
    follower?.cancel();
    await follower?.done.catch(() => undefined);
    await handle.close();
  }
}

/**
 * Writes the database file of one manifest, page by page, into a new file: exactly the bytes that were backed up.
 * A pack that is gone, damaged or on a bad spot of the place's disk does not stop it: its pages stay zero and are listed. Fetching, opening, writing and
 * hashing go on at once; the hash is of what a reader of the file gets, not of what was meant to be written.
 */
export async function rebuild(request: RebuildRequest): Promise<Rebuilt> {
  try {
    return await withCrew(crew => rebuildWith(crew, request));
  } catch (error) {
    throw restoreError(error, request.manifest.pages * request.manifest.pageSize);
  }
}
