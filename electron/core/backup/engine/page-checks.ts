import { open } from 'node:fs/promises';

import type { Redacted } from '#shared/kernel/redacted.ts';
import { pageMacKey } from './page-check.ts';
import { type Piece, ReadAhead, readFully } from './read-ahead.ts';
import { type Crew, withCrew } from './work/crew.ts';

const SALT_BYTES = 16;

export interface PageChecksOptions {
  readonly crew: Crew;
  readonly pageSize: number;
  /** As `pageMacKey` gives it. */
  readonly macKey: Buffer;
}

/** Pieces of a file whose pages the crew checks against their HMACs while the reader goes on. */
export class PageChecks {
  readonly #o: PageChecksOptions;
  readonly #under = new Set<Promise<void>>();
  readonly #bad: number[] = [];

  constructor(options: PageChecksOptions) {
    this.#o = options;
  }

  /** Numbers of the pages found so far that are not what SQLCipher wrote; all of them once `end` has come back. */
  get bad(): readonly number[] {
    return this.#bad;
  }

  /** Takes a copy of the piece. Waits while more is under way than the crew has hands. */
  async add({ bytes, first }: Pick<Piece, 'bytes' | 'first'>): Promise<void> {
    const { crew, pageSize, macKey } = this.#o;
    const job = crew.check({ content: new Uint8Array(bytes), first, pageSize, macKey }).then(bad => void this.#bad.push(...bad));
    this.#under.add(job);
    void job.catch(() => undefined).then(() => this.#under.delete(job));
    if (this.#under.size > crew.size) await Promise.race(this.#under);
  }

  async end(): Promise<void> {
    await Promise.all(this.#under);
  }
}

export interface DamagedPagesOptions {
  /** A file that nobody writes to. */
  readonly file: string;
  readonly keyHex: Redacted<string>;
  readonly pageSize: number;
}

/**
 * Number of pages in a database file that are not what SQLCipher wrote there, a piece too short for a page among them.
 * We look ourselves: `PRAGMA cipher_integrity_check` calls every page beyond 4 GiB damaged (sqlcipher/sqlcipher#604, in
 * ours and in every version up to 2026), and a clinic with photographs is soon beyond. Throws what reading the file throws.
 */
export async function countDamagedPages({ file, keyHex, pageSize }: DamagedPagesOptions): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const [pages, torn] = [Math.floor(size / pageSize), size % pageSize === 0 ? 0 : 1];
    if (pages === 0) return 1;
    const salt = Buffer.alloc(SALT_BYTES);
    await readFully(handle, salt, 0);
    const macKey = pageMacKey(keyHex.reveal(), salt);
    return torn + (await withCrew(crew => countIn(new ReadAhead({ handle, pageSize, from: 1, pages, spare: [] }), new PageChecks({ crew, pageSize, macKey }))));
  } finally {
    await handle.close();
  }
}

async function countIn(reading: ReadAhead, checks: PageChecks): Promise<number> {
  try {
    for (let piece = await reading.next(); piece !== undefined; piece = await reading.next()) {
      await checks.add(piece);
      reading.giveBack(piece.memory);
    }
    await checks.end();
    return checks.bad.length;
  } finally {
    await reading.end();
  }
}
