import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 20;

/**
 * SHA-256 of a file that is still being written: hashes up to where it was told that the bytes are final, and waits there.
 * Reading what was just written costs no disk.
 */
export class FollowingHash {
  /** The digest in hex once all bytes were final; null when it was called off. Rejects when the file cannot be read. */
  readonly done: Promise<string | null>;
  readonly #file: string;
  readonly #bytes: number;
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
    try {
      const hash = createHash('sha256');
      const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
      for (let at = 0; at < this.#bytes;) {
        if (this.#isCancelled) return null;
        const length = Math.min(PIECE_BYTES, this.#ready - at);
        if (length <= 0) {
          await new Promise<void>(resolve => (this.#wake = resolve));
          continue;
        }
        const { bytesRead } = await handle.read(piece, 0, length, at);
        if (bytesRead === 0) throw new Error('a file ended before its announced length');
        hash.update(piece.subarray(0, bytesRead));
        at += bytesRead;
      }
      return hash.digest('hex');
    } finally {
      await handle.close();
    }
  }
}
