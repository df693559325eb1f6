import type { Certificate } from '#shared/domain/backup/backup.ts';
import { type ExpiryRecord, isOlderThan, type PlaceContents } from '#shared/domain/backup/retention.ts';
import { storePlaceOf } from '#shared/domain/backup/target.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { expire, type Expired } from '../../backup/engine/expiry.ts';
import { brokenLinks, type Contents, readContents, type StoredGeneration } from '../../backup/engine/place-contents.ts';
import type { BackupContext } from '../../backup/engine/ports.ts';
import { forgetGenerations, hasLogRow, knownGenerations } from '../../repositories/backup-run.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { changeTarget, readBackupSetting, type StoredTarget, targetOf } from './backup-settings.ts';

const WEEK_MS = 7 * 86_400_000;
/** So many are named; more would only say that something is very wrong. */
const NAMED = 50;

interface Look {
  readonly target: StoredTarget;
  readonly ctx: Pick<BackupContext, 'store' | 'identity' | 'workFolder'>;
  /** The backup that this run restored whole; null when it only read a sample, or when somebody asked for a look. */
  readonly proven: { readonly seq: number; readonly sha256: string } | null;
}

const isDue = (last: { readonly at: string } | null, now: Date): boolean => last === null || Math.abs(now.getTime() - Date.parse(last.at)) >= WEEK_MS;
const idOf = ({ machineId, seq }: { readonly machineId: string; readonly seq: number }): string => `${machineId}/${seq}`;

/** Lets go what has expired, where the program does that: after a whole proof. A failure is the record's and stops no backup. */
async function letGo(deps: BackupServiceDeps, look: Look, contents: Contents): Promise<Expired | 'failed' | null> {
  const expiry = deps.openExpiry(storePlaceOf(targetOf(look.target).place));
  if (expiry === null || look.proven === null) return null;
  const past = new Set<string>();
  for (const one of contents.generations) if (await hasLogRow(deps.db.reader, one.logHead)) past.add(one.sha256);
  const { repositoryId, retentionDays } = look.target;
  const request = { repositoryId, retentionDays, contents, proven: look.proven, expiry, isOurPast: (one: StoredGeneration) => past.has(one.sha256) };
  return expire(look.ctx, request).catch((error: unknown) => {
    if (isAppError(error)) return 'failed' as const;
    throw error;
  });
}

/** Backups on this computer's list that are no longer there: too young to have expired (`lost`), or simply old. */
async function missingOf(deps: BackupServiceDeps, { repositoryId, retentionDays }: StoredTarget, there: readonly StoredGeneration[]): Promise<{ lost: string[]; old: string[] }> {
  const present = new Set(there.map(idOf));
  const newestAt = there.reduce((newest, one) => (one.createdAt > newest ? one.createdAt : newest), '');
  const missing = (await knownGenerations(deps.db.reader, repositoryId)).filter(one => !present.has(one.id));
  const isOld = (one: { createdAt: string }): boolean => isOlderThan(Date.parse(newestAt) - Date.parse(one.createdAt), retentionDays);
  return { lost: missing.filter(one => !isOld(one)).map(one => one.id), old: missing.filter(isOld).map(one => one.id) };
}

function recordOf(contents: Contents, o: { there: readonly StoredGeneration[]; lost: readonly string[]; at: string }): PlaceContents {
  const dates = o.there.map(one => one.createdAt).sort();
  // one that lies there and cannot be read is told as that, not as missing too
  const told = new Set(contents.unread.map(idOf));
  const missing = [...brokenLinks(o.there), ...o.lost.map(id => ({ machineId: id.split('/')[0] ?? '', seq: Number(id.split('/')[1]) }))];
  const gone = new Map(missing.filter(one => !told.has(idOf(one))).map(one => [idOf(one), one]));
  return {
    at: o.at, generations: new Set(o.there.map(one => one.sha256)).size, oldestAt: dates[0] ?? null, newestAt: dates.at(-1) ?? null,
    unread: contents.unread.slice(0, NAMED).map(({ machineId, seq, reason }) => ({ machineId, seq, reason })), gone: [...gone.values()].slice(0, NAMED),
  };
}

/**
 * Opens every list of contents in the place, keeps what it found for the screens, and lets go what has expired. Logged.
 * Errors: what the store says.
 */
export async function lookThrough(deps: BackupServiceDeps, look: Look): Promise<void> {
  const { target, ctx } = look;
  const contents = await readContents(ctx, { clinicId: deps.clinic.id, repositoryId: target.repositoryId });
  const expired = await letGo(deps, look, contents);
  const at = deps.clock.now().toISOString();
  const wentNow = new Set(expired === null || expired === 'failed' ? [] : expired.generations.map(idOf));
  const there = contents.generations.filter(one => !wentNow.has(idOf(one)));
  const { lost, old } = await missingOf(deps, target, there);
  const record = recordOf({ ...contents, unread: contents.unread.filter(one => !wentNow.has(idOf(one))) }, { there, lost: lost.filter(id => !wentNow.has(id)), at });
  const expiry: ExpiryRecord | null = expired === 'failed' ? { at, generations: 0, bytes: 0, heldBack: 'failed' } : expired === null ? null : { at, ...expired.record };
  await deps.db.write(async tx => {
    await changeTarget(tx, at, { targetId: target.id, change: current => ({ ...current, contents: record, expiry: expiry ?? current.expiry }) });
    await forgetGenerations(tx, target.repositoryId, [...old, ...wentNow]);
    if (expiry !== null && (expiry.generations > 0 || expiry.bytes > 0 || expiry.heldBack === 'failed')) {
      await deps.open.log.append(tx, PROGRAM, {
        action: 'BACKUP', category: 'system', objectType: 'backupPlace', objectId: target.id, reasonCode: 'backup.expired', count: expiry.generations,
        ...(expiry.heldBack === 'failed' ? { outcome: 'failed' as const } : { reasonText: `${[...wentNow].at(0) ?? ''}–${[...wentNow].at(-1) ?? ''} ${target.retentionDays} d ${expiry.bytes} B` }),
      });
    }
  });
  if (expired !== null && expired !== 'failed') await expired.noted();
}

/** After a good run: once a week, and in a folder once a week after a whole proof. A place that fails now is looked through by the next run. */
export async function lookThroughWeekly(deps: BackupServiceDeps, { targetId, ctx, certificate, seq }: { targetId: string; ctx: Look['ctx']; certificate: Certificate; seq: number }): Promise<void> {
  const target = (await readBackupSetting(deps.db.reader)).targets.find(one => one.id === targetId);
  if (target === undefined) return;
  const now = deps.clock.now();
  const mayExpire = target.place.kind === 'folder' && certificate.kind === 'full' && isDue(target.expiry, now);
  if (!mayExpire && !isDue(target.contents, now)) return;
  const proven = mayExpire ? { seq, sha256: certificate.manifestSha256 } : null;
  await lookThrough(deps, { target, ctx, proven }).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
  });
}
