import type { Extent, Pack } from '#shared/domain/backup/manifest.ts';
import { PRINT_BYTES } from './page-check.ts';

const RECORD = PRINT_BYTES + 8;
/** A record as 32-bit words: four of the print, the pack's number, the page's place in it. */
const WORDS = RECORD / 4;
const PRINT_WORDS = PRINT_BYTES / 4;
const NOWHERE = 0xffff_ffff;
/** How many pages more than asked for a map has room for when it must grow. */
const SPARE_PAGES = 1024;

/** Pages that were stored together. `numbers[i]` lies at page `i` of the pack and had the print at `i × 16`. */
export interface StoredPack {
  readonly pack: Pack;
  readonly numbers: Uint32Array;
  readonly prints: Buffer;
}

/** The very same memory as words where they begin at one; else a copy. */
const wordsOf = (bytes: Uint8Array): Uint32Array => {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4);
};

/**
 * Where the newest stored copy of every page lies, and how to see that the page has changed since: 24 bytes a page
 * (6 MB per GB), the only index there is. Page numbers count from 1. Its words are little-endian, as every computer
 * is that this program runs on.
 */
export class PageMap {
  readonly packs: Pack[] = [];
  #records: Uint32Array;
  #pages: number;
  #isChanged = false;

  constructor(packs: readonly Pack[] = [], records: Uint8Array = new Uint8Array(0)) {
    this.packs.push(...packs);
    this.#records = wordsOf(records);
    this.#pages = records.length / RECORD;
  }

  get pages(): number {
    return this.#pages;
  }

  /** True when something was noted or forgotten since the last `saved`. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** What `toBytes` gives now is kept on disk. */
  saved(): void {
    this.#isChanged = false;
  }

  /** Makes room for so many pages at once: a map that grew pack by pack would leave all its smaller selves behind. */
  reserve(pages: number): void {
    const needed = pages * WORDS;
    if (needed <= this.#records.length) return;
    const grown = new Uint32Array(needed);
    grown.set(this.#records.subarray(0, this.#pages * WORDS));
    this.#records = grown;
  }

  /** Cuts off pages beyond the file's end or notes new ones. */
  resize(pages: number): void {
    if (pages === this.#pages) return;
    this.#isChanged = true;
    // a file that grows while it is copied grows by a little
    if (pages * WORDS > this.#records.length) this.reserve(pages + SPARE_PAGES);
    for (let page = this.#pages; page < pages; page += 1) this.#records[page * WORDS + PRINT_WORDS] = NOWHERE;
    this.#pages = pages;
  }

  /** True when the stored copy of this page carries the print that begins at word `at` of `words`. */
  holds(number: number, words: Uint32Array, at: number): boolean {
    if (number > this.#pages) return false;
    const from = (number - 1) * WORDS;
    const records = this.#records;
    return records[from] === words[at] && records[from + 1] === words[at + 1] && records[from + 2] === words[at + 2]
      && records[from + 3] === words[at + 3] && records[from + PRINT_WORDS] !== NOWHERE;
  }

  /** Notes that these pages now lie in a new pack. */
  add(stored: StoredPack): void {
    this.#isChanged = true;
    const index = this.packs.push(stored.pack) - 1;
    const prints = wordsOf(stored.prints);
    stored.numbers.forEach((number, offset) => {
      if (number > this.#pages) this.resize(number);
      const at = (number - 1) * WORDS;
      this.#records.set(prints.subarray(offset * PRINT_WORDS, (offset + 1) * PRINT_WORDS), at);
      this.#records[at + PRINT_WORDS] = index;
      this.#records[at + PRINT_WORDS + 1] = offset;
    });
  }

  /** Forgets packs the store no longer has whole; their pages count as changed. Returns how many pages that were. */
  forget(keys: ReadonlySet<string>): number {
    const lost = new Set(this.packs.flatMap((pack, index) => (keys.has(pack.key) ? [index] : [])));
    if (lost.size === 0) return 0;
    let pages = 0;
    for (let page = 0; page < this.#pages; page += 1) {
      if (!lost.has(this.#packOf(page))) continue;
      this.#records[page * WORDS + PRINT_WORDS] = NOWHERE;
      pages += 1;
    }
    if (pages > 0) this.#isChanged = true;
    return pages;
  }

  /** Drops packs without a live page and gives the rest their final numbers; returns the extents of a manifest. */
  compact(): Extent[] {
    const live = this.livePages();
    const isGapless = live.every(pages => pages > 0);
    if (!isGapless) {
      let next = 0;
      const renumbered = live.map(pages => (pages > 0 ? next++ : NOWHERE));
      const kept = this.packs.filter((_, index) => (live[index] ?? 0) > 0);
      this.packs.splice(0, this.packs.length, ...kept);
      for (let page = 0; page < this.#pages; page += 1) this.#records[page * WORDS + PRINT_WORDS] = renumbered[this.#packOf(page)] ?? NOWHERE;
      this.#isChanged = true;
    }
    return this.extents();
  }

  /** Live pages of each pack, by pack number. */
  livePages(): number[] {
    const live = this.packs.map(() => 0);
    for (let page = 0; page < this.#pages; page += 1) {
      const index = this.#packOf(page);
      if (index !== NOWHERE) live[index] = (live[index] ?? 0) + 1;
    }
    return live;
  }

  extents(): Extent[] {
    const extents: [number, number, number][] = [];
    let last: [number, number, number] | undefined;
    for (let page = 0; page < this.#pages; page += 1) {
      const pack = this.#packOf(page);
      const offset = this.#records[page * WORDS + PRINT_WORDS + 1] ?? 0;
      if (last !== undefined && last[0] === pack && last[1] + last[2] === offset) last[2] += 1;
      else extents.push((last = [pack, offset, 1]));
    }
    return extents;
  }

  /** The bytes to keep on this computer between runs. */
  toBytes(): Buffer {
    return Buffer.from(this.#records.buffer, this.#records.byteOffset, this.#pages * RECORD);
  }

  #packOf(page: number): number {
    return this.#records[page * WORDS + PRINT_WORDS] ?? NOWHERE;
  }
}
