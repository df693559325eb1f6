import type { BackupStatus } from '#shared/contract/backup.ts';
import type { BackupAttempt } from '#shared/domain/backup/backup.ts';
import { OFFLINE_CODES } from '#shared/domain/backup/standing.ts';
import type { TargetPlace, TargetStatus } from '#shared/domain/backup/target-status.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';
import { countGenerations, failuresInRow, listGenerations, newestFullProof, newestRun } from '../../repositories/backup-run.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { isThere, type PlaceOwner, placeProblem } from './backup-place.ts';
import type { BackupRunner } from './backup-runner.ts';
import { type BackupSetting, readBackupSetting, readReceiptPrinted, type StoredTarget } from './backup-settings.ts';
import { hasMissedRun, type PlannedRun, type PlannedRuns, planNextRun, planTogether } from './scheduler.ts';
import { mayServersSend } from './server-hours.ts';
import { withinLimit } from './within-limit.ts';

export const ownerOf = ({ clinic, place, openStore }: BackupServiceDeps): PlaceOwner => ({ clinicId: clinic.id, dataDir: place.dataDir, openStore });

/** A run that nobody is making any more was cut off by a lock or a crash. */
const settled = (attempt: BackupAttempt | null, isRunning: boolean): BackupAttempt | null =>
  attempt?.outcome === 'running' && !isRunning ? { ...attempt, outcome: 'failed', errorCode: 'cancelled' } : attempt;

const NOT_THERE = { problem: 'backup.placeMissing', freeBytes: null } as const;

async function lookAt({ place, repositoryId }: StoredTarget, owner: PlaceOwner): Promise<{ problem: ErrorCode | null; freeBytes: number | null }> {
  if (place.kind === 's3') return { problem: null, freeBytes: null };
  return withinLimit(placeProblem({ ...place, repositoryId }, owner), NOT_THERE);
}

function shownPlace({ place }: StoredTarget): TargetPlace {
  if (place.kind === 'folder') return { kind: 'folder', path: place.path };
  const { endpoint, region, bucket, prefix, accessKeyId, authority, residency, protection, sheet, locksExtendedAt } = place;
  return { kind: 's3', endpoint, region, bucket, prefix, keyEnd: accessKeyId.slice(-4), hasAuthority: authority !== null, residency, protection, sheet, locksExtendedAt };
}

interface Known {
  readonly target: StoredTarget;
  readonly facts: Pick<TargetStatus, 'problem' | 'freeBytes' | 'last' | 'certificate' | 'attempt'>;
  readonly plan: PlannedRun | null;
}

const isAway = ({ target, facts }: Omit<Known, 'plan'>): boolean => target.absenceDays !== null && facts.problem === 'backup.placeMissing';

/** A disk that is not here is not tried: it has nothing to fail at. */
async function planOf(deps: BackupServiceDeps, setting: BackupSetting, known: Omit<Known, 'plan'>): Promise<PlannedRun | null> {
  if (isAway(known)) return null;
  const { target, facts: { last, attempt } } = known;
  return planNextRun({
    now: deps.clock.now(), schedule: setting.schedule, timeZone: deps.clinic.timeZone, lastGoodAt: last?.createdAt ?? null, lastTriedAt: attempt?.startedAt ?? null,
    offlineFailures: isOffline(known.facts) || isBackAgain(known.facts) ? await failuresInRow(deps.db.reader, target.id) : 0, limits: target.place.kind === 's3' ? setting.limits : null,
  });
}

async function know(deps: BackupServiceDeps, setting: BackupSetting, o: { target: StoredTarget; runningId: string | null }): Promise<Known> {
  const { target } = o;
  const [last] = await listGenerations(deps.db.reader, 1, target.repositoryId);
  const attempt = settled(await newestRun(deps.db.reader, target.id), o.runningId === target.id);
  const facts = { ...(await lookAt(target, ownerOf(deps))), last: last?.generation ?? null, certificate: last?.certificate ?? null, attempt };
  return { target, facts, plan: await planOf(deps, setting, { target, facts }) };
}

function waitingOf(deps: BackupServiceDeps, { limits }: BackupSetting, known: Known): TargetStatus['waiting'] {
  if (isAway(known)) return 'away';
  const now = deps.clock.now();
  if (known.target.place.kind === 's3' && !mayServersSend(limits, now, deps.clinic.timeZone)) {
    if (limits.serversPausedUntil !== null && Date.parse(limits.serversPausedUntil) > now.getTime()) return 'paused';
    if (known.plan?.trigger === 'catchUp' || known.facts.attempt?.errorCode === 'backup.sendingPaused') return 'hours';
  }
  return isOffline(known.facts) ? 'offline' : null;
}

/** Why the newest run failed, where no good one came after it. */
const failureOf = ({ attempt, last }: Known['facts']): ErrorCode | null =>
  attempt?.outcome === 'failed' && (last === null || attempt.startedAt >= last.createdAt) ? (attempt.errorCode ?? 'internal') : null;

