import type { breach } from '#shared/contract/breach.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { BreachScope } from '#shared/domain/breach/breach.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { countAffected, findBreach, insertBreach, listAffected, listBreaches, listWorkstations, type StoredBreach, updateBreach } from '../../repositories/breach.ts';
import { patientLabels } from '../../repositories/patient-label.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { breachPapers } from './papers.ts';

type Handlers = AreaHandlers<typeof breach, CallContext>;

function checkScope(scope: BreachScope): void {
  if (scope.kind === 'log' && scope.from >= scope.to) throw new AppError('breach.windowEmpty');
}

/** The report as it stands, if `version` is the one the caller saw. Errors: record.notFound, record.changedMeanwhile, breach.closed. */
async function requireOpen(db: Reader, id: string, version: number): Promise<StoredBreach> {
  const found = await findBreach(db, id);
  if (found === undefined) throw new AppError('record.notFound');
  if (found.closedAt !== null) throw new AppError('breach.closed');
  if (found.version !== version) throw new AppError('record.changedMeanwhile');
  return found;
}

/** Personal data breaches (G-12): who is affected, by the log or by the whole database; the draft of art. 33(3); papers. */
export function createBreachService(deps: ServiceDeps): Handlers {
  const { db, clinic } = deps;
  const reread = async (id: string): Promise<StoredBreach> => {
    const found = await findBreach(db.reader, id);
    if (found === undefined) throw new AppError('record.notFound');
    return found;
  };
  return {
    count: async (_ctx, { scope }) => {
      checkScope(scope);
      return countAffected(db.reader, scope);
    },
    affected: async (_ctx, { scope, limit }) => {
      checkScope(scope);
      const rows = await listAffected(db.reader, scope, limit);
      const labels = await patientLabels(db.reader, rows.map(row => row.patientId), clinic.country);
      return { persons: rows.map(row => ({ ...row, label: labels.get(row.patientId) ?? '' })), total: (await countAffected(db.reader, scope)).persons };
    },
    workstations: async () => ({ workstations: await listWorkstations(db.reader) }),
    list: () => listBreaches(db.reader),
    save: async (ctx, { id, version, draft }) => {
      checkScope(draft.scope);
      const write = { id, draft, at: deps.clock.now().toISOString(), by: ctx.userId };
      await db.write(async tx => {
        if (version === 0) {
          await insertBreach(tx, write);
          await ctx.log(tx, { action: 'SETTINGS', category: 'log', objectType: 'breachReport', objectId: id, objectVersion: 1, reasonCode: 'breach.open' });
        } else {
          await requireOpen(tx, id, version);
          await updateBreach(tx, write, null);
        }
      });
      deps.changed('breach');
      return reread(id);
    },
    close: async (ctx, { id, version }) => {
      const at = deps.clock.now().toISOString();
      await db.write(async tx => {
        const { draft } = await requireOpen(tx, id, version);
        await updateBreach(tx, { id, draft, at, by: ctx.userId }, at);
        await ctx.log(tx, { action: 'SETTINGS', category: 'log', objectType: 'breachReport', objectId: id, objectVersion: version + 1, reasonCode: 'breach.close' });
      });
      deps.changed('breach');
      return reread(id);
    },
    papers: (ctx, input) => breachPapers(deps, ctx, input),
  };
}
