import type { backup } from '#shared/contract/backup.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { storePlaceOf } from '#shared/domain/backup/target.ts';
import type { AuditEntry } from '#shared/domain/log/audit.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { LocalState } from '../../backup/engine/local-state.ts';
import { countGenerations } from '../../repositories/backup-run.ts';
import { clinicAnchors } from './anchors.ts';
import { anchorFileOf, backupContext, type BackupServiceDeps, workFolderOf } from './backup-context.ts';
import { inspectPlace, placeProblem, preparePlace } from './backup-place.ts';
import { changeBackupSetting, changeTarget, newTarget, readBackupSetting, requireTarget, type StoredTarget, targetOf } from './backup-settings.ts';
import { lookThrough } from './look-through.ts';
import { probeTarget } from './protection.ts';
import { ownerOf } from './target-status.ts';

type Handlers = AreaHandlers<typeof backup, CallContext>;
export type TargetHandlers = Pick<Handlers, 'checkPlace' | 'addFolder' | 'testTarget' | 'renameTarget' | 'removeTarget' | 'startOver'>;

/** What every change of a place does: refuse while a run goes on, write with its log row, then plan anew. */
export interface TargetDesk {
  readonly refuseWhileRunning: () => void;
  /** Tells the screens and the schedule. */
  readonly changed: () => Promise<void>;
}

const placeRow = (targetId: string, reasonCode: string, reasonText?: string): AuditEntry =>
  ({ action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: targetId, reasonCode, ...(reasonText === undefined ? {} : { reasonText }) });

/** Keeps a new place. Errors: backup.placeTaken when its repository is one already. */
export async function keepTarget(deps: BackupServiceDeps, ctx: CallContext, o: { target: Omit<Parameters<typeof newTarget>[0], 'id' | 'addedAt'>; reasonText?: string }): Promise<string> {
  const at = deps.clock.now().toISOString();
  const id = deps.newId();
  await deps.db.write(async tx => {
    await changeBackupSetting(tx, at, setting => {
      if (setting.targets.some(known => known.repositoryId === o.target.repositoryId)) throw new AppError('backup.placeTaken');
      return { ...setting, targets: [...setting.targets, newTarget({ ...o.target, id, addedAt: at })] };
    });
    await ctx.log(tx, placeRow(id, 'backup.placeAdded', o.reasonText));
  });
  return id;
}

async function addFolder(deps: BackupServiceDeps, ctx: CallContext, input: { path: string; name: string; absenceDays: number | null }) {
  const { report, version } = await preparePlace(input.path, ownerOf(deps), deps.clock.now());
  const place = { kind: 'folder', path: input.path, repositoryPath: report.repositoryPath } as const;
  const targetId = await keepTarget(deps, ctx, { target: { name: input.name, repositoryId: version.repositoryId, absenceDays: input.absenceDays, place } });
  return { targetId, report };
}

/** Begins a new series in the place's repository; what lies there is kept. */
async function startOver(deps: BackupServiceDeps, ctx: CallContext, target: StoredTarget): Promise<void> {
  if (target.place.kind === 'folder') await preparePlace(target.place.repositoryPath, ownerOf(deps), deps.clock.now());
  await clinicAnchors(deps.db, anchorFileOf(deps.place)).forget(target.repositoryId);
  await (await LocalState.load(workFolderOf(deps.place), target.repositoryId)).startOver();
  await deps.db.write(tx => ctx.log(tx, placeRow(target.id, 'backup.startOver')));
}

async function testTarget(deps: BackupServiceDeps, ctx: CallContext, target: StoredTarget): Promise<void> {
  await tryPlace(deps, ctx, target);
  const store = deps.openStore(storePlaceOf(targetOf(target).place));
  await lookThrough(deps, { target, ctx: await backupContext(deps, store, () => undefined), proven: null });
}

