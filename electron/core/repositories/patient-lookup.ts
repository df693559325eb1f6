import type { Reader } from '../db/handles.ts';

/** Somebody in the register that a row of a foreign file may be. */
export interface Registered {
  readonly patientId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
}
export interface RegisteredNumber extends Registered {
  /** `kind:value`. */
  readonly number: string;
}

const NAMES = 'p.id AS patientId, p.given_name AS givenName, p.family_name AS familyName, p.birth_date AS birthDate';
const CHUNK = 5000;

/** Owners of these numbers (`kind:value`), ended numbers too. */
export async function findOwners(db: Reader, numbers: readonly string[]): Promise<Map<string, RegisteredNumber>> {
  const found = new Map<string, RegisteredNumber>();
  for (let start = 0; start < numbers.length; start += CHUNK) {
    const rows = (await db.raw(
      `SELECT i.kind || ':' || i.value AS number, ${NAMES} FROM json_each(?) asked
       CROSS JOIN patient_identifier i ON i.kind = substr(asked.value, 1, instr(asked.value, ':') - 1) AND i.value = substr(asked.value, instr(asked.value, ':') + 1) AND i.kind <> 'external'
       JOIN patient p ON p.id = i.patient_id`,
      [JSON.stringify(numbers.slice(start, start + CHUNK))],
    )) as RegisteredNumber[];
    for (const row of rows) found.set(row.number, row);
  }
  return found;
}

/** Everybody with one of these customer numbers of another system, by customer number. */
export async function findByExternal(db: Reader, ids: readonly string[]): Promise<Map<string, Registered[]>> {
  const found = new Map<string, Registered[]>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const rows = (await db.raw(
      `SELECT i.value AS external, ${NAMES} FROM json_each(?) asked
       CROSS JOIN patient_identifier i INDEXED BY patient_identifier_external ON i.kind = 'external' AND i.value = asked.value JOIN patient p ON p.id = i.patient_id`,
      [JSON.stringify(ids.slice(start, start + CHUNK))],
    )) as (Registered & { external: string })[];
    for (const row of rows) found.set(row.external, [...(found.get(row.external) ?? []), row]);
  }
  return found;
}

/** Everybody whose folded names are exactly these (`family|given`), by that text. */
export async function findByFoldedName(db: Reader, names: readonly string[]): Promise<Map<string, Registered[]>> {
  const found = new Map<string, Registered[]>();
  for (let start = 0; start < names.length; start += CHUNK) {
    const rows = (await db.raw(
      `SELECT asked.value AS name, ${NAMES} FROM json_each(?) asked
       CROSS JOIN patient p INDEXED BY patient_by_family ON p.family_fold = substr(asked.value, 1, instr(asked.value, '|') - 1) AND p.given_fold = substr(asked.value, instr(asked.value, '|') + 1)`,
      [JSON.stringify(names.slice(start, start + CHUNK))],
    )) as (Registered & { name: string })[];
    for (const row of rows) found.set(row.name, [...(found.get(row.name) ?? []), row]);
  }
  return found;
}
