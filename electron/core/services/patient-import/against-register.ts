import { nameKey, numberKey, refuseLine, type PlannedLine } from '#shared/domain/patients/import-plan.ts';
import type { ImportedPatient } from '#shared/domain/patients/import-row.ts';
import { soundsAlike } from '#shared/domain/patients/phonetic.ts';
import type { Reader } from '../../db/handles.ts';
import { findByExternal, findByFoldedName, findOwners, type Registered } from '../../repositories/patient-lookup.ts';

/** Settles what the register says about the lines that would go in: who is there already, and whose number another person has. */
export async function settleAgainstRegister(db: Reader, plan: readonly PlannedLine[]): Promise<void> {
  const open = plan.filter((planned): planned is PlannedLine & { patient: ImportedPatient } => planned.outcome === 'goesIn' && planned.patient !== null);
  const owners = await findOwners(db, open.flatMap(({ patient }) => numberKey(patient) ?? []));
  const customers = await findByExternal(db, open.flatMap(({ patient }) => patient.externalId ?? []));
  const unnumbered = open.filter(({ patient }) => patient.number === null);
  const namesakes = await findByFoldedName(db, unnumbered.map(({ patient }) => nameKey(patient)));
  const namesInFile = new Map<string, number>();
  for (const { patient } of open) namesInFile.set(nameKey(patient), (namesInFile.get(nameKey(patient)) ?? 0) + 1);
  for (const planned of open) {
    const owner = owners.get(numberKey(planned.patient) ?? '');
    if (owner) settleOwner(planned, planned.patient, owner);
    else settleCustomer(planned, planned.patient, customers.get(planned.patient.externalId ?? '') ?? []);
    if (planned.outcome === 'goesIn' && planned.patient.number === null) settleNamesakes(planned, planned.patient, { registered: namesakes.get(nameKey(planned.patient)) ?? [], inFile: namesInFile.get(nameKey(planned.patient)) ?? 0 });
  }
}

const isAlike = (patient: ImportedPatient, other: Registered): boolean => soundsAlike(`${patient.givenName} ${patient.familyName}`, `${other.givenName} ${other.familyName}`);

function settleOwner(planned: PlannedLine, patient: ImportedPatient, owner: Registered): void {
  if (isAlike(patient, owner)) planned.outcome = 'alreadyThere';
  else refuseLine(planned, 'numberTakenOtherName');
}

/** The customer number leads to somebody of that name: the same person when the line has no number, a question when it has another. */
function settleCustomer(planned: PlannedLine, patient: ImportedPatient, customers: readonly Registered[]): void {
  if (!customers.some(other => isAlike(patient, other))) return;
  if (patient.number === null) planned.outcome = 'alreadyThere';
  else refuseLine(planned, 'customerNumberTaken');
}

/** Without number and customer number: same name and birth date is the same person; the same name alone is worth a look. */
function settleNamesakes(planned: PlannedLine, patient: ImportedPatient, others: { registered: readonly Registered[]; inFile: number }): void {
  const isThere = patient.birthDate !== null && others.registered.some(other => other.birthDate === patient.birthDate);
  if (isThere && patient.externalId === null) planned.outcome = 'alreadyThere';
  else if (others.registered.length > 0 || others.inFile > 1) planned.remarks.add('sameNameNoNumber');
}
