import { open, type FileHandle } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';
import { pageMacKey, PRINT_BYTES, printOf } from './page-check.ts';
import type { PageMap } from './page-map.ts';
import type { DatabaseSnapshot } from './ports.ts';
import type { Crew, Follower } from './work/crew.ts';

/** Bytes read at a time; a multiple of every SQLite page size. */
const READ_BYTES = 4 * 1024 * 1024;
const SALT_BYTES = 16;

export interface ScanOptions {
  readonly map: PageMap;
  readonly crew: Crew;
  readonly keyHex: string;
  /** Page to begin at, from 1. */
  readonly from: number;
  /** Pages that go into one pack. */
  readonly packPages: number;
  /** Stop when so many packs are full: they are held in memory. */
  readonly packs: number;
  /** Memory for packs that may be used again. */
  readonly spare: Uint8Array[];
  /** Check the HMAC of unchanged pages too (once a week); in the pass that begins at page 1. */
  readonly checkAll: boolean;
  /** SHA-256 the file has if no page differs from the map; null when that is not known. */
  readonly knownSha256: string | null;
  readonly onPages: (done: number, total: number) => void;
}

/** Changed pages one after the other: what becomes one pack. */
export interface ChangedPages {
  readonly numbers: Uint32Array;
  readonly prints: Buffer;
  /** As long as a whole pack; what lies behind the last page is of no meaning. */
  readonly content: Uint8Array;
}

export interface ScanResult {
  readonly changed: readonly ChangedPages[];
  /** Key of the pages' HMACs: not one of the changed pages has been checked yet. */
  readonly macKey: Buffer;
  /** Page to go on at, or null when the end of the file was reached. */
  readonly next: number | null;
  /** Of the whole file; only when the scan began at page 1 and reached the end. */
  readonly fileSha256: string | null;
}

/** Collects changed pages, pack by pack. */
class Collector {
  readonly #full: ChangedPages[] = [];
  readonly #o: Pick<ScanOptions, 'packPages' | 'packs' | 'spare'>;
  readonly #pageSize: number;
  #numbers: number[] = [];
  #content: Uint8Array = new Uint8Array(0);

  constructor(o: Pick<ScanOptions, 'packPages' | 'packs' | 'spare'>, pageSize: number) {
    this.#o = o;
    this.#pageSize = pageSize;
  }

  get isEmpty(): boolean {
    return this.#full.length === 0 && this.#numbers.length === 0;
  }

  get isFull(): boolean {
    return this.#full.length >= this.#o.packs;
  }

