import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';

/** A file of Linux that opens and then fails at reading with EIO, as a bad spot on a disk does. */
export const BAD_SPOT = '/proc/self/mem';

/** A folder on a disk that fails at reading some objects, with the real EIO of the real store. */
export class FailingDisk extends FolderStore {
  readonly #badSpots: FolderStore;
  /** Which objects lie on a bad spot. */
  isBad: (key: string) => boolean = () => false;

  /** `helper`: a folder that must not exist yet. */
  constructor(root: string, helper: string) {
    super(root);
    mkdirSync(helper);
    symlinkSync(BAD_SPOT, path.join(helper, 'spot'));
    this.#badSpots = new FolderStore(helper);
  }

  override get(key: string): Promise<Buffer | undefined> {
    return this.isBad(key) ? this.#badSpots.get('spot') : super.get(key);
  }
}
