import type { ClinicDraft } from '#shared/domain/clinic/clinic.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** Whose database it is. */
export interface ClinicFacts {
  readonly id: string;
  readonly name: string;
  readonly country: 'SE' | 'DK' | 'NO' | 'DE';
  readonly timeZone: string;
  readonly isDemo: boolean;
}

/** The clinic of the database, or undefined in one that is none of ours. */
export async function findClinic(db: Reader): Promise<ClinicFacts | undefined> {
  const [row] = (await db.raw('SELECT id, name, country, time_zone, is_demo FROM clinic')) as { id: string; name: string; country: ClinicFacts['country']; time_zone: string; is_demo: number }[];
  return row && { id: row.id, name: row.name, country: row.country, timeZone: row.time_zone, isDemo: row.is_demo === 1 };
}

/** Writes whose database it is; once, when the clinic is made. `at` is an instant. */
export async function insertClinic(tx: Writer, { id, draft, at }: { readonly id: string; readonly draft: ClinicDraft; readonly at: string }): Promise<void> {
  await tx('clinic').insert({
    id, name: draft.name, organisation_number: draft.organisationNumber.replace(/[\s-]/g, ''), hsa_id: draft.hsaId,
    country: draft.country, time_zone: draft.timeZone, is_demo: draft.isDemo ? 1 : 0, created_at: at,
  });
}
