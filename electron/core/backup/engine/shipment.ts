import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { LocalState } from './local-state.ts';
import type { BackupContext } from './ports.ts';
import { newPackKey } from './repository.ts';
import type { ChangedPages } from './scan.ts';
import type { Crew } from './work/crew.ts';

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

/**
 * Encrypts packs and brings them to the place, several at once. What arrived is in the journal, also when another pack
 * fails; the first failure is what `send` and `arrived` throw.
 */
export class Shipment {
  readonly packs: Pack[] = [];
  readonly #o: ShipmentOptions;
  readonly #under = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #journal: Promise<void> = Promise.resolve();
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
  async send(pages: ChangedPages, o: { pageSize: number; macKey: Buffer }): Promise<void> {
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

  async #ship(pages: ChangedPages, { pageSize, macKey }: { pageSize: number; macKey: Buffer }): Promise<void> {
    const { ctx, state, crew, spare } = this.#o;
    const { numbers, prints } = pages;
    const sealed = await crew.seal({ content: pages.content, numbers, pageSize, macKey, recipients: ctx.recipients });
    if ('badPage' in sealed) throw new AppError('db.corrupt', { page: sealed.badPage });
    spare.push(sealed.spent);
    if (this.#failure !== undefined) return;
    const pack: Pack = { key: newPackKey(state.fields.machineId), size: sealed.file.length, pages: numbers.length, sha256: sealed.sha256 };
    await ctx.store.put(pack.key, sealed.file);
    // one line after the other: the journal is one file
    this.#journal = this.#journal.then(() => state.note({ pack, numbers, prints }));
    await this.#journal;
    this.packs.push(pack);
    this.#storedBytes += pack.size;
    this.#o.onStored();
  }

  #refuse(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
