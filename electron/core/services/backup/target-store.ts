import { setTimeout as sleep } from 'node:timers/promises';

import type { BackupLimits, BackupTarget } from '#shared/domain/backup/target.ts';
import { storePlaceOf } from '#shared/domain/backup/target.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { pacedStore } from './paced-store.ts';
import { mayServersSend } from './server-hours.ts';

export interface TargetStoreDeps {
  readonly openStore: OpenStore;
  readonly clock: Clock;
  readonly clinic: { readonly timeZone: string };
}

/**
 * The store of a place within the clinic's limits: servers at most so fast, and only in their hours unless somebody
 * asked for this very run (`isAsked`). Errors while sending: backup.sendingPaused, and what the store says.
 */
export function targetStore({ openStore, clock, clinic }: TargetStoreDeps, target: BackupTarget, { limits, isAsked }: { readonly limits: BackupLimits; readonly isAsked: boolean }): BackupStore {
  const store = openStore(storePlaceOf(target.place));
  if (target.place.kind === 'folder') return store;
  const { serverKilobytesPerSecond } = limits;
  return pacedStore(store, {
    bytesPerSecond: serverKilobytesPerSecond === null ? null : serverKilobytesPerSecond * 1000,
    maySend: () => {
      if (!isAsked && !mayServersSend(limits, clock.now(), clinic.timeZone)) throw new AppError('backup.sendingPaused');
    },
    monotonicMs: () => clock.monotonicMs(), wait: ms => sleep(ms, undefined),
  });
}
