import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { insertPatients, type WholePatient } from '#electron/core/repositories/patient-bulk.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { luhnDigit } from '#shared/domain/identifiers/luhn.ts';
import type { Random } from './random.ts';
import type { BenchPerson, FillShape, FillTimes, SamplePatient } from './shape.ts';
import { CITIES, FAMILY_NAMES, GIVEN_NAMES, STREETS } from './words.ts';

export interface FillInput {
  readonly file: string;
  readonly keyHex: string;
  readonly shape: FillShape;
  readonly times: FillTimes;
  readonly random: Random;
}

export interface BaseClinic {
  readonly clinicId: string;
  readonly practitioners: readonly BenchPerson[];
  readonly practitionerResources: readonly string[];
  readonly serviceIds: readonly string[];
  readonly patientIds: readonly string[];
  readonly samples: readonly SamplePatient[];
}

const SAMPLES = 400;
const BATCH = 5000;

/** The clinic, its people, its agenda and its patients, written by the product's own code. */
export async function makeBaseClinic(input: FillInput): Promise<BaseClinic> {
  const db = await openDatabase({ file: input.file, mode: 'create', getKeyHex: () => input.keyHex });
  try {
    await migrate(db);
    const start = new Date(input.times.from).toISOString();
    const clinicId = input.random.idAt(input.times.from);
    await db.write(tx => tx('clinic').insert({
      id: clinicId, name: 'Mätmottagningen', organisation_number: '5560360793', hsa_id: 'SE5560360793-A001', country: 'SE', time_zone: 'Europe/Stockholm', is_demo: 1, created_at: start,
    }));
    const practitioners = await addPeople(db, input, start);
    const agenda = await db.write(tx => seedAgenda(tx, {
      practitioners: practitioners.map(({ id, name }) => ({ userId: id, name })), newId: () => input.random.idAt(input.times.from), at: start, by: null, language: 'sv',
    }));
    const patients = await addPatients(db, input, practitioners[0]?.id ?? '');
    return { clinicId, practitioners, practitionerResources: agenda.practitionerIds, serviceIds: agenda.serviceIds, ...patients };
  } finally {
    await db.close();
  }
}

async function addPeople(db: Database, { random, shape, times }: FillInput, at: string): Promise<BenchPerson[]> {
  const people: BenchPerson[] = Array.from({ length: shape.practitioners }, (_, index) => ({
    id: random.idAt(times.from), name: `${GIVEN_NAMES[index] ?? ''} ${FAMILY_NAMES[index + 20] ?? ''}`, title: 'Leg. läkare', hsaId: `SE2321000016-${1001 + index}`,
  }));
  await db.write(async tx => {
    for (const [index, person] of people.entries()) {
      const [given = '', family = ''] = person.name.split(' ');
      await tx('user_account').insert({
        id: person.id, name: person.name, given_name: given, family_name: family, title: person.title, profession: 'doctor', hsa_id: person.hsaId, status: 'active',
        roles: JSON.stringify(index === 0 ? ['administrator', 'practitioner'] : ['practitioner']), version: 1, changed_at: at, created_at: at,
      });
    }
  });
  return people;
}

async function addPatients(db: Database, { random, shape, times }: FillInput, by: string): Promise<{ patientIds: string[]; samples: SamplePatient[] }> {
  const patientIds: string[] = [];
  const samples: SamplePatient[] = [];
  const every = Math.max(1, Math.floor(shape.patients / SAMPLES));
  for (let start = 0; start < shape.patients; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, shape.patients - start) }, (_, index) => newPatient(start + index, { random, times }));
    await db.write(tx => insertPatients(tx, batch, { change: { at: new Date(times.from).toISOString(), by }, country: 'SE', newId: () => random.idAt(times.from) }));
    for (const [index, patient] of batch.entries()) {
      patientIds.push(patient.id);
      if ((start + index) % every === 0) samples.push(sampleOf(patient));
    }
  }
  return { patientIds, samples };
}

const sampleOf = (patient: WholePatient): SamplePatient => ({
  id: patient.id, familyName: patient.familyName, givenName: patient.givenName, number: patient.identifiers[0]?.value ?? '', phone: `0${patient.contacts[0]?.value.slice(3) ?? ''}`,
});

/** A person with a valid personnummer, a mobile phone and an address. The number's serial follows from the index, so that no two are alike. */
export function newPatient(index: number, { random, times }: Pick<FillInput, 'random' | 'times'>): WholePatient {
  const year = 1930 + (index % 90);
  const dayOfYear = Math.floor(index / 90) % 336;
  const serial = Math.floor(index / (90 * 336)) * 10 + random.below(10);
  const two = (value: number): string => String(value).padStart(2, '0');
  const birthDate = `${year}-${two(1 + Math.floor(dayOfYear / 28))}-${two(1 + (dayOfYear % 28))}`;
  const digits = `${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  const [postCode, city] = random.pick(CITIES);
  return {
    id: random.idAt(times.from), familyName: random.pickUneven(FAMILY_NAMES), givenName: random.pickUneven(GIVEN_NAMES), birthDate, sex: serial % 2 === 1 ? 'M' : 'F',
    protection: random.below(500) === 0 ? 'protected' : 'none', registrationNote: '', identifiers: [{ kind: 'personnummer', value: digits + luhnDigit(digits.slice(2)) }],
    contacts: [{ kind: 'mobile', value: `+4670${String(random.below(10_000_000)).padStart(7, '0')}`, note: '' }],
    address: { kind: 'home', street: `${random.pick(STREETS)} ${1 + random.below(90)}`, careOf: '', postCode, city, country: '' },
  };
}
