import { open } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';
import { type ChangedPages, Collector } from './changed-pages.ts';
import { pageMacKey } from './page-check.ts';
import { PageChecks, type PageChecksOptions } from './page-checks.ts';
import type { PageMap } from './page-map.ts';
import { PIECE_BYTES, type Piece, ReadAhead, readFully } from './read-ahead.ts';
import type { Crew, Follower } from './work/crew.ts';

const SALT_BYTES = 16;

export interface ScanOptions {
  readonly map: PageMap;
  readonly crew: Crew;
  readonly keyHex: string;
  /** Page to begin at; 1 for a file held still. */
  readonly from: number;
  /** Stop when so many packs are full: they are held in memory. */
  readonly packs: number;
  /** Memory for packs that may be used again. */
  readonly spare: Uint8Array[];
  /** What is asked of a pass over the whole file while it is held still; null for a look at pages that may change meanwhile. */
  readonly still: {
    /** Check the HMAC of unchanged pages too (once a week). */
    readonly checkAll: boolean;
    /** SHA-256 the file has if no page differs from the map; null when that is not known. */
    readonly knownSha256: string | null;
  } | null;
  readonly onPages: (done: number, total: number) => void;
}

export interface ScannedFile {
  readonly file: string;
  readonly pageSize: number;
  readonly pages: number;
}

export interface ScanResult {
  readonly changed: readonly ChangedPages[];
  /** Key of the pages' HMACs: not one of the changed pages has been checked yet. */
  readonly macKey: Buffer;
  /** Page to go on at, or null when the end of the file was reached. */
  readonly next: number | null;
  /** Of the whole file; only of a file held still, when the end was reached. */
  readonly fileSha256: string | null;
}

/** The weekly check of pages that did not change: pieces handed to the crew while the scan goes on. */
class WeeklyCheck {
  readonly #checks: PageChecks;

  constructor(o: PageChecksOptions) {
    this.#checks = new PageChecks(o);
  }

  async add(piece: Piece): Promise<void> {
    await this.#checks.add(piece);
    this.#refuse();
  }

  async end(): Promise<void> {
    await this.#checks.end();
    this.#refuse();
  }

  #refuse(): void {
    const [bad] = this.#checks.bad;
    if (bad !== undefined) throw new AppError('db.corrupt', { page: bad });
  }
}

interface WholeOptions extends ScannedFile {
  readonly map: PageMap;
  readonly crew: Crew;
  readonly macKey: Buffer;
  readonly still: NonNullable<ScanOptions['still']>;
}

/** What is made of the whole of a file held still: its hash, begun only when it is needed, and the weekly check. */
class Whole {
  readonly #o: WholeOptions;
  readonly #checks: WeeklyCheck | undefined;
  #follower: Follower | undefined;

  constructor(options: WholeOptions) {
    this.#o = options;
    this.#checks = options.still.checkAll ? new WeeklyCheck(options) : undefined;
    // with an empty map the look will not come to its end
    if (options.map.pages > 0 && !this.#isKnown(false)) this.#beginHash();
  }

  async saw(piece: Piece, hasChanges: boolean): Promise<void> {
    if (hasChanges && this.#o.map.pages > 0) this.#beginHash();
    await this.#checks?.add(piece);
  }

  /** The file's digest. */
  async end(hasChanges: boolean): Promise<string | null> {
    await this.#checks?.end();
    if (!this.#isKnown(hasChanges)) this.#beginHash();
    return (await this.#follower?.done) ?? this.#o.still.knownSha256;
  }

  /** Nothing reads the file any more afterwards. */
  async callOff(): Promise<void> {
    this.#follower?.cancel();
    await this.#follower?.done.catch(() => undefined);
  }

  #isKnown(hasChanges: boolean): boolean {
    return this.#o.still.knownSha256 !== null && this.#o.map.pages === this.#o.pages && !hasChanges;
  }

  #beginHash(): void {
    if (this.#follower !== undefined) return;
    const bytes = this.#o.pages * this.#o.pageSize;
    this.#follower = this.#o.crew.follow(this.#o.file, bytes);
    this.#follower.advance(bytes);
  }
}

interface Pass {
  readonly scanned: ScannedFile;
  readonly o: ScanOptions;
  readonly reading: ReadAhead;
  readonly macKey: Buffer;
  readonly whole: Whole | undefined;
}

async function pass({ scanned: { pageSize, pages }, o, reading, macKey, whole }: Pass): Promise<ScanResult> {
  const collector = new Collector({ map: o.map, pageSize, packPages: PIECE_BYTES / pageSize, packs: o.packs, spare: o.spare });
  for (let piece = await reading.next(); piece !== undefined; piece = await reading.next()) {
    await whole?.saw(piece, !collector.isEmpty);
    const done = piece.first - 1 + piece.bytes.length / pageSize;
    const { stop, isKept } = collector.sift(piece);
    if (!isKept) reading.giveBack(piece.memory);
    if (stop !== null) return { changed: collector.take(), macKey, next: stop, fileSha256: null };
    o.onPages(done, pages);
  }
  const hasChanges = !collector.isEmpty;
  return { changed: collector.take(), macKey, next: null, fileSha256: (await whole?.end(hasChanges)) ?? null };
}

/**
 * Reads the file and collects the pages that differ from what the map says is stored; their HMACs are still to be
 * checked. The whole file is hashed only when something changed: a file whose every page has the print it had is the
 * file it was. Throws `db.corrupt` with the page number when the weekly check finds a page that is not what SQLCipher
 * wrote, or with 0 when the file is shorter than it was said to be.
 */
export async function scanChanges(scanned: ScannedFile, options: ScanOptions): Promise<ScanResult> {
  const { pageSize, pages, file } = scanned;
  const handle = await open(file, 'r');
  const reading = new ReadAhead({ handle, pageSize, from: options.from, pages, spare: options.spare });
  let whole: Whole | undefined;
  try {
    const salt = Buffer.alloc(SALT_BYTES);
    await readFully(handle, salt, 0);
    const macKey = pageMacKey(options.keyHex, salt);
    if (options.still !== null) whole = new Whole({ ...scanned, map: options.map, crew: options.crew, macKey, still: options.still });
    return await pass({ scanned, o: options, reading, macKey, whole });
  } finally {
    await whole?.callOff();
    await reading.end();
    await handle.close();
  }
}