  add(number: number, page: Buffer): void {
    if (this.#numbers.length === 0) this.#content = this.#o.spare.pop() ?? new Uint8Array(this.#o.packPages * this.#pageSize);
    this.#content.set(page, this.#numbers.length * this.#pageSize);
    this.#numbers.push(number);
    if (this.#numbers.length === this.#o.packPages) this.#closePack();
  }

  /** Everything collected. */
  take(): readonly ChangedPages[] {
    if (this.#numbers.length > 0) this.#closePack();
    return this.#full;
  }

  #closePack(): void {
    const count = this.#numbers.length;
    const content = this.#content;
    const prints = Buffer.alloc(count * PRINT_BYTES);
    const pages = Buffer.from(content.buffer, 0, count * this.#pageSize);
    for (let index = 0; index < count; index += 1) printOf(pages.subarray(index * this.#pageSize, (index + 1) * this.#pageSize)).copy(prints, index * PRINT_BYTES);
    this.#full.push({ numbers: Uint32Array.from(this.#numbers), prints, content });
    this.#numbers = [];
  }
}

/** Takes the changed pages out of one piece of the file; returns the page to stop at, or null. */
function sift(piece: Buffer, first: number, o: { map: PageMap; collector: Collector; pageSize: number }): number | null {
  const words = new Uint32Array(piece.buffer, piece.byteOffset, piece.length / 4);
  const printAt = (printOf(piece.subarray(0, o.pageSize)).byteOffset - piece.byteOffset) / 4;
  const count = piece.length / o.pageSize;
  for (let index = 0; index < count; index += 1) {
    if (o.map.holds(first + index, words, index * (o.pageSize / 4) + printAt)) continue;
    if (o.collector.isFull) return first + index;
    o.collector.add(first + index, piece.subarray(index * o.pageSize, (index + 1) * o.pageSize));
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

/** The weekly check of pages that did not change: pieces handed to the crew while the scan goes on. */
class Checks {
  readonly #o: { readonly crew: Crew; readonly pageSize: number; readonly macKey: Buffer };
  readonly #under = new Set<Promise<void>>();
  #badPage: number | null = null;

  constructor(o: { crew: Crew; pageSize: number; macKey: Buffer }) {
    this.#o = o;
  }

  async add(piece: Buffer, first: number): Promise<void> {
    const job = this.#o.crew.check({ content: new Uint8Array(piece), first, pageSize: this.#o.pageSize, macKey: this.#o.macKey }).then(bad => {
      this.#badPage ??= bad;
    });
    this.#under.add(job);
    void job.catch(() => undefined).then(() => this.#under.delete(job));
    if (this.#under.size > this.#o.crew.size) await Promise.race(this.#under);
    this.#refuse();
  }

  async end(): Promise<void> {
    await Promise.all(this.#under);
    this.#refuse();
  }

  #refuse(): void {
    if (this.#badPage !== null) throw new AppError('db.corrupt', { page: this.#badPage });
  }
}

/** Hash of the whole file, begun only when it is needed and called off when the scan does not come to its end. */
class WholeHash {
  readonly #o: { readonly crew: Crew; readonly file: string; readonly bytes: number };
  #follower: Follower | undefined;

  constructor(o: { crew: Crew; file: string; bytes: number }) {
    this.#o = o;
  }

  begin(): void {
    if (this.#follower !== undefined) return;
    this.#follower = this.#o.crew.follow(this.#o.file, this.#o.bytes);
    this.#follower.advance(this.#o.bytes);
  }

  /** The digest; what is known of the file when the hash was not needed. */
  async end(known: string | null): Promise<string | null> {
    return (await this.#follower?.done) ?? known;
  }

  /** Nothing reads the file any more afterwards. */
  async callOff(): Promise<void> {
    this.#follower?.cancel();
    await this.#follower?.done.catch(() => undefined);
  }
}

interface Pass extends ScanOptions {
  readonly handle: FileHandle;
  readonly buffer: Buffer;
  readonly macKey: Buffer;
  readonly hash: WholeHash;
  readonly pageSize: number;
  readonly pages: number;
}

async function pass(o: Pass): Promise<ScanResult> {
  const { map, crew, from, macKey, pageSize, pages, hash } = o;
  const collector = new Collector(o, pageSize);
  const checks = o.checkAll ? new Checks({ crew, pageSize, macKey }) : undefined;
  const isWhole = from === 1;
  const known = isWhole ? o.knownSha256 : null;
  if (isWhole && (known === null || map.pages !== pages)) hash.begin();
  for (let first = from; first <= pages; first += READ_BYTES / pageSize) {
    const piece = o.buffer.subarray(0, Math.min(READ_BYTES, (pages - first + 1) * pageSize));
    await readFully(o.handle, piece, (first - 1) * pageSize);
    await checks?.add(piece, first);
    const stop = sift(piece, first, { map, collector, pageSize });
    if (stop !== null) return { changed: collector.take(), macKey, next: stop, fileSha256: null };
    if (isWhole && !collector.isEmpty) hash.begin();
    o.onPages(Math.min(pages, first - 1 + piece.length / pageSize), pages);
  }
  await checks?.end();
  return { changed: collector.take(), macKey, next: null, fileSha256: await hash.end(known) };
}

/**
 * Reads the held-still file and collects the pages that differ from what the map says is stored; their HMACs are still
 * to be checked. The whole file is hashed only when something changed: a file whose every page has the print it had is
 * the file it was. Throws `db.corrupt` with the page number when the weekly check finds a page that is not what
 * SQLCipher wrote.
 */
export async function scanChanges(snapshot: Pick<DatabaseSnapshot, 'file' | 'pageSize' | 'pages'>, options: ScanOptions): Promise<ScanResult> {
  const { pageSize, pages, file } = snapshot;
  const handle = await open(file, 'r');
  const hash = new WholeHash({ crew: options.crew, file, bytes: pages * pageSize });
  try {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    await readFully(handle, buffer.subarray(0, SALT_BYTES), 0);
    return await pass({ ...options, handle, buffer, macKey: pageMacKey(options.keyHex, buffer.subarray(0, SALT_BYTES)), hash, pageSize, pages });
  } finally {
    await hash.callOff();
    await handle.close();
  }
}
