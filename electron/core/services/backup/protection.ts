import type { ProbeReport, ProtectionRecord } from '#shared/domain/backup/target-status.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { changeTarget, readBackupSetting, type StoredServer, type StoredTarget } from './backup-settings.ts';
import { targetOf } from './backup-settings.ts';

const WEEK_MS = 7 * 86_400_000;

/** What a new report makes of what was known: a place that was protected and no longer is stands so until it is again. */
export function protectionAfter(before: ProtectionRecord | null, report: ProbeReport, at: string): ProtectionRecord {
  if (report.isProtected) return { at, report, lostAt: null };
  const wasProtected = before?.report.isProtected === true;
  return { at, report, lostAt: wasProtected ? at : (before?.lostAt ?? null) };
}

const withProtection = (target: StoredTarget, protection: ProtectionRecord): StoredTarget =>
  target.place.kind === 's3' ? { ...target, place: { ...target.place, protection } } : target;

/** Tries the server again and keeps what it found. Errors: what the store says. */
export async function probeTarget(deps: BackupServiceDeps, target: StoredTarget & { readonly place: StoredServer }): Promise<{ report: ProbeReport; keep: Parameters<typeof changeTarget>[2]['change'] }> {
  const place = targetOf(target).place;
  if (place.kind !== 's3') throw new Error('only servers are probed');
  const report = await deps.probeServer(place, target.retentionDays);
  const at = deps.clock.now().toISOString();
  return { report, keep: current => (current.place.kind === 's3' ? withProtection(current, protectionAfter(current.place.protection, report, at)) : current) };
}

/** Once a week after a good run: is the bucket still as it was? Rights and locks can be changed at the provider without a word. */
export async function renewProtection(deps: BackupServiceDeps, targetId: string): Promise<void> {
  const target = (await readBackupSetting(deps.db.reader)).targets.find(one => one.id === targetId);
  if (target === undefined || target.place.kind !== 's3') return;
  const { protection } = target.place;
  if (protection !== null && deps.clock.now().getTime() - Date.parse(protection.at) < WEEK_MS) return;
  const found = await probeTarget(deps, { ...target, place: target.place }).catch(() => null); // it was reached a moment ago; the next run asks again
  if (found === null) return;
  await deps.db.write(async tx => {
    await changeTarget(tx, deps.clock.now().toISOString(), { targetId, change: found.keep });
    await deps.open.log.append(tx, PROGRAM, {
      action: 'VERIFY', category: 'system', objectType: 'backupPlace', objectId: targetId, ...(found.report.isProtected ? {} : { outcome: 'failed' }),
      reasonCode: found.report.isProtected ? 'backup.protected' : 'backup.unprotected',
    });
  });
}
