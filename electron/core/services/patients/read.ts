import type { PatientCard, PatientHit, PatientStrip, Warning } from '#shared/domain/patients/patient.ts';
import { isHidden } from '#shared/domain/patients/patient.ts';
import { soundsAlike } from '#shared/domain/patients/phonetic.ts';
import { parseSearch } from '#shared/domain/patients/search-query.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import type { NumberDraft } from '#shared/domain/patients/patient.ts';
import type { Reader } from '../../db/handles.ts';
import { getPatientWithHit, loadHit, toHit, type HitRow, type PatientRow } from '../../repositories/patient.ts';
import { findMergedInto, findByBirthDate } from '../../repositories/patient-similar.ts';
import { findOwner, listIdentifiers } from '../../repositories/patient-identifier.ts';
import { searchPatients } from '../../repositories/patient-search.ts';
import { findNoneKnown, listWarnings } from '../../repositories/patient-warning.ts';
import { loadWhereabouts } from '../../repositories/patient-whereabouts.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { today } from './numbers.ts';

const SIMILAR_MAX = 10;

type Home = ServiceDeps['clinic']['country'];

/** What stays on screen wherever the patient is open. Errors: patients.notFound. */
export async function readStrip(db: Reader, id: string, country: Home): Promise<PatientStrip> {
  return stripOf(await readPerson(db, id), country);
}

/** The whole card. Whereabouts are left out while the identity is protected (G-11). Errors: patients.notFound. */
export async function readCard(db: Reader, id: string, country: Home): Promise<PatientCard> {
  const [person, identifiers, mergedFrom] = await Promise.all([readPerson(db, id), listIdentifiers(db, id), findMergedInto(db, id)]);
  const { row, warnings } = person;
  return {
    ...stripOf(person, country),
    version: row.version,
    registrationNote: row.registration_note,
    lastVisitElsewhere: row.last_visit_elsewhere,
    identifiers,
    identityCheck: row.identity_proof === null ? null : { how: row.identity_proof as NonNullable<PatientCard['identityCheck']>['how'], on: row.identity_checked_on ?? '', by: row.identity_checked_by ?? '' },
    endedWarnings: warnings.filter(warning => warning.ended !== null),
    whereabouts: isHidden(row.protection) ? null : await loadWhereabouts(db, id, country),
    mergedFrom,
    createdAt: row.created_at,
  };
}

interface Person {
  readonly row: PatientRow & HitRow;
  readonly warnings: readonly Warning[];
  readonly noneKnown: PatientStrip['noneKnown'];
}

/** Asked together, each once: one after the other they cost more in waiting than in reading. */
async function readPerson(db: Reader, id: string): Promise<Person> {
  const [row, warnings, noneKnown] = await Promise.all([getPatientWithHit(db, id), listWarnings(db, id), findNoneKnown(db, id)]);
  return { row, warnings, noneKnown };
}

function stripOf({ row, warnings, noneKnown }: Person, country: Home): PatientStrip {
  const { phone: _phone, ...hit } = toHit(row, country);
  return { ...hit, warnings: warnings.filter(warning => warning.ended === null), noneKnown, identityChecked: row.identity_proof !== null };
}

export interface SimilarQuestion {
  readonly number: NumberDraft | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly exceptId: string | null;
}

/** Who the person being registered might already be (complaint 9: prevent duplicates first). */
export async function findSimilar(deps: ServiceDeps, asked: SimilarQuestion): Promise<{ sameNumber: PatientHit | null; similar: PatientHit[] }> {
  const db = deps.db.reader;
  const parsed = asked.number === null ? null : parseIdentifier(asked.number.text, asked.number.country, today(deps));
  const owner = parsed?.ok ? await findOwner(db, parsed.kind, parsed.value) : undefined;
  const same = owner === undefined || owner === asked.exceptId ? undefined : await loadHit(db, owner);
  const birthDate = asked.birthDate ?? (parsed?.ok ? parsed.birthDate : null);
  const rows = (await candidates(deps, asked, birthDate)).filter(row => row.id !== asked.exceptId && row.id !== same?.id).slice(0, SIMILAR_MAX);
  return { sameNumber: same ? toHit(same, deps.clinic.country) : null, similar: rows.map(row => toHit(row, deps.clinic.country)) };
}

/** Same birth date and either name sounds alike; or both names sound alike and one of the two has no birth date. */
async function candidates({ db, clinic }: ServiceDeps, asked: SimilarQuestion, birthDate: string | null): Promise<HitRow[]> {
  const alike = (row: HitRow) => ({ given: soundsAlike(asked.givenName, row.given_name), family: soundsAlike(asked.familyName, row.family_name) });
  const sameDay = birthDate === null ? [] : (await findByBirthDate(db.reader, birthDate)).filter(row => alike(row).given || alike(row).family);
  const query = parseSearch(`${asked.givenName} ${asked.familyName}`, clinic.country);
  if (asked.givenName.trim().length < 2 || asked.familyName.trim().length < 2 || query.words.length < 2) return sameDay;
  const sameName = (await searchPatients(db.reader, { ...query, digits: [] }, 50)).filter(row => (birthDate === null || row.birth_date === null) && alike(row).given && alike(row).family);
  return [...sameDay, ...sameName.filter(row => !sameDay.some(other => other.id === row.id))];
}
