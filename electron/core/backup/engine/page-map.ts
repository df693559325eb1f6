import type { Extent, Pack } from '#shared/domain/backup/manifest.ts';
import { PRINT_BYTES } from './page-check.ts';

const RECORD = PRINT_BYTES + 8;
const NOWHERE = 0xffff_ffff;

/** Pages that were stored together. `numbers[i]` lies at page `i` of the pack and had the print at `i × 16`. */
export interface StoredPack {
  readonly pack: Pack;
  readonly numbers: Uint32Array;
  readonly prints: Buffer;
}

/**
 * Where the newest stored copy of every page lies, and how to see that the page has changed since: 24 bytes a page
 * (6 MB per GB), the only index there is. Page numbers count from 1.
 */
export class PageMap {
  readonly packs: Pack[] = [];
  #records: Buffer;
  #pages: number;

  constructor(packs: readonly Pack[] = [], records: Buffer = Buffer.alloc(0)) {
    this.packs.push(...packs);
    this.#records = records;
    this.#pages = records.length / RECORD;
  }

  get pages(): number {
    return this.#pages;
  }

  /** Cuts off pages beyond the file's end or makes room for new ones. */
  resize(pages: number): void {
    const needed = pages * RECORD;
    if (needed > this.#records.length) {
      const grown = Buffer.alloc(Math.max(needed, Math.min(this.#records.length * 2, needed + (1 << 20))));
      this.#records.copy(grown, 0, 0, this.#pages * RECORD);
      this.#records = grown;
    }
    for (let page = this.#pages; page < pages; page += 1) this.#records.writeUInt32LE(NOWHERE, page * RECORD + PRINT_BYTES);
    this.#pages = pages;
  }

  /** True when the stored copy of this page carries the same print. */
  holds(number: number, print: Buffer): boolean {
    if (number > this.#pages) return false;
    const at = (number - 1) * RECORD;
    return this.#records.readUInt32LE(at + PRINT_BYTES) !== NOWHERE && this.#records.compare(print, 0, PRINT_BYTES, at, at + PRINT_BYTES) === 0;
  }

  /** The print the stored copy of a page must have. */
  print(number: number): Buffer {
    const at = (number - 1) * RECORD;
    return this.#records.subarray(at, at + PRINT_BYTES);
  }

  /** Notes that these pages now lie in a new pack. */
  add(stored: StoredPack): void {
    const index = this.packs.push(stored.pack) - 1;
    stored.numbers.forEach((number, offset) => {
      if (number > this.#pages) this.resize(number);
      const at = (number - 1) * RECORD;
      stored.prints.copy(this.#records, at, offset * PRINT_BYTES, (offset + 1) * PRINT_BYTES);
      this.#records.writeUInt32LE(index, at + PRINT_BYTES);
      this.#records.writeUInt32LE(offset, at + PRINT_BYTES + 4);
    });
  }

  /** Forgets packs the store no longer has whole; their pages count as changed. Returns how many pages that were. */
  forget(keys: ReadonlySet<string>): number {
    const lost = new Set(this.packs.flatMap((pack, index) => (keys.has(pack.key) ? [index] : [])));
    if (lost.size === 0) return 0;
    let pages = 0;
    for (let page = 0; page < this.#pages; page += 1) {
      const at = page * RECORD + PRINT_BYTES;
      if (!lost.has(this.#records.readUInt32LE(at))) continue;
      this.#records.writeUInt32LE(NOWHERE, at);
      pages += 1;
    }
    return pages;
  }

  /** Drops packs without a live page and gives the rest their final numbers; returns the extents of a manifest. */
  compact(): Extent[] {
    const live = new Set<number>();
    for (let page = 0; page < this.#pages; page += 1) live.add(this.#records.readUInt32LE(page * RECORD + PRINT_BYTES));
    const renumber = new Map([...live].filter(index => index !== NOWHERE).sort((a, b) => a - b).map((old, index) => [old, index]));
    const kept = this.packs.filter((_, index) => renumber.has(index));
    this.packs.splice(0, this.packs.length, ...kept);
    for (let page = 0; page < this.#pages; page += 1) {
      const at = page * RECORD + PRINT_BYTES;
      this.#records.writeUInt32LE(renumber.get(this.#records.readUInt32LE(at)) ?? NOWHERE, at);
    }
    return this.extents();
  }

  /** Live pages of each pack, by pack number. */
  livePages(): number[] {
    const live = this.packs.map(() => 0);
    for (let page = 0; page < this.#pages; page += 1) {
      const index = this.#records.readUInt32LE(page * RECORD + PRINT_BYTES);
      if (index !== NOWHERE) live[index] = (live[index] ?? 0) + 1;
    }
    return live;
  }

  extents(): Extent[] {
    const extents: [number, number, number][] = [];
    for (let page = 0; page < this.#pages; page += 1) {
      const pack = this.#records.readUInt32LE(page * RECORD + PRINT_BYTES);
      const offset = this.#records.readUInt32LE(page * RECORD + PRINT_BYTES + 4);
      const last = extents.at(-1);
      if (last !== undefined && last[0] === pack && last[1] + last[2] === offset) last[2] += 1;
      else extents.push([pack, offset, 1]);
    }
    return extents;
  }

  /** The bytes to keep on this computer between runs. */
  toBytes(): Buffer {
    return this.#records.subarray(0, this.#pages * RECORD);
  }
}
