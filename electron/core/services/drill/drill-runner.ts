import canonicalize from 'canonicalize';

import { DRILL_FORMAT, type DrillCertificate, type DrillProgress } from '#shared/domain/drill/drill.ts';
import { PLACE_EVERY_MS } from '#shared/domain/drill/standing.ts';
import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import { type DrillContext, performDrill } from '../../backup/drill/perform-drill.ts';
import type { Writer } from '../../db/handles.ts';
import { type DrillRun, endDrillRun, insertDrillCertificate, insertDrillRun, newestDrillCertificates, type SignedCertificate } from '../../repositories/drill.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { DrillServiceDeps } from './deps.ts';
import type { DrillOrder } from './orders.ts';

export interface RunningDrill extends DrillProgress {
  readonly keys: DrillCertificate['keys'];
  readonly place: string;
}

export interface DrillRunner {
  readonly progress: () => RunningDrill | null;
  /** Starts a drill in the background; `note` writes in the same transaction as the run's row. Errors: drill.running, backup.running. */
  readonly start: (order: DrillOrder, note: (tx: Writer) => Promise<void>) => Promise<string>;
  /** Ends the running drill, if any, and waits until its scratch copy is gone. */
  readonly cancel: () => Promise<void>;
  readonly whenIdle: () => Promise<void>;
}

/** Screens are told at most this often; a phase that begins is always told. */
const TELL_EVERY_MS = 200;

/** The place was not there: no word about the backups in it. A disk that is carried away comes back. */
const ABSENT: readonly ErrorCode[] = ['backup.placeMissing', 'server.unreachable', 'server.timedOut', 'server.failing'];

/** Signs what a drill found: canonical JSON (RFC 8785) and a detached CMS over it, for stock openssl. */
export async function signCertificate(deps: DrillServiceDeps, certificate: DrillCertificate): Promise<SignedCertificate> {
  const content = canonicalize(certificate);
  if (content === undefined) throw new Error('a certificate has a canonical form');
  return { certificate, content, cms: await deps.open.signer.signCms(Buffer.from(content)) };
}

/** Holds one drill at a time and keeps what each proved. */
export function createDrillRunner(deps: DrillServiceDeps): DrillRunner {
  let running: RunningDrill | null = null;
  let stop = new AbortController();
  let idle: Promise<void> = Promise.resolve();
  let toldAt = 0;

  const tell = (order: DrillOrder, progress: DrillProgress): void => {
    const isNewPhase = running?.phase !== progress.phase;
    running = { ...progress, keys: order.keys, place: order.place.name };
    const now = deps.clock.monotonicMs();
    if (!isNewPhase && now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    deps.emit({ type: 'progress', job: 'drill', ...progress });
  };

  const hold = (run: DrillRun, order: DrillOrder): Promise<void> =>
    holdDrill(deps, run, { ...order, context: { ...order.context, signal: stop.signal, onProgress: progress => tell(order, progress) } }).finally(() => {
      running = null;
      deps.changed('drill');
    });

  return {
    progress: () => running,
    whenIdle: () => idle,
    start: async (order, note) => {
      if (running !== null) throw new AppError('drill.running');
      if (deps.isBackupRunning()) throw new AppError('backup.running');
      running = { phase: 'preparing', done: 0, total: 1, keys: order.keys, place: order.place.name };
      stop = new AbortController();
      const run: DrillRun = { id: deps.newId(), startedAt: deps.clock.now().toISOString(), trigger: order.trigger, targetId: order.place.targetId };
      await deps.db.write(async tx => {
        await insertDrillRun(tx, run);
        await note(tx);
      }).catch((error: unknown) => {
        running = null;
        throw error;
      });
      idle = hold(run, order);
      deps.changed('drill');
      return run.id;
    },
    cancel: async () => {
      stop.abort();
      await idle;
    },
  };
}

type StartedDrill = Omit<DrillOrder, 'context'> & { readonly context: DrillContext };

/** One drill to its certificate. What stopped it becomes the run's end; a database that cannot be written says so elsewhere. */
async function holdDrill(deps: DrillServiceDeps, run: DrillRun, { trigger, keys, place, orderedBy, context }: StartedDrill): Promise<void> {
  try {
    const findings = await performDrill(context);
    const signed = await signCertificate(deps, {
      format: DRILL_FORMAT, id: deps.newId(), clinic: { id: deps.clinic.id, name: deps.clinic.name }, program: deps.appVersion, trigger, keys, place, orderedBy,
      startedAt: run.startedAt, endedAt: deps.clock.now().toISOString(), ...findings,
    });
    await keep(deps, run, signed);
  } catch (error) {
    const code = isAppError(error) ? error.code : 'internal';
    const end = { id: run.id, endedAt: deps.clock.now().toISOString(), outcome: code === 'cancelled' ? 'cancelled' as const : 'failed' as const, errorCode: code };
    await deps.db.write(tx => endDrillRun(tx, end)).catch(() => undefined);
  }
}

/** A planned drill of a place that is not there makes no certificate, until a month has passed without a good one. */
async function isOnlyAbsent(deps: DrillServiceDeps, { certificate: c }: SignedCertificate): Promise<boolean> {
  if (c.trigger !== 'scheduled' || c.errorCode === null || !ABSENT.includes(c.errorCode)) return false;
  const good = (await newestDrillCertificates(deps.db.reader)).find(one => one.outcome === 'ok' && one.place.repositoryId === c.place.repositoryId);
  return good === undefined || Date.parse(c.endedAt) - Date.parse(good.endedAt) < PLACE_EVERY_MS;
}

async function keep(deps: DrillServiceDeps, run: DrillRun, signed: SignedCertificate): Promise<void> {
  const { certificate: c } = signed;
  const isAbsent = await isOnlyAbsent(deps, signed);
  await deps.db.write(async tx => {
    await endDrillRun(tx, { id: run.id, endedAt: c.endedAt, outcome: isAbsent ? 'absent' : c.outcome, errorCode: c.errorCode });
    if (isAbsent) return;
    await insertDrillCertificate(tx, run.id, signed);
    await deps.open.log.append(tx, PROGRAM, {
      action: 'RESTORE_TEST', category: 'system', outcome: c.outcome === 'ok' ? 'ok' : 'failed', objectType: 'drill', objectId: c.id, reasonCode: c.errorCode ?? c.trigger,
      reasonText: `${c.generation?.id ?? '-'} ${c.keys} ${c.durationMs} ms`,
    });
  });
}
