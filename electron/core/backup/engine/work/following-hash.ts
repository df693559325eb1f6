import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 20;

/**
 * SHA-256 of a file that is still being written: hashes up to where it was told that the bytes are final, and waits there.
 * Reading what was just written costs no disk. While one piece is hashed the next is read.
 */
export class FollowingHash {
  /** The digest in hex once all bytes were final; null when it was called off. Rejects when the file cannot be read. */
  readonly done: Promise<string | null>;
  readonly #file: string;
  readonly #bytes: number;
  readonly #memory = [Buffer.allocUnsafeSlow(PIECE_BYTES), Buffer.allocUnsafeSlow(PIECE_BYTES)] as const;
  #ready = 0;
  #isCancelled = false;
  #wake: () => void = () => undefined;

  constructor(file: string, bytes: number) {
    this.#file = file;
    this.#bytes = bytes;
    this.done = this.#run();
    this.done.catch(() => undefined); // whoever awaits it hears of it; nobody may be waiting yet
  }

  /** The first `bytes` bytes of the file will not change any more. */
  advance(bytes: number): void {
    this.#ready = Math.max(this.#ready, bytes);
    this.#wake();
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#wake();
  }

  async #run(): Promise<string | null> {
    const handle = await open(this.#file, 'r');
    let ahead: Promise<Buffer> | undefined;
    try {
      const hash = createHash('sha256');
      for (let [at, turn] = [0, 0]; at < this.#bytes; turn += 1) {
        while (this.#ready <= at && !this.#isCancelled) await new Promise<void>(resolve => (this.#wake = resolve));
        if (this.#isCancelled) return null;
        const piece = await (ahead ?? this.#read(handle, at, turn));
        at += piece.length;
        ahead = this.#ready > at ? this.#read(handle, at, turn + 1) : undefined;
        hash.update(piece);
      }
      return hash.digest('hex');
    } finally {
      await ahead?.catch(() => undefined); // nothing may read from a file that is closed
      await handle.close();
    }
  }

  /** The next final bytes from `at` on, at least one; in one of two pieces of memory by turns. */
  async #read(handle: FileHandle, at: number, turn: number): Promise<Buffer> {
    const memory = this.#memory[turn % 2 === 0 ? 0 : 1];
    const { bytesRead } = await handle.read(memory, 0, Math.min(PIECE_BYTES, this.#ready - at, this.#bytes - at), at);
    if (bytesRead === 0) throw new Error('a file ended before its announced length');
    return memory.subarray(0, bytesRead);
  }
}
