import type { Reader } from '../db/handles.ts';

export interface UnlinkedVisit {
  readonly id: string;
  readonly version: number;
  readonly start: string;
  readonly serviceId: string;
  readonly resourceId: string;
  readonly name: string;
  readonly phone: string;
  readonly birthDate: string | null;
}

/** Through the index of visits by name only; two hundred open ones are more than a clinic has. */
export const UNLINKED_SQL = `SELECT a.id AS id, a.version AS version, a.start_utc AS "start", a.service_id AS serviceId, a.booking_name AS name, a.booking_phone AS phone, a.booking_birth_date AS birthDate,
    coalesce((SELECT ar.resource_id FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id WHERE ar.appointment_id = coalesce(a.group_id, a.id) ORDER BY r.kind = 'practitioner' DESC LIMIT 1), '') AS resourceId
  FROM appointment a INDEXED BY appointment_by_name
  WHERE a.patient_id IS NULL AND a.group_id IS NOT a.id AND a.start_utc >= ? AND a.status IN ('booked', 'confirmed', 'arrived', 'inTreatment', 'done') ORDER BY a.start_utc LIMIT 500`;

/** Visits booked by name that still stand, from a moment on (ISO UTC). */
export async function findUnlinked(db: Reader, from: string): Promise<UnlinkedVisit[]> {
  return (await db.raw(UNLINKED_SQL, [from])) as UnlinkedVisit[];
}

/** What tells a person from their namesakes. Phones only for comparing; they go nowhere. */
export interface PersonFacts {
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string | null;
  readonly phones: readonly string[];
}

/** The facts, or undefined when the register has nobody with this id. */
export async function findPersonFacts(db: Reader, patientId: string): Promise<PersonFacts | undefined> {
  const [row] = (await db.raw(
    `SELECT p.family_name AS familyName, p.given_name AS givenName, p.birth_date AS birthDate,
       (SELECT json_group_array(c.value) FROM contact_point c WHERE c.patient_id = p.id AND c.ended_at IS NULL AND c.kind <> 'email') AS phones
     FROM patient p WHERE p.id = ?`,
    [patientId],
  )) as (Omit<PersonFacts, 'phones'> & { phones: string })[];
  return row && { ...row, phones: JSON.parse(row.phones) as string[] };
}
