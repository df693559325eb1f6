import { createHash } from 'node:crypto';

import type { backup } from '#shared/contract/backup.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { USUAL_RETENTION_DAYS } from '#shared/domain/backup/retention.ts';
import { type ServerSheet, serverSheetCheck } from '#shared/domain/backup/server-sheet.ts';
import { NEEDS_DECISION, type ProbeReport, type ResidencyDecision, type ResidencyRecord } from '#shared/domain/backup/target-status.ts';
import { type ServerAddress, type ServerKeys, storePlaceOf } from '#shared/domain/backup/target.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { createRepository } from '../../backup/engine/repository.ts';
import { renderServerSheet } from '../../pdf/server-sheet.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { changeTarget, readBackupSetting, requireTarget, type StoredServer, type StoredTarget, targetOf } from './backup-settings.ts';
import { protectionAfter } from './protection.ts';
import { inspectServer, residencyOf, serverOf } from './server-place.ts';
import { keepTarget, type TargetDesk } from './target-changes.ts';

type Handlers = AreaHandlers<typeof backup, CallContext>;
export type ServerHandlers = Pick<Handlers, 'judgeServer' | 'probeServer' | 'addServer' | 'changeKeys' | 'makeSheet' | 'confirmSheet' | 'confirmLocks'>;

interface Candidate {
  readonly address: ServerAddress;
  readonly keys: ServerKeys;
  readonly decision: ResidencyDecision | null;
}
type ServerStored = StoredTarget & { readonly place: StoredServer };

/** How long a report counts for the same address and keys, so that adding does not try everything twice. */
const REPORT_COUNTS_MS = 10 * 60_000;

const digestOf = ({ address, keys }: Pick<Candidate, 'address' | 'keys'>): string => createHash('sha256').update(JSON.stringify([address, keys])).digest('hex');

function requireServer(target: StoredTarget): ServerStored {
  if (target.place.kind !== 's3') throw new AppError('record.notFound');
  return { ...target, place: target.place };
}

function sheetOf(deps: BackupServiceDeps, target: ServerStored, createdAt: string): ServerSheet {
  const place = storePlaceOf(targetOf(target).place);
  if (place.kind !== 's3') throw new AppError('record.notFound');
  return { clinicId: deps.clinic.id, repositoryId: target.repositoryId, name: target.name, createdAt, place };
}

