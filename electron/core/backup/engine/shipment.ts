import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { LocalState } from './local-state.ts';
import type { StoredPack } from './page-map.ts';
import type { BackupContext } from './ports.ts';
import { newPackKey } from './repository.ts';
import type { ChangedPages } from './changed-pages.ts';
import type { Crew } from './work/crew.ts';
import { PACK_OVERHEAD } from './work/jobs.ts';
import { newMemory } from './work/memory.ts';

/** Packs on their way at once, from memory to the place: three being sent and one being encrypted (design/backup.md §C). */
const UNDER_WAY = 4;

export interface ShipmentOptions {
  readonly ctx: Pick<BackupContext, 'store' | 'recipients'>;
  readonly state: LocalState;
  readonly crew: Crew;
  /** Memory whose pages are encrypted, for the next ones. */
  readonly spare: Uint8Array[];
  /** Called whenever a pack is safely in the place. */
  readonly onStored: () => void;
}

export interface SendOptions {
  readonly pageSize: number;
  readonly macKey: Buffer;
  /** Read while others may write: pages that do not check out are left out, with the pack they would be in. */
  readonly mayBeTorn: boolean;
}

/**
 * Encrypts packs and brings them to the place, several at once. What arrived is in the journal, also when another pack
 * fails; the first failure is what `send` and `arrived` throw.
 */
export class Shipment {
  readonly packs: Pack[] = [];
  readonly #o: ShipmentOptions;
  readonly #under = new Set<Promise<void>>();
  /** Memory that finished packs were in. */
  readonly #spareFiles: Uint8Array[] = [];
  #failure: { readonly error: unknown } | undefined;
  readonly #toNote: StoredPack[] = [];
  #noting: Promise<void> | undefined;
  #waitingBytes = 0;
  #storedBytes = 0;

  constructor(options: ShipmentOptions) {
    this.#o = options;
  }

  /** Bytes of pages that were taken over and are not in the place yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Bytes of age files that are in the place. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  /** Takes over pages; returns when there is room for the next. Their content must not be touched any more. */
  async send(pages: ChangedPages, o: SendOptions): Promise<void> {
    while (this.#under.size >= UNDER_WAY && this.#failure === undefined) await Promise.race(this.#under);
    this.#refuse();
    const bytes = pages.numbers.length * o.pageSize;
    this.#waitingBytes += bytes;
    const way = this.#ship(pages, o)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#waitingBytes -= bytes;
        this.#under.delete(way);
      });
    this.#under.add(way);
  }

  /** Returns when everything taken over is in the place. */
  async arrived(): Promise<void> {
    await this.settled();
    this.#refuse();
  }

  /** Returns when nothing is on its way any more, however it ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#under);
  }

  async #ship(pages: ChangedPages, { pageSize, macKey, mayBeTorn }: SendOptions): Promise<void> {
    const { ctx, state, crew, spare } = this.#o;
    const { numbers, prints } = pages;
    const into = this.#spareFiles.pop() ?? newMemory(pages.content.length + PACK_OVERHEAD);
    const sealed = await crew.seal({ content: pages.content, numbers, pageSize, macKey, recipients: ctx.recipients, into });
    spare.push(pages.content);
    if ('badPage' in sealed) {
      if (mayBeTorn) return; // not noted as stored: the look that holds the file still finds these pages again
      throw new AppError('db.corrupt', { page: sealed.badPage });
    }
    if (this.#failure !== undefined) return;
    const pack: Pack = { key: newPackKey(state.fields.machineId), size: sealed.size, pages: numbers.length, sha256: sealed.sha256 };
    await ctx.store.put(pack.key, into.subarray(0, sealed.size));
    this.#spareFiles.push(into);
    await this.#note({ pack, numbers, prints });
    this.packs.push(pack);
    this.#storedBytes += pack.size;
    this.#o.onStored();
  }

  /** The journal is one file: what arrives while it is being written is written together, next. */
  #note(stored: StoredPack): Promise<void> {
    this.#toNote.push(stored);
    return (this.#noting ??= this.#noteAll());
  }

  async #noteAll(): Promise<void> {
    try {
      while (this.#toNote.length > 0) await this.#o.state.note(this.#toNote.splice(0));
    } finally {
      this.#noting = undefined;
    }
  }

  #refuse(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
