import type { AreaHandlers } from '#shared/contract/define.ts';
import type { patients } from '#shared/contract/patients.ts';
import { isHidden } from '#shared/domain/patients/patient.ts';
import { parseSearch } from '#shared/domain/patients/search-query.ts';
import type { CallContext } from '../../api/context.ts';
import { getPatient, listPatients, toHit } from '../../repositories/patient.ts';
import { loadHistory } from '../../repositories/patient-history.ts';
import { searchPatients } from '../../repositories/patient-search.ts';
import { findWarned } from '../../repositories/patient-warning.ts';
import { loadWhereabouts } from '../../repositories/patient-whereabouts.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { personChanges } from './changes.ts';
import { findSimilar, readCard, readStrip } from './read.ts';
import { registerPatient } from './register.ts';
import { rowChanges } from './row-changes.ts';

/** The register of persons: search, card, registration, changes with history, protected identity, warnings. */
export function createPatientsService(deps: ServiceDeps): AreaHandlers<typeof patients, CallContext> {
  const { db, clinic } = deps;
  return {
    search: async (_ctx, { text, limit }) => {
      const query = parseSearch(text, clinic.country);
      return (await searchPatients(db.reader, query, limit)).map(row => toHit(row, clinic.country));
    },
    list: async (_ctx, page) => {
      const { rows, total } = await listPatients(db.reader, page);
      return { rows: rows.map(row => toHit(row, clinic.country)), total };
    },
    findSimilar: (_ctx, asked) => findSimilar(deps, asked),
    get: (_ctx, { id }) => readCard(db.reader, id, clinic.country),
    warned: (_ctx, { ids }) => findWarned(db.reader, ids),
    strip: (_ctx, { id }) => readStrip(db.reader, id, clinic.country),
    history: async (_ctx, { id }) => {
      const { protection } = await getPatient(db.reader, id);
      const whereabouts = isHidden(protection) ? [] : (['contact', 'address', 'relation'] as const);
      return loadHistory(db.reader, id, ['patient', 'identifier', ...whereabouts]);
    },
    register: (ctx, input) => registerPatient(deps, ctx, input),
    reveal: async (ctx, { id, reason }) => {
      // The row with the reason is committed before the first hidden field is read (A-01, G-11).
      await db.write(async tx => {
        await getPatient(tx, id);
        await ctx.log(tx, { action: 'PROTECTED_REVEAL', category: 'contact', patientId: id, objectType: 'patient', objectId: id, reasonCode: 'stated', reasonText: reason });
      });
      return loadWhereabouts(db.reader, id, clinic.country);
    },
    ...personChanges(deps),
    ...rowChanges(deps),
  };
}
