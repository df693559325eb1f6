import type { FileHandle } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';
import { newMemory } from './work/memory.ts';

/** Bytes read at a time: a multiple of every SQLite page size, and just what goes into one pack. */
export const PIECE_BYTES = 4 * 1024 * 1024;
/** Reads under way at once: while one piece is looked through, the next ones come. */
const UNDER_WAY = 2;

/** Pages that follow each other from page `first` on. */
export interface Piece {
  readonly first: number;
  readonly bytes: Buffer;
  /** What `bytes` is the beginning of. Whoever keeps it does not give it back. */
  readonly memory: Uint8Array;
}

export interface ReadOptions {
  readonly handle: FileHandle;
  readonly pageSize: number;
  /** First page, from 1. */
  readonly from: number;
  /** Last page. */
  readonly pages: number;
  /** Memory that may be used again, each as long as a piece. */
  readonly spare: Uint8Array[];
}

/** Fills `buffer` from `position` on. Throws `db.corrupt` when the file ends before. */
export async function readFully(handle: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let done = 0; done < buffer.length;) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw new AppError('db.corrupt', { page: 0 });
    done += bytesRead;
  }
}

/** A file piece by piece, read a little ahead. `end` must be awaited before the file is closed. */
export class ReadAhead {
  readonly #o: ReadOptions;
  readonly #under: Promise<Piece>[] = [];
  #next: number;

  constructor(options: ReadOptions) {
    this.#o = options;
    this.#next = options.from;
  }

  /** The next pages, or undefined at the end. */
  async next(): Promise<Piece | undefined> {
    while (this.#under.length < UNDER_WAY && this.#next <= this.#o.pages) this.#begin();
    return this.#under.shift();
  }

  giveBack(memory: Uint8Array): void {
    this.#o.spare.push(memory);
  }

  async end(): Promise<void> {
    for (const reading of this.#under.splice(0)) await reading.then(piece => this.giveBack(piece.memory), () => undefined);
  }

  #begin(): void {
    const { handle, pageSize, pages, spare } = this.#o;
    const first = this.#next;
    const memory = spare.pop() ?? newMemory(PIECE_BYTES);
    const bytes = Buffer.from(memory.buffer, 0, Math.min(PIECE_BYTES, (pages - first + 1) * pageSize));
    this.#next = first + bytes.length / pageSize;
    const reading = readFully(handle, bytes, (first - 1) * pageSize).then(() => ({ first, bytes, memory }));
    reading.catch(() => undefined); // whoever asks for this piece hears of it
    this.#under.push(reading);
  }
}
