import type { HostJudgement } from '#shared/domain/backup/residency/judge.ts';
import { NEEDS_DECISION, type ResidencyDecision, type ResidencyRecord } from '#shared/domain/backup/target-status.ts';
import type { ServerAddress, ServerKeys, ServerTarget } from '#shared/domain/backup/target.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { CallContext } from '../../api/context.ts';
import { listSnaps, readVersion } from '../../backup/engine/repository.ts';
import type { BackupStore } from '../../ports/backup-store.ts';

export const serverOf = (address: ServerAddress, keys: ServerKeys): ServerTarget =>
  ({ kind: 's3', ...address, accessKeyId: keys.accessKeyId, secretAccessKey: new Redacted(keys.secretAccessKey) });

/**
 * Where the data will lie and on what ground. Errors: backup.serverRefused outside EU and EEA, backup.decisionMissing
 * where a person has to decide and did not, or attested no country and operator where the table has none.
 */
export function residencyOf(judgement: HostJudgement, decision: ResidencyDecision | null, { ctx, at }: { readonly ctx: CallContext; readonly at: string }): ResidencyRecord {
  if (judgement.class === 'refused') throw new AppError('backup.serverRefused');
  const needsDecision = NEEDS_DECISION.includes(judgement.class);
  if (needsDecision && decision === null) throw new AppError('backup.decisionMissing');
  const taken = needsDecision && decision !== null ? { byId: ctx.userId, byName: ctx.userName, at, reason: decision.reason } : null;
  return { class: judgement.class, ...standsWhere(judgement, decision), source: judgement.source, judgedAt: at, decision: taken };
}

/** Country and operator by the table, else as attested. */
function standsWhere(judgement: HostJudgement, decision: ResidencyDecision | null): Pick<ResidencyRecord, 'country' | 'operator'> {
  const country = judgement.country ?? decision?.country ?? '';
  const operator = judgement.operator ?? decision?.operator ?? '';
  if (country === '' || operator === '') throw new AppError('backup.decisionMissing');
  return { country, operator };
}

/** What lies at the server for this clinic. Errors: backup.placeForeign, backup.placeDamaged, and what the store says. */
export async function inspectServer(store: BackupStore, clinicId: string): Promise<{ state: 'empty' | 'ours'; generations: number }> {
  const version = await readVersion(store, '');
  if (version === undefined) {
    // Backups without their VERSION: somebody removed it, and a new repository on top would hide that.
    if ((await store.list('m/')).length > 0) throw new AppError('backup.placeDamaged', { path: '' });
    return { state: 'empty', generations: 0 };
  }
  if (version.clinicId !== clinicId) throw new AppError('backup.placeForeign', { path: '' });
  return { state: 'ours', generations: (await listSnaps(store)).length };
}