async function tryPlace(deps: BackupServiceDeps, ctx: CallContext, target: StoredTarget): Promise<void> {
  if (target.place.kind === 's3') {
    const { keep } = await probeTarget(deps, { ...target, place: target.place });
    await deps.db.write(async tx => {
      await changeTarget(tx, deps.clock.now().toISOString(), { targetId: target.id, change: keep });
      await ctx.log(tx, placeRow(target.id, 'backup.placeTested'));
    });
    return;
  }
  const { problem } = await placeProblem({ ...target.place, repositoryId: target.repositoryId }, ownerOf(deps));
  await deps.db.write(tx => ctx.log(tx, { ...placeRow(target.id, 'backup.placeTested'), ...(problem === null ? {} : { outcome: 'failed' }) }));
  if (problem !== null) throw new AppError(problem, { path: target.place.path });
}

/** Adding, testing, naming and removing places; servers have their own part. */
export function targetHandlers(deps: BackupServiceDeps, desk: TargetDesk): TargetHandlers {
  const find = async (targetId: string) => requireTarget(await readBackupSetting(deps.db.reader), targetId);
  return {
    checkPlace: (_ctx, { path }) => inspectPlace(path, ownerOf(deps)),
    addFolder: async (ctx, input) => {
      desk.refuseWhileRunning();
      const added = await addFolder(deps, ctx, input);
      await desk.changed();
      return added;
    },
    testTarget: async (ctx, { targetId }) => {
      desk.refuseWhileRunning();
      await testTarget(deps, ctx, await find(targetId)).finally(() => desk.changed());
      return {};
    },
    renameTarget: async (ctx, { targetId, name, absenceDays, retentionDays: wanted }) => {
      const before = await find(targetId);
      const retentionDays = wanted ?? before.retentionDays;
      await deps.db.write(async tx => {
        await changeTarget(tx, deps.clock.now().toISOString(), { targetId, change: target => ({ ...target, name, retentionDays, absenceDays: target.place.kind === 's3' ? null : absenceDays }) });
        await ctx.log(tx, placeRow(targetId, 'backup.placeRenamed', retentionDays === before.retentionDays ? undefined : `${before.retentionDays} d → ${retentionDays} d`));
      });
      await desk.changed();
      return {};
    },
    removeTarget: async (ctx, { targetId }) => {
      desk.refuseWhileRunning();
      await find(targetId);
      await deps.db.write(async tx => {
        await changeBackupSetting(tx, deps.clock.now().toISOString(), setting => ({ ...setting, targets: setting.targets.filter(target => target.id !== targetId) }));
        await ctx.log(tx, placeRow(targetId, 'backup.placeRemoved'));
      });
      await desk.changed();
      return {};
    },
    startOver: async (ctx, { targetId }) => {
      desk.refuseWhileRunning();
      await startOver(deps, ctx, await find(targetId));
      await desk.changed();
      return {};
    },
  };
}

/** The wizard's folder: another one chosen after going back takes the place of the first, as long as nothing lies in that. */
export async function chooseFirstFolder(deps: BackupServiceDeps, ctx: CallContext, path: string): Promise<void> {
  const { report, version } = await preparePlace(path, ownerOf(deps), deps.clock.now());
  const at = deps.clock.now().toISOString();
  const target = newTarget({
    id: deps.newId(), addedAt: at, name: path.split(/[\\/]/).filter(part => part !== '').slice(-2).join('/').slice(0, 60) || path.slice(0, 60), repositoryId: version.repositoryId,
    absenceDays: null, place: { kind: 'folder', path, repositoryPath: report.repositoryPath },
  });
  const { targets } = await readBackupSetting(deps.db.reader);
  const used = await Promise.all(targets.map(async one => ((await countGenerations(deps.db.reader, one.repositoryId)) > 0 ? [one] : [])));
  await deps.db.write(async tx => {
    await changeBackupSetting(tx, at, setting => ({ ...setting, targets: [...used.flat().filter(one => one.repositoryId !== target.repositoryId), target] }));
    await ctx.log(tx, placeRow(target.id, 'backup.placeAdded'));
  });
}
