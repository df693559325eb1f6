/** What goes with every save; the same key again is the same save. */
export interface SaveMeans {
  readonly baseRevision: number;
  readonly keep: boolean;
  readonly key: string;
}
/** A save: the draft and what goes with it. */
export type SaveRequest<D extends object> = D & SaveMeans;
export interface SaveAnswer {
  readonly revision: number;
  readonly savedAt: string;
  readonly version: number | null;
}
export type SaveState =
  | { readonly phase: 'idle'; readonly savedAt: string | null }
  | { readonly phase: 'typing' }
  | { readonly phase: 'saving' }
  /** Nothing typed is lost: it stays on the screen and the next try comes by itself. */
  | { readonly phase: 'failed'; readonly error: unknown };

export interface AutosaveOptions<D extends object> {
  readonly revision: number;
  readonly send: (request: SaveRequest<D>) => Promise<SaveAnswer>;
  readonly onState: (state: SaveState) => void;
  readonly newKey: () => string;
  /** True when trying again is pointless: the note is signed or was changed elsewhere. */
  readonly isFinal: (error: unknown) => boolean;
}

/** Pause after the last key, and the longest anybody types before a save: together under the two seconds promised. */
export const PAUSE_MS = 700;
export const LONGEST_MS = 1500;
const RETRY_MS = 4000;
/** One and the same, so that typing on draws nothing anew. */
const TYPING: SaveState = { phase: 'typing' };

/** Saves while somebody types: one save at a time, the newest text always last, none forgotten. */
export class Autosave<D extends object> {
  readonly #options: AutosaveOptions<D>;
  #revision: number;
  #pending: D | null = null;
  #last: D | null = null;
  /** What failed keeps its key: if it was saved after all, trying again is the same save. */
  #failed: { readonly draft: D; readonly key: string } | null = null;
  #isKept = true;
  #isStopped = false;
  #firstTypedAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AutosaveOptions<D>) {
    this.#options = options;
    this.#revision = options.revision;
  }

  /** Something was typed. */
  changed(draft: D): void {
    this.#pending = draft;
    if (this.#isStopped) return;
    const now = Date.now();
    this.#firstTypedAt ??= now;
    this.#options.onState(TYPING);
    this.#plan(Math.max(0, Math.min(PAUSE_MS, this.#firstTypedAt + LONGEST_MS - now)));
  }

  /** Saves what is not saved yet, and with `keep` leaves a version. Gives the revision in the database; rejects when it could not be saved. */
  async flush(keep: boolean): Promise<number> {
    if (this.#isStopped && this.#pending) throw new Error('saving has ended');
    await this.#run(keep);
    return this.#revision;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#run(false).catch(() => undefined), delayMs);
  }

  #run(keep: boolean): Promise<void> {
    clearTimeout(this.#timer);
    const next = this.#running.then(() => this.#saveOnce(keep));
    this.#running = next.catch(() => undefined);
    return next;
  }

  async #saveOnce(keep: boolean): Promise<void> {
    const failed = this.#failed;
    // It may have been saved though its answer was lost: ask that first, or what was typed since would look like a conflict.
    if (failed && this.#pending && this.#pending !== failed.draft) await this.#send(failed.draft, false);
    const draft = this.#pending ?? (keep && !this.#isKept ? this.#last : null);
    if (!draft) return;
    this.#pending = null;
    this.#firstTypedAt = null;
    await this.#send(draft, keep);
  }

  async #send(draft: D, keep: boolean): Promise<void> {
    const { send, onState, newKey, isFinal } = this.#options;
    const key = this.#failed?.draft === draft ? this.#failed.key : newKey();
    onState({ phase: 'saving' });
    try {
      const answer = await send({ ...draft, baseRevision: this.#revision, keep, key });
      this.#failed = null;
      this.#revision = answer.revision;
      this.#last = draft;
      this.#isKept = answer.version !== null;
      onState(this.#pending ? TYPING : { phase: 'idle', savedAt: answer.savedAt });
    } catch (error) {
      this.#failed = { draft, key };
      this.#pending ??= draft;
      onState({ phase: 'failed', error });
      if (isFinal(error)) this.stop();
      else this.#plan(RETRY_MS);
      throw error;
    }
  }
}
