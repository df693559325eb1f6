import type { PatientDraft } from '#shared/domain/patients/patient.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { findPatient, insertPatient, type Change } from '../../repositories/patient.ts';
import { findOwner, insertIdentifier, listIdentifiers, takeTemporaryNumbers, type NewIdentifier } from '../../repositories/patient-identifier.ts';
import { indexPatient } from '../../repositories/patient-index.ts';
import { addressColumns, contactColumns, saveRow } from '../../repositories/patient-whereabouts.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { readContact, readNumber } from './numbers.ts';

/**
 * Writes a new patient with number, contact points and address in one transaction, and its log row.
 * The same id sent again answers with what was registered. Errors as in the contract.
 */
export async function registerPatient(deps: ServiceDeps, ctx: CallContext, input: { id: string; draft: PatientDraft }): Promise<{ id: string; number: string }> {
  const { id, draft } = input;
  const parsed = draft.number === null ? null : readNumber(draft.number, deps);
  const contacts = draft.contacts.map(contact => readContact(contact, deps.clinic.country));
  const change: Change = { at: deps.clock.now().toISOString(), by: ctx.userId };
  const answer = await deps.db.write(async tx => {
    await ctx.log(tx, { action: 'PATIENT_ADD', category: 'identity', patientId: id, objectType: 'patient', objectId: id, objectVersion: 1 });
    if (await findPatient(tx, id)) return { id, number: await currentNumber(tx, id) };
    if (parsed && (await findOwner(tx, parsed.kind, parsed.value))) throw new AppError('patients.duplicateNationalId');
    // Most numbers say when somebody was born; what the form says goes before it.
    await insertPatient(tx, { ...draft, id, birthDate: draft.birthDate ?? parsed?.birthDate ?? null }, change);
    const identifier = await identifierOf(tx, deps, { id, draft, parsed });
    await insertIdentifier(tx, identifier, change);
    for (const contact of contacts) await saveRow(tx, 'contact_point', { at: { id: deps.newId(), patientId: id, version: null }, columns: contactColumns(contact), change });
    if (draft.address) await saveRow(tx, 'address', { at: { id: deps.newId(), patientId: id, version: null }, columns: addressColumns(draft.address), change });
    await indexPatient(tx, id, deps.clinic.country);
    return { id, number: displayIdentifier(identifier.kind, identifier.value) };
  });
  deps.changed('patients');
  return answer;
}

async function identifierOf(tx: Writer, deps: ServiceDeps, about: { id: string; draft: PatientDraft; parsed: ReturnType<typeof readNumber> | null }): Promise<NewIdentifier> {
  const base = { id: deps.newId(), patientId: about.id };
  if (about.parsed) return { ...base, kind: about.parsed.kind, value: about.parsed.value, identityLevel: about.draft.identityLevel };
  const [own = ''] = await takeTemporaryNumbers(tx, 1);
  return { ...base, kind: 'temporary', value: own, identityLevel: null };
}

async function currentNumber(tx: Writer, id: string): Promise<string> {
  const [first] = await listIdentifiers(tx, id);
  return first?.display ?? '';
}
