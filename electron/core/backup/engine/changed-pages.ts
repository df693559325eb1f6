import { PRINT_BYTES, printAt } from './page-check.ts';
import type { PageMap } from './page-map.ts';
import type { Piece } from './read-ahead.ts';
import { newMemory } from './work/memory.ts';

/** Changed pages one after the other: what becomes one pack. */
export interface ChangedPages {
  readonly numbers: Uint32Array;
  readonly prints: Buffer;
  /** As long as a whole pack; what lies behind the last page is of no meaning. */
  readonly content: Uint8Array;
}

export interface CollectOptions {
  readonly map: PageMap;
  readonly pageSize: number;
  /** Pages that go into one pack. */
  readonly packPages: number;
  /** Full after so many packs: they are held in memory. */
  readonly packs: number;
  readonly spare: Uint8Array[];
}

/** What `sift` says of a piece. */
export interface Sifted {
  /** The changed page for which there was no room; null when all were taken. */
  readonly stop: number | null;
  /** The piece's memory is part of a pack now. */
  readonly isKept: boolean;
}

/** Takes the pages that differ from the map out of what is read, pack by pack. */
export class Collector {
  readonly #full: ChangedPages[] = [];
  readonly #o: CollectOptions;
  /** Places of a piece's changed pages in it. */
  readonly #found: Uint32Array;
  #numbers: Uint32Array;
  #count = 0;
  #content: Uint8Array = new Uint8Array(0);

  constructor(options: CollectOptions) {
    this.#o = options;
    this.#found = new Uint32Array(options.packPages);
    this.#numbers = new Uint32Array(options.packPages);
  }

  get isEmpty(): boolean {
    return this.#full.length === 0 && this.#count === 0;
  }

  sift(piece: Piece): Sifted {
    const { packPages, packs, pageSize } = this.#o;
    const count = this.#changedIn(piece);
    if (count === packPages && this.#count === 0 && this.#full.length < packs) {
      for (let index = 0; index < count; index += 1) this.#numbers[index] = piece.first + index;
      [this.#content, this.#count] = [piece.memory, count];
      this.#closePack();
      return { stop: null, isKept: true };
    }
    for (let index = 0; index < count; index += 1) {
      const at = this.#found[index] ?? 0;
      if (this.#full.length >= packs) return { stop: piece.first + at, isKept: false };
      if (this.#count === 0) this.#content = this.#o.spare.pop() ?? newMemory(packPages * pageSize);
      this.#content.set(piece.bytes.subarray(at * pageSize, (at + 1) * pageSize), this.#count * pageSize);
      this.#numbers[this.#count] = piece.first + at;
      this.#count += 1;
      if (this.#count === packPages) this.#closePack();
    }
    return { stop: null, isKept: false };
  }

  /** Everything collected. */
  take(): readonly ChangedPages[] {
    if (this.#count > 0) this.#closePack();
    return this.#full;
  }

  #changedIn({ first, bytes }: Piece): number {
    const { map, pageSize } = this.#o;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const pages = bytes.length / pageSize;
    let count = 0;
    for (let index = 0; index < pages; index += 1) {
      if (map.holds(first + index, words, (index * pageSize + printAt(pageSize)) / 4)) continue;
      this.#found[count] = index;
      count += 1;
    }
    return count;
  }

  #closePack(): void {
    const { pageSize } = this.#o;
    const prints = Buffer.alloc(this.#count * PRINT_BYTES);
    for (let index = 0; index < this.#count; index += 1) {
      const from = index * pageSize + printAt(pageSize);
      prints.set(this.#content.subarray(from, from + PRINT_BYTES), index * PRINT_BYTES);
    }
    this.#full.push({ numbers: this.#numbers.slice(0, this.#count), prints, content: this.#content });
    this.#count = 0;
  }
}
