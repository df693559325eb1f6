import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { leaving } from '#shared/contract/leaving.ts';
import { AppError, isAppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { insertApproval, insertExport, insertLeftPlace, listDeletions, listExports } from '../../repositories/leaving.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { findUser } from '../../repositories/user-account.ts';
import { changeBackupSetting } from '../backup/backup-settings.ts';
import type { LeavingDeps } from './deps.ts';
import { makeExport, prepareExportFolder } from './export-all.ts';
import { deletionPapers } from './papers.ts';
import { approvalFor, describePlaces, isOnlyCopy, requirePlace, storePlace } from './places.ts';
import { removePlace, type RemovalOrder } from './remove-place.ts';

type Handlers = AreaHandlers<typeof leaving, CallContext>;

export interface LeavingService {
  readonly handlers: Handlers;
  /** Resolves when neither a copy is being made nor a place emptied. */
  readonly whenIdle: () => Promise<void>;
}

/** One long job at a time, in the background; how the latest ended. */
function oneJob(deps: LeavingDeps) {
  let running: 'export' | 'remove' | null = null;
  let problem: ErrorCode | null = null;
  let idle: Promise<void> = Promise.resolve();
  return {
    running: () => running,
    problem: () => problem,
    whenIdle: () => idle,
    claim: (kind: 'export' | 'remove') => {
      if (running !== null) throw new AppError('busy');
      [running, problem] = [kind, null];
    },
    giveUp: () => { running = null; },
    run: (work: () => Promise<unknown>) => {
      idle = work().then(() => undefined, (error: unknown) => {
        problem = isAppError(error) ? error.code : 'internal';
      }).finally(() => {
        running = null;
        deps.changed('leaving', 'backup');
      });
    },
  };
}

async function nameOf({ db }: LeavingDeps, userId: string | null): Promise<{ name: string; title: string }> {
  const user = userId === null ? undefined : await findUser(db.reader, userId);
  return { name: user?.name ?? '', title: user?.title ?? '' };
}

/** Who may delete what: the name typed, and a second person's yes for the only proven copy. Errors: leaving.nameWrong, leaving.onlyCopy, record.notFound. */
async function orderOf(deps: LeavingDeps, userId: string | null, input: z.output<(typeof leaving)['remove']['input']>): Promise<RemovalOrder> {
  const known = await requirePlace(deps.db.reader, input.repositoryId);
  const spoken = (text: string) => text.trim().normalize('NFC').toLocaleLowerCase('sv');
  if (spoken(input.typedName) !== spoken(known.name)) throw new AppError('leaving.nameWrong', { name: known.name });
  const now = deps.clock.now();
  const needsSecond = await isOnlyCopy(deps.db.reader, known.repositoryId, now);
  const approval = needsSecond ? await approvalFor(deps.db.reader, { repositoryId: known.repositoryId, userId, now }) : undefined;
  if (needsSecond && approval === undefined) throw new AppError('leaving.onlyCopy');
  const place = storePlace(known.where, input.owner);
  return { known, place, by: await nameOf(deps, userId), approvedBy: approval === undefined ? null : { name: approval.name, title: approval.title } };
}

/** From now on the place takes no more backups, whatever becomes of the deletion. */
async function leavePlace(deps: LeavingDeps, ctx: CallContext, { known, approvedBy }: RemovalOrder): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await insertLeftPlace(tx, { ...known, leftAt: at, by: ctx.userId });
    await changeBackupSetting(tx, at, setting => ({ ...setting, targets: setting.targets.filter(target => target.repositoryId !== known.repositoryId) }));
    await ctx.log(tx, { action: 'BACKUP', category: 'system', objectType: 'backupPlace', objectId: known.repositoryId, reasonCode: approvedBy === null ? 'leaving.remove' : 'leaving.removeOnlyCopy' });
  });
}

/** Prepares the folder, then copies in the background. Errors: busy, and those of the folder. */
async function exportInBackground(deps: LeavingDeps, job: ReturnType<typeof oneJob>, { ctx, folder }: { readonly ctx: CallContext; readonly folder: string }): Promise<{ path: string }> {
  const { db } = deps;
  job.claim('export');
  try {
    const path = await prepareExportFolder(deps, folder);
    await db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'system', objectType: 'clinic', reasonCode: 'leaving.export' }));
    const by = (await nameOf(deps, ctx.userId)).name;
    job.run(async () => {
      const made = await makeExport(deps, path, by);
      await db.write(async tx => {
        await insertExport(tx, made);
        await deps.open.log.append(tx, PROGRAM, { action: 'RESTORE_TEST', category: 'system', objectType: 'leavingExport', objectId: made.id });
      });
    });
    return { path };
  } catch (error) {
    job.giveUp();
    throw error;
  }
}

/** The end of the service (G-18): a full copy to take along, then deletion as far as locks allow, with certificates. */
export function createLeavingService(deps: LeavingDeps): LeavingService {
  const job = oneJob(deps);
  const { db } = deps;
  const handlers: Handlers = {
    state: async ctx => ({
      places: await describePlaces(db.reader, { userId: ctx.userId, now: deps.clock.now() }), exports: await listExports(db.reader), running: job.running(), problem: job.problem(),
      certificates: (await listDeletions(db.reader)).map(({ certificate: one }) => ({
        id: one.id, at: one.endedAt, placeName: one.place.name, complete: one.complete, leftObjects: one.outcome.left.objects, restGoesAt: one.outcome.left.lastLockEndsAt,
      })),
    }),
    survey: async (_ctx, { repositoryId, owner }) => deps.openRemoval(storePlace((await requirePlace(db.reader, repositoryId)).where, owner)).survey(),
    exportAll: (ctx, { folder }) => exportInBackground(deps, job, { ctx, folder }),
    approve: async (ctx, { repositoryId }) => {
      await requirePlace(db.reader, repositoryId);
      await db.write(async tx => {
        await insertApproval(tx, { id: deps.newId(), repositoryId, at: deps.clock.now().toISOString(), by: ctx.userId });
        await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: repositoryId, reasonCode: 'leaving.approve' });
      });
      deps.changed('leaving');
      return {};
    },
    remove: async (ctx, input) => {
      job.claim('remove');
      try {
        const order = await orderOf(deps, ctx.userId, input);
        await deps.openRemoval(order.place).survey(); // keys and address are tried before anything is decided
        await leavePlace(deps, ctx, order);
        job.run(() => removePlace(deps, order));
        deps.changed('leaving', 'backup');
        return {};
      } catch (error) {
        job.giveUp();
        throw error;
      }
    },
    papers: (_ctx, input) => deletionPapers(deps, input),
  };
  return { handlers, whenIdle: job.whenIdle };
}