/** Servers: tried before they are kept, judged by where they stand, and reached from another computer by a printed sheet. */
export function serverHandlers(deps: BackupServiceDeps, desk: TargetDesk): ServerHandlers {
  let kept: { digest: string; at: number; report: ProbeReport } | null = null;
  const at = () => deps.clock.now().toISOString();
  const judge = (ctx: CallContext, { address, decision }: Candidate): ResidencyRecord => residencyOf(deps.judgeHost(address.endpoint), decision, { ctx, at: at() });
  const probe = async (candidate: Candidate): Promise<ProbeReport> => {
    const digest = digestOf(candidate);
    const now = deps.clock.monotonicMs();
    if (kept?.digest === digest && now - kept.at < REPORT_COUNTS_MS) return kept.report;
    const report = await deps.probeServer(serverOf(candidate.address, candidate.keys), USUAL_RETENTION_DAYS);
    kept = { digest, at: now, report };
    return report;
  };
  return {
    judgeServer: async (_ctx, { endpoint }) => {
      const { class: residency, country, operator, source, region } = deps.judgeHost(endpoint);
      return { class: residency, country, operator, source, region, needsDecision: NEEDS_DECISION.includes(residency) };
    },
    probeServer: async (ctx, candidate) => {
      const { class: residency } = judge(ctx, candidate);
      const found = await inspectServer(deps.openStore(serverOf(candidate.address, candidate.keys)), deps.clinic.id);
      const report = await probe(candidate);
      await deps.db.write(tx => ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', reasonCode: 'backup.serverProbed', reasonText: `${new URL(candidate.address.endpoint).host} ${residency}` }));
      return { report, ...found };
    },
    addServer: async (ctx, candidate) => {
      desk.refuseWhileRunning();
      const residency = judge(ctx, candidate);
      const report = await probe(candidate);
      const store = deps.openStore(serverOf(candidate.address, candidate.keys));
      await inspectServer(store, deps.clinic.id);
      const version = await createRepository(store, deps.clinic.id, deps.clock.now());
      const place: StoredServer = { kind: 's3', ...candidate.address, ...candidate.keys, residency, protection: protectionAfter(null, report, at()), sheet: null, locksExtendedAt: null };
      const why = residency.decision === null ? '' : ` ${residency.decision.reason}`;
      const reasonText = `${new URL(place.endpoint).host} ${residency.class} ${residency.country}${why}`.slice(0, 200);
      const targetId = await keepTarget(deps, ctx, { target: { name: candidate.name, repositoryId: version.repositoryId, absenceDays: null, place }, reasonText });
      await desk.changed();
      return { targetId };
    },
    ...keptServerHandlers(deps, desk),
  };
}

/** What is done with a server that is a place already: other keys, and its sheet. */
function keptServerHandlers(deps: BackupServiceDeps, desk: TargetDesk): Pick<Handlers, 'changeKeys' | 'makeSheet' | 'confirmSheet' | 'confirmLocks'> {
  const find = async (targetId: string) => requireServer(requireTarget(await readBackupSetting(deps.db.reader), targetId));
  const at = () => deps.clock.now().toISOString();
  return {
    changeKeys: async (ctx, { targetId, keys, authority }) => {
      desk.refuseWhileRunning();
      await changeKeys(deps, ctx, { target: await find(targetId), keys, authority });
      await desk.changed();
      return {};
    },
    makeSheet: async (ctx, { targetId }) => {
      const target = await find(targetId);
      const madeAt = at();
      const pdf = await renderServerSheet(sheetOf(deps, target, madeAt), deps.clinic.name);
      await changeServer(deps, { targetId, change: place => ({ ...place, sheet: { madeAt, confirmedAt: null } }) }, tx => ctx.log(tx, { action: 'PRINT', category: 'system', objectType: 'backupPlace', objectId: targetId, reasonCode: 'backup.sheetMade' }));
      await desk.changed();
      return { pdfBase64: Buffer.from(pdf).toString('base64') };
    },
    confirmLocks: async (ctx, { targetId }) => {
      await find(targetId);
      await changeServer(deps, { targetId, change: place => ({ ...place, locksExtendedAt: at() }) }, tx => ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: targetId, reasonCode: 'backup.locksExtended' }));
      await desk.changed();
      return {};
    },
    confirmSheet: async (ctx, { targetId, check }) => {
      const target = await find(targetId);
      if (check.replace(/\s/g, '').toLowerCase() !== serverSheetCheck(sheetOf(deps, target, at()))) throw new AppError('backup.sheetDigitsWrong');
      const change = (place: StoredServer): StoredServer => ({ ...place, sheet: { madeAt: place.sheet?.madeAt ?? at(), confirmedAt: at() } });
      await changeServer(deps, { targetId, change }, tx => ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: targetId, reasonCode: 'backup.sheetConfirmed' }));
      await desk.changed();
      return {};
    },
  };
}

async function changeServer(deps: BackupServiceDeps, o: { targetId: string; change: (place: StoredServer) => StoredServer }, log: Parameters<BackupServiceDeps['db']['write']>[0]): Promise<void> {
  await deps.db.write(async tx => {
    await changeTarget(tx, deps.clock.now().toISOString(), { targetId: o.targetId, change: target => (target.place.kind === 's3' ? { ...target, place: o.change(target.place) } : target) });
    await log(tx);
  });
}

/** Other keys must open the same repository before they replace the old ones. */
async function changeKeys(deps: BackupServiceDeps, ctx: CallContext, { target, keys, authority }: { target: ServerStored; keys: ServerKeys; authority: string | null }): Promise<void> {
  const { endpoint, region, bucket, prefix } = target.place;
  const server = serverOf({ endpoint, region, bucket, prefix, authority }, keys);
  const { state } = await inspectServer(deps.openStore(server), deps.clinic.id);
  if (state !== 'ours') throw new AppError('backup.placeDamaged', { path: '' });
  const report = await deps.probeServer(server, target.retentionDays);
  const at = deps.clock.now().toISOString();
  const change = (place: StoredServer): StoredServer => ({ ...place, ...keys, authority, sheet: null, protection: protectionAfter(place.protection, report, at) });
  await changeServer(deps, { targetId: target.id, change }, tx => ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: target.id, reasonCode: 'backup.keysChanged' }));
}