/** The newest run failed on the way there. */
const isOffline = (facts: Known['facts']): boolean => OFFLINE_CODES.includes(failureOf(facts) ?? 'internal');

/** The newest run found no place, and now it is there. */
const isBackAgain = (facts: Known['facts']): boolean => failureOf(facts) === 'backup.placeMissing' && facts.problem === null;

/** Every place with its plan, for the schedule, and the folders that are not there. */
export async function planAll(deps: BackupServiceDeps): Promise<{ readonly runs: PlannedRuns | null; readonly missing: readonly string[] }> {
  const setting = await readBackupSetting(deps.db.reader);
  const all = await Promise.all(setting.targets.map(target => know(deps, setting, { target, runningId: null })));
  return {
    runs: planTogether(all.flatMap(({ target, plan }) => (plan === null ? [] : [{ ...plan, targetId: target.id }]))),
    missing: missingIn(all.map(({ target, facts }) => ({ id: target.id, problem: facts.problem }))),
  };
}

/** Places that are not there. */
export const missingIn = (targets: readonly Pick<TargetStatus, 'id' | 'problem'>[]): string[] =>
  targets.filter(({ problem }) => problem === 'backup.placeMissing').map(({ id }) => id);

/** Whether a folder that was missing is there again; false for one that is a place no more. */
export async function isTargetThere(deps: BackupServiceDeps, targetId: string): Promise<boolean> {
  const target = (await readBackupSetting(deps.db.reader)).targets.find(one => one.id === targetId);
  if (target === undefined || target.place.kind === 's3') return false;
  return isThere({ ...target.place, repositoryId: target.repositoryId }, ownerOf(deps));
}

/** How a run ends from which a disk was pulled out: its files are gone, or the system cannot read it any more. */
const PULLED_OUT: readonly ErrorCode[] = ['backup.placeMissing', 'backup.placeFailing'];

/** Of places that have just come back, those with something to catch up with: a run failed for want of them, or its time passed while they were away. */
export async function dueWhenBack(deps: BackupServiceDeps, targetIds: readonly string[]): Promise<string[]> {
  const setting = await readBackupSetting(deps.db.reader);
  const { schedule } = setting;
  if (!schedule.nightly && schedule.dayEndAfter === null) return [];
  const all = await Promise.all(setting.targets.filter(({ id }) => targetIds.includes(id)).map(target => know(deps, setting, { target, runningId: null })));
  const isDue = ({ facts }: Known): boolean =>
    facts.problem === null && (facts.last === null || PULLED_OUT.includes(failureOf(facts) ?? 'internal') || hasMissedRun(schedule, new Date(facts.last.createdAt), { now: deps.clock.now(), timeZone: deps.clinic.timeZone }));
  return all.filter(isDue).map(({ target }) => target.id);
}

/** Places that a run to all of them goes to now: not a disk that is elsewhere, and no server that has to wait. */
export async function targetsToRun(deps: BackupServiceDeps): Promise<string[]> {
  const setting = await readBackupSetting(deps.db.reader);
  const all = await Promise.all(setting.targets.map(target => know(deps, setting, { target, runningId: null })));
  const ready = all.filter(known => !isAway(known) && (known.target.place.kind !== 's3' || mayServersSend(setting.limits, deps.clock.now(), deps.clinic.timeZone)));
  // With nothing ready the person still gets an answer from the places themselves.
  return (ready.length > 0 ? ready : all).map(({ target }) => target.id);
}

/** How backups stand, for the screens. */
export async function readStatus(deps: BackupServiceDeps, runner: BackupRunner): Promise<BackupStatus> {
  const setting = await readBackupSetting(deps.db.reader);
  const running = runner.progress();
  const all = await Promise.all(setting.targets.map(target => know(deps, setting, { target, runningId: running?.targetId ?? null })));
  const targets = await Promise.all(all.map(async (known): Promise<TargetStatus> => {
    const { id, name, repositoryId, addedAt, absenceDays, retentionDays, contents, expiry } = known.target;
    return {
      id, name, repositoryId, addedAt, absenceDays, retentionDays, contents, expiry, place: shownPlace(known.target), ...known.facts, waiting: waitingOf(deps, setting, known), nextRunAt: known.plan?.at.toISOString() ?? null,
      lastFullProof: await newestFullProof(deps.db.reader, repositoryId), generations: await countGenerations(deps.db.reader, repositoryId),
    };
  }));
  const [last] = await listGenerations(deps.db.reader, 1);
  const next = planTogether(all.flatMap(({ target, plan }) => (plan === null ? [] : [{ ...plan, targetId: target.id }])));
  return {
    targets, last: last?.generation ?? null, certificate: last?.certificate ?? null, lastFullProof: await newestFullProof(deps.db.reader),
    attempt: settled(await newestRun(deps.db.reader), running !== null), schedule: setting.schedule, limits: setting.limits,
    nextRunAt: next?.at.toISOString() ?? null, running, generations: await countGenerations(deps.db.reader), receiptPrintedAt: await readReceiptPrinted(deps.db.reader),
  };
}
