import type { AreaHandlers } from '#shared/contract/define.ts';
import type { patients } from '#shared/contract/patients.ts';
import { isHidden } from '#shared/domain/patients/patient.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { getPatient, type Change } from '../../repositories/patient.ts';
import { indexPatient } from '../../repositories/patient-index.ts';
import { addressColumns, contactColumns, endRow, relationColumns, saveRow, type RowAt, type RowTable } from '../../repositories/patient-whereabouts.ts';
import { endWarning, findNoneKnown, insertNoneKnown, listWarnings, saveWarning } from '../../repositories/patient-warning.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { readContact } from './numbers.ts';

type Handlers = AreaHandlers<typeof patients, CallContext>;
type RowChanges = Pick<Handlers, 'saveContact' | 'endContact' | 'saveAddress' | 'endAddress' | 'saveRelation' | 'endRelation' | 'saveWarning' | 'endWarning' | 'declareNoneKnown'>;

/** Changes of contact points, addresses, next of kin and warnings; each is one transaction with its log row. */
export function rowChanges(deps: ServiceDeps): RowChanges {
  const save = (ctx: CallContext, table: RowTable, row: { at: RowAt; columns: object }) => saveOne(deps, ctx, { ...row, table });
  const end = (ctx: CallContext, table: RowTable, { patientId, id, version }: { patientId: string; id: string; version: number }) => endOne(deps, ctx, { table, at: { patientId, id, version } });
  return {
    saveContact: (ctx, { draft, ...at }) => save(ctx, 'contact_point', { at, columns: contactColumns(readContact(draft, deps.clinic.country)) }),
    saveAddress: (ctx, { draft, ...at }) => save(ctx, 'address', { at, columns: addressColumns(draft) }),
    saveRelation: (ctx, { draft, ...at }) => save(ctx, 'relation', { at, columns: relationColumns(draft) }),
    endContact: (ctx, at) => end(ctx, 'contact_point', at),
    endAddress: (ctx, at) => end(ctx, 'address', at),
    endRelation: (ctx, at) => end(ctx, 'relation', at),
    ...warningChanges(deps),
  };
}

const changeBy = (deps: ServiceDeps, ctx: CallContext): Change => ({ at: deps.clock.now().toISOString(), by: ctx.userId });

/** A new address of a protected person may be added by anybody at the desk; touching a hidden one needs the right to see it. */
async function refuseHidden(tx: Writer, ctx: CallContext, at: RowAt): Promise<void> {
  const patient = await getPatient(tx, at.patientId);
  if (isHidden(patient.protection) && at.version !== null && !ctx.may('patients.revealProtected')) throw new AppError('patients.protected');
}

async function saveOne(deps: ServiceDeps, ctx: CallContext, row: { table: RowTable; at: RowAt; columns: object }): Promise<{ version: number }> {
  const version = await deps.db.write(async tx => {
    await refuseHidden(tx, ctx, row.at);
    const saved = await saveRow(tx, row.table, { ...row, change: changeBy(deps, ctx) });
    if (row.table === 'contact_point') await indexPatient(tx, row.at.patientId, deps.clinic.country);
    await ctx.log(tx, { action: 'PATIENT_CHANGE', category: 'contact', patientId: row.at.patientId, objectType: row.table, objectId: row.at.id, objectVersion: saved });
    return saved;
  });
  deps.changed('patients');
  return { version };
}

async function endOne(deps: ServiceDeps, ctx: CallContext, row: { table: RowTable; at: RowAt & { version: number } }): Promise<Record<string, never>> {
  await deps.db.write(async tx => {
    await refuseHidden(tx, ctx, row.at);
    const objectVersion = await endRow(tx, row.table, { at: row.at, change: changeBy(deps, ctx) });
    if (row.table === 'contact_point') await indexPatient(tx, row.at.patientId, deps.clinic.country);
    await ctx.log(tx, { action: 'PATIENT_CHANGE', category: 'contact', patientId: row.at.patientId, objectType: row.table, objectId: row.at.id, objectVersion, reasonCode: 'ended' });
  });
  deps.changed('patients');
  return {};
}

function warningChanges(deps: ServiceDeps): Pick<Handlers, 'saveWarning' | 'endWarning' | 'declareNoneKnown'> {
  return {
    saveWarning: async (ctx, { draft, ...at }) => {
      const version = await deps.db.write(async tx => {
        await getPatient(tx, at.patientId);
        const saved = await saveWarning(tx, at, draft, changeBy(deps, ctx));
        await ctx.log(tx, { action: 'WARNING_SET', category: 'warning', patientId: at.patientId, objectType: 'warning', objectId: at.id, objectVersion: saved });
        return saved;
      });
      deps.changed('patients', 'agenda');
      return { version };
    },
    endWarning: async (ctx, { reason, ...at }) => {
      await deps.db.write(async tx => {
        const objectVersion = await endWarning(tx, at, reason, changeBy(deps, ctx));
        // The reason stands with the warning; in the log it would be clinical text.
        await ctx.log(tx, { action: 'WARNING_END', category: 'warning', patientId: at.patientId, objectType: 'warning', objectId: at.id, objectVersion });
      });
      deps.changed('patients', 'agenda');
      return {};
    },
    declareNoneKnown: async (ctx, { id }) => {
      await deps.db.write(async tx => {
        await getPatient(tx, id);
        if ((await listWarnings(tx, id)).some(warning => warning.ended === null)) throw new AppError('patients.warningsExist');
        if (!(await findNoneKnown(tx, id))) await insertNoneKnown(tx, id, changeBy(deps, ctx));
        await ctx.log(tx, { action: 'WARNING_SET', category: 'warning', patientId: id, objectType: 'warning', reasonCode: 'noneKnown' });
      });
      deps.changed('patients');
      return {};
    },
  };
}
