import type { AreaHandlers } from '#shared/contract/define.ts';
import type { drill } from '#shared/contract/drill.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { removeScratch } from '../../backup/drill/scratch.ts';
import { listDrillCertificates } from '../../repositories/drill.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { workFolderOf } from '../backup/backup-context.ts';
import { certificateFiles, certificatePdf, requireCertificate } from './certificate-papers.ts';
import type { DrillServiceDeps } from './deps.ts';
import { createDrillRunner, type DrillRunner } from './drill-runner.ts';
import { createDrillScheduler, type DrillScheduler, type DrillSchedulerDeps } from './drill-scheduler.ts';
import { planOf, readDrillStatus, summaryOf } from './drill-status.ts';
import { type DrillOrder, orderForTarget, orderWithKit } from './orders.ts';

export interface DrillService {
  readonly handlers: AreaHandlers<typeof drill, CallContext>;
  /** Removes what a killed drill left and begins to look after the plan; call once somebody is signed in. */
  readonly start: () => Promise<void>;
  /** Something the plan depends on has changed: a backup has ended, a place was added. */
  readonly refresh: () => Promise<void>;
  /** Ends a running drill; it is done the next time. Waits until its scratch copy is gone, at most a few seconds. */
  readonly stop: () => Promise<void>;
  readonly whenIdle: () => Promise<void>;
}

const systemTimer: DrillSchedulerDeps['setTimer'] = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** A lock does not wait longer than this for a drill to clean up; the next start removes what is left. */
const STOP_LIMIT_MS = 3000;

const byOf = (ctx: CallContext): DrillOrder['orderedBy'] => ({ name: ctx.userName, title: ctx.title });

async function orderByRequest(deps: DrillServiceDeps, ctx: CallContext, targetId: string | null): Promise<DrillOrder> {
  const targets = await deps.targets();
  if (targets.length === 0) throw new AppError('backup.notConfigured');
  const wanted = targetId ?? (await planOf(deps))?.targetId ?? targets[0]?.id;
  const target = targets.find(one => one.id === wanted);
  if (target === undefined) throw new AppError('record.notFound');
  return orderForTarget(deps, target, { trigger: 'request', orderedBy: byOf(ctx) });
}

async function runPlanned(deps: DrillServiceDeps, runner: DrillRunner, targetId: string): Promise<void> {
  const target = (await deps.targets()).find(one => one.id === targetId);
  if (target === undefined) return;
  const order = await orderForTarget(deps, target, { trigger: 'scheduled', orderedBy: null });
  await runner.start(order, tx => deps.open.log.append(tx, PROGRAM, { action: 'RESTORE_TEST', category: 'system', objectType: 'backupPlace', objectId: target.repositoryId, reasonCode: 'scheduled' }));
  await runner.whenIdle();
}

function handlersOf(deps: DrillServiceDeps, runner: DrillRunner, scheduler: DrillScheduler): AreaHandlers<typeof drill, CallContext> {
  const begin = async (ctx: CallContext, order: DrillOrder) => {
    const { place, trigger } = order;
    const runId = await runner.start(order, tx => ctx.log(tx, { action: 'RESTORE_TEST', category: 'system', objectType: 'backupPlace', objectId: place.repositoryId, reasonCode: trigger }));
    void runner.whenIdle().then(() => scheduler.refresh()).catch(() => undefined); // a closed database plans nothing
    return { runId };
  };
  const refuseTwo = () => {
    if (runner.progress() !== null) throw new AppError('drill.running');
    if (deps.isBackupRunning()) throw new AppError('backup.running');
  };
  return {
    status: () => readDrillStatus(deps, runner.progress()),
    list: async (_ctx, { limit }) => (await listDrillCertificates(deps.db.reader, limit)).map(summaryOf),
    certificate: async (_ctx, { id }) => (await requireCertificate(deps, id)).certificate,
    run: async (ctx, { targetId }) => {
      refuseTwo();
      return begin(ctx, await orderByRequest(deps, ctx, targetId));
    },
    runWithKit: async (ctx, input) => {
      refuseTwo();
      return begin(ctx, await orderWithKit(deps, input, byOf(ctx)));
    },
    cancel: async ctx => {
      await runner.cancel();
      await deps.db.write(tx => ctx.log(tx, { action: 'RESTORE_TEST', category: 'system', outcome: 'failed', reasonCode: 'cancelled' }));
      return {};
    },
    pdf: (ctx, input) => certificatePdf(deps, ctx, input),
    files: (ctx, input) => certificateFiles(deps, ctx, input),
  };
}

/** Restores on trial of the open clinic: by plan, on request and with the paper kit (J-20, XM-80, XM-81). */
export function createDrillService(deps: DrillServiceDeps, setTimer: DrillSchedulerDeps['setTimer'] = systemTimer): DrillService {
  const runner = createDrillRunner(deps);
  const scheduler = createDrillScheduler({ now: () => deps.clock.now(), setTimer, plan: () => planOf(deps), run: targetId => runPlanned(deps, runner, targetId) });
  return {
    handlers: handlersOf(deps, runner, scheduler),
    start: async () => {
      if (runner.progress() === null) await removeScratch(workFolderOf(deps.place));
      await scheduler.refresh();
    },
    refresh: () => scheduler.refresh(),
    stop: async () => {
      scheduler.stop();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([runner.cancel(), new Promise(resolve => (timer = setTimeout(resolve, STOP_LIMIT_MS)))]);
      clearTimeout(timer);
    },
    whenIdle: () => runner.whenIdle(),
  };
}
