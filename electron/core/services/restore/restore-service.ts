import type { AreaHandlers } from '#shared/contract/define.ts';
import type { restore } from '#shared/contract/restore.ts';
import type { CallContext } from '../../api/context.ts';
import { clinicExists } from '../../clinic/clinic-place.ts';
import { readMachine } from '../../clinic/machine-file.ts';
import { type DiskRoot, findNearby } from './nearby.ts';
import { RestoreDesk, type RestoreDeskDeps } from './restore-desk.ts';
import { describeRepository, findRepository } from './restore-place.ts';

export interface RestoreServiceDeps extends RestoreDeskDeps {
  /** Where attached disks are looked for; this system's usual folders when left out. */
  readonly disks?: readonly DiskRoot[];
}

export interface RestoreService {
  readonly handlers: AreaHandlers<typeof restore, CallContext>;
  /** Resolves when no restore is running. */
  readonly whenIdle: () => Promise<void>;
}

/** Restore on an empty or locked computer (product.md decision 8). */
export function createRestoreService(deps: RestoreServiceDeps): RestoreService {
  const desk = new RestoreDesk(deps);
  return {
    whenIdle: () => desk.idle,
    handlers: {
      nearby: async () => {
        desk.refuseWhileSignedIn();
        return { folders: await findNearby(deps.disks) };
      },
      inspect: async (_ctx, { place }) => {
        desk.refuseWhileSignedIn();
        const described = await describeRepository(await findRepository(place, deps.openStore));
        const { clinic } = await readMachine(deps.place.machineFile);
        return { ...described, sameClinic: clinicExists(deps.place) && described.clinicId !== '' ? clinic?.id === described.clinicId : null };
      },
      unlock: (_ctx, { place, key }) => desk.unlock(place, key),
      compareReceipt: (_ctx, { text }) => desk.compareReceipt(text),
      addPlace: (_ctx, { place }) => desk.addPlace(place),
      confirm: (_ctx, { generationId, ...by }) => desk.confirm(generationId, by),
      start: (_ctx, input) => desk.start(input.generationId),
      state: async () => desk.state,
      adopt: (_ctx, input) => desk.adopt(input.acceptDamage),
      cancel: async () => {
        await desk.cancel();
        return {};
      },
    },
  };
}
