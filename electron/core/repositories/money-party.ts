import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import type { Reader } from '../db/handles.ts';

export interface PayingPatient {
  readonly id: string;
  /** "Åsa Karlsson": as on an envelope. */
  readonly name: string;
  readonly number: string;
  /** Empty for a protected identity: its post goes another way (G-11). */
  readonly address: readonly string[];
}

interface PatientRow {
  id: string; given_name: string; family_name: string; protection: string; kind: string | null; value: string | null; street: string | null; care_of: string | null; post_code: string | null; city: string | null;
}

/** These patients as payers; the newest invoice address, else the newest home address. */
export async function findPayingPatients(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, PayingPatient>> {
  const rows = (await db.raw(
    `SELECT p.id, p.given_name, p.family_name, p.protection, i.kind, i.value, a.street, a.care_of, a.post_code, a.city
     FROM json_each(?) asked CROSS JOIN patient p ON p.id = asked.value
     LEFT JOIN patient_identifier i ON i.id = (SELECT x.id FROM patient_identifier x WHERE x.patient_id = p.id AND x.ended_at IS NULL AND x.kind <> 'external' ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
     LEFT JOIN address a ON p.protection = 'none' AND a.id = (SELECT y.id FROM address y WHERE y.patient_id = p.id AND y.ended_at IS NULL ORDER BY y.kind <> 'billing', y.kind <> 'home', y.created_at DESC, y.id LIMIT 1)`,
    [JSON.stringify(ids)],
  )) as PatientRow[];
  return new Map(rows.map(row => [row.id, toPatient(row)]));
}

const toPatient = (row: PatientRow): PayingPatient => ({
  id: row.id, name: `${row.given_name} ${row.family_name}`.trim(), number: row.kind === null || row.value === null ? '' : displayIdentifier(row.kind as IdentifierKind, row.value),
  address: [row.care_of ? `c/o ${row.care_of}` : '', row.street ?? '', `${row.post_code ?? ''} ${row.city ?? ''}`.trim()].filter(line => line !== ''),
});

/** Ten digits without a dash, as the clinic was founded with. */
export async function clinicOrganisationNumber(db: Reader): Promise<string> {
  const [row] = (await db.raw('SELECT organisation_number AS number FROM clinic LIMIT 1')) as { number: string }[];
  return row?.number ?? '';
}
