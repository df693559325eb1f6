import path from 'node:path';

import * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { log, LogFilter } from '#shared/contract/log.ts';
import { addDays, startOfDay } from '#shared/domain/agenda/zone.ts';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES, DATA_CATEGORIES } from '#shared/domain/log/audit.ts';
import { ChainReport, type LogLine } from '#shared/domain/log/log-line.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { readHead } from '../../repositories/log.ts';
import { lastCheckpoint, readLogPage, type LogQuery, type NamedLogRow } from '../../repositories/log-view.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { Checkpoints } from './checkpoints.ts';
import { exportLog } from './export-log.ts';
import { verifyChain, type LogAnchor } from './verify-chain.ts';

export interface LogDeps extends ServiceDeps {
  readonly signer: DeviceSigner;
  readonly checkpoints: Checkpoints;
  /** Points known outside the database: the vault's anchor, the newest backup. */
  readonly anchors: () => readonly LogAnchor[];
  /** How a patient is named in the log view: number and name, or "protected". Ids it does not know are left out. */
  readonly patientLabels: (db: Reader, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly findPatients: (db: Reader, text: string) => Promise<{ readonly id: string; readonly label: string }[]>;
  readonly progress: (progress: { readonly job: string; readonly phase: string; readonly done: number; readonly total: number }) => void;
  /** The folder of the clinic's data: nothing is exported into it. */
  readonly dataDir: string;
}

type Handlers = AreaHandlers<typeof log, CallContext>;
type Filter = z.output<typeof LogFilter>;

const Action = z.enum(AUDIT_ACTIONS);
const Outcome = z.enum(AUDIT_OUTCOMES);
const Category = z.enum(DATA_CATEGORIES);

/** Reading, checking and handing out the access log. */
export function createLogService(deps: LogDeps): Handlers {
  const page = async (filter: Filter, who: Pick<LogQuery, 'patientId' | 'actorId'>) => {
    const rows = await readLogPage(deps.db.reader, { ...toQuery(deps, filter), ...who });
    const nextBefore = rows.length === filter.limit ? (rows.at(-1)?.seq ?? null) : null;
    return { lines: await toLines(deps, rows), nextBefore };
  };
  return {
    findPatient: async (_ctx, { text }) => ({ patients: await deps.findPatients(deps.db.reader, text) }),
    ofPatient: async (_ctx, { patientId, userId, ...filter }) => {
      const label = (await deps.patientLabels(deps.db.reader, [patientId])).get(patientId);
      if (label === undefined) throw new AppError('patients.notFound');
      return { ...(await page(filter, { patientId, actorId: userId ?? undefined })), label };
    },
    ofUser: (_ctx, { userId, ...filter }) => page(filter, { actorId: userId }),
    all: (_ctx, filter) => page(filter, {}),
    ...checking(deps),
  };
}

function toQuery({ clinic }: LogDeps, filter: Filter): Omit<LogQuery, 'patientId' | 'actorId'> {
  const { actions, refusedOnly, before, limit } = filter;
  const fromAt = filter.from === null ? null : startOfDay(filter.from, clinic.timeZone);
  const toAt = filter.to === null ? null : startOfDay(addDays(filter.to, 1), clinic.timeZone);
  return { fromAt, toAt, actions, refusedOnly, before, limit };
}

async function toLines(deps: LogDeps, rows: readonly NamedLogRow[]): Promise<LogLine[]> {
  const ids = [...new Set(rows.flatMap(row => (row.patient_id === null ? [] : [row.patient_id])))];
  const labels = ids.length === 0 ? new Map<string, string>() : await deps.patientLabels(deps.db.reader, ids);
  return rows.map(row => ({
    seq: row.seq, at: row.at, tzOffsetMin: row.tz_offset_min,
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '', title: row.actor_title ?? '' },
    actorHsa: row.actor_hsa, actorRole: row.actor_role,
    action: Action.parse(row.action), outcome: Outcome.parse(row.outcome), category: Category.parse(row.category),
    patient: row.patient_id === null ? null : { id: row.patient_id, label: labels.get(row.patient_id) ?? '' },
    objectType: row.object_type, objectId: row.object_id, objectVersion: row.object_version, origin: row.origin,
    reasonCode: row.reason_code, reasonText: row.reason_text, count: row.count, workstation: row.workstation,
  }));
}

const LAST = 'log_last_verify';
const StoredReport = ChainReport.extend({ verifiedAt: z.iso.datetime(), by: z.string() });

function checking(deps: LogDeps): Pick<Handlers, 'verify' | 'lastVerify' | 'exportAll'> {
  let running = false;
  return {
    verify: async ctx => {
      if (running) throw new AppError('busy');
      running = true;
      try {
        return await verifyAndKeep(deps, ctx);
      } finally {
        running = false;
      }
    },
    lastVerify: async () => {
      const report = (await findSetting(deps.db.reader, LAST, StoredReport)) ?? null;
      const head = await readHead(deps.db.reader);
      const point = await lastCheckpoint(deps.db.reader);
      return { report, head: head.seq, exposedRows: Math.max(0, head.seq - (point?.seq ?? 0)), checkpointAt: point?.at ?? null };
    },
    exportAll: async (ctx, { folder }) => {
      const relative = path.relative(deps.dataDir, path.resolve(folder));
      if (!relative.startsWith('..') && !path.isAbsolute(relative)) throw new AppError('backup.placeInsideData');
      await deps.checkpoints.take();
      await deps.db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'log', objectType: 'log' }));
      const rows = (await readHead(deps.db.reader)).seq;
      const file = await exportLog(deps.db.reader, folder, { clinicId: deps.clinic.id, at: deps.clock.now(), certificate: deps.signer.certificate });
      return { file, rows };
    },
  };
}

async function verifyAndKeep(deps: LogDeps, ctx: CallContext): Promise<ChainReport> {
  const progress = (done: number, total: number): void => deps.progress({ job: 'verifyLog', phase: 'checking', done, total });
  const report = await verifyChain(deps.db.reader, { signer: deps.signer, anchors: deps.anchors(), progress, monotonicMs: () => deps.clock.monotonicMs() });
  deps.progress({ job: 'verifyLog', phase: 'done', done: report.rows, total: report.rows });
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await putSetting(tx, LAST, { value: { ...report, verifiedAt: at, by: ctx.userName }, at });
    const found = report.firstBad;
    await ctx.log(tx, {
      action: 'CHAIN_VERIFY', category: 'log', outcome: report.ok ? 'ok' : 'failed', count: report.rows,
      reasonCode: found?.fault ?? null, objectType: found === null ? null : 'logRow', objectId: found === null ? null : String(found.seq),
    });
  });
  deps.changed('log');
  return report;
}
