import { UNIQUE_KINDS } from '#shared/domain/identifiers/identifier.ts';
import type { patients } from '#shared/contract/patients.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { isHidden } from '#shared/domain/patients/patient.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { getPatient, updatePatient, type Change } from '../../repositories/patient.ts';
import { endIdentifiers, findOwner, insertIdentifier } from '../../repositories/patient-identifier.ts';
import { indexPatient } from '../../repositories/patient-index.ts';
import { findMergedInto } from '../../repositories/patient-similar.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { readNumber, today } from './numbers.ts';

type Handlers = AreaHandlers<typeof patients, CallContext>;
type Changes = Pick<Handlers, 'update' | 'addIdentifier' | 'linkDuplicate' | 'setProtection' | 'noteIdentityCheck'>;

/** What every change of the person's own row shares. */
interface Work {
  readonly deps: ServiceDeps;
  readonly change: (ctx: CallContext) => Change;
  readonly saved: (version: number) => { version: number };
}

const entry = (id: string, version: number) => ({ action: 'PATIENT_CHANGE', category: 'identity', patientId: id, objectType: 'patient', objectId: id, objectVersion: version }) as const;

/** Changes of the person's own row and numbers; each is one transaction with its log row. */
export function personChanges(deps: ServiceDeps): Changes {
  const work: Work = {
    deps,
    change: ctx => ({ at: deps.clock.now().toISOString(), by: ctx.userId }),
    saved: version => {
      deps.changed('patients', 'agenda');
      return { version };
    },
  };
  return { update: update(work), addIdentifier: addIdentifier(work), linkDuplicate: linkDuplicate(work), setProtection: setProtection(work), noteIdentityCheck: noteIdentityCheck(work) };
}

const update = ({ deps, change, saved }: Work): Handlers['update'] => async (ctx, { id, version, ...draft }) =>
  saved(
    await deps.db.write(async tx => {
      const fields = {
        family_name: draft.familyName, given_name: draft.givenName, birth_date: draft.birthDate, sex: draft.sex, deceased_on: draft.deceasedOn, registration_note: draft.registrationNote,
      };
      const next = await updatePatient(tx, { id, version }, fields, change(ctx));
      await indexPatient(tx, id, deps.clinic.country);
      await ctx.log(tx, entry(id, next));
      return next;
    }),
  );

const addIdentifier = ({ deps, change, saved }: Work): Handlers['addIdentifier'] => async (ctx, { id, version, number, identityLevel }) => {
  const parsed = readNumber(number, deps);
  return saved(
    await deps.db.write(async tx => {
      const isUndated = parsed.birthDate !== null && (await getPatient(tx, id)).birth_date === null;
      const next = await updatePatient(tx, { id, version }, isUndated ? { birth_date: parsed.birthDate } : {}, change(ctx));
      if (await findOwner(tx, parsed.kind, parsed.value)) throw new AppError('patients.duplicateNationalId');
      const identifierId = deps.newId();
      await insertIdentifier(tx, { id: identifierId, patientId: id, kind: parsed.kind, value: parsed.value, identityLevel }, change(ctx));
      await endIdentifiers(tx, id, UNIQUE_KINDS, { ...change(ctx), replacedBy: identifierId });
      await indexPatient(tx, id, deps.clinic.country);
      await ctx.log(tx, entry(id, next));
      return next;
    }),
  );
};

const linkDuplicate = ({ deps, change, saved }: Work): Handlers['linkDuplicate'] => async (ctx, { id, version, intoId, reason }) =>
  saved(
    await deps.db.write(async tx => {
      if (intoId !== null) await refuseCircle(tx, id, intoId);
      const next = await updatePatient(tx, { id, version }, { merged_into: intoId, merge_reason: reason }, change(ctx));
      await ctx.log(tx, { ...entry(id, next), reasonCode: intoId === null ? 'unlinked' : 'linked', reasonText: reason });
      return next;
    }),
  );

/** A record that others are linked to, or that is linked itself, is no link's other end: chains would hide people. */
async function refuseCircle(tx: Writer, id: string, intoId: string): Promise<void> {
  const into = await getPatient(tx, intoId);
  if (intoId === id || into.merged_into !== null || (await findMergedInto(tx, id)).length > 0) throw new AppError('patients.linkCircular');
}

const setProtection = ({ deps, change, saved }: Work): Handlers['setProtection'] => async (ctx, { id, version, level, reason }) =>
  saved(
    await deps.db.write(async tx => {
      const row = await getPatient(tx, id);
      // Anybody at the desk may hide more; showing again is for those who may see hidden data.
      if (isHidden(row.protection) && !isHidden(level) && !ctx.may('patients.revealProtected')) throw new AppError('patients.protected');
      const next = await updatePatient(tx, { id, version }, { protection: level, protection_reason: reason }, change(ctx));
      await indexPatient(tx, id, deps.clinic.country);
      await ctx.log(tx, { ...entry(id, next), category: 'contact', reasonCode: `protection-${level}`, reasonText: reason });
      return next;
    }),
  );

const noteIdentityCheck = ({ deps, change, saved }: Work): Handlers['noteIdentityCheck'] => async (ctx, { id, version, how }) =>
  saved(
    await deps.db.write(async tx => {
      const fields = { identity_proof: how, identity_checked_on: today(deps), identity_checked_by: ctx.userName };
      const next = await updatePatient(tx, { id, version }, fields, change(ctx));
      await ctx.log(tx, { ...entry(id, next), action: 'IDENTITY_CHECK', reasonCode: how });
      return next;
    }),
  );
