import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createCareService } from '#electron/core/services/care/care-service.ts';
import { createDeskService } from '#electron/core/services/desk/desk-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createMedicationsService } from '#electron/core/services/medications/medications-service.ts';
import { createJournalSearchService } from '#electron/core/services/journal-search/journal-search-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { care } from '#shared/contract/care.ts';
import { desk } from '#shared/contract/desk.ts';
import { journal } from '#shared/contract/journal.ts';
import { journalSearch } from '#shared/contract/journal-search.ts';
import { medications } from '#shared/contract/medications.ts';
import { patients } from '#shared/contract/patients.ts';
import { signing } from '#shared/contract/signing.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { addPatient as insertPatient, signedNote, softwareSigner, writeNote } from '#test/support/journal/journal-clinic.ts';
import { v7 } from 'uuid';

/** A clinic where people are booked, treated and written about: two practitioners, a receptionist, an administrator; Sunday 2026-11-22 09:00 on the wall. */
export async function startCareClinic() {
  const clinic = await startTestClinic({ agenda, care, desk, journal, journalSearch, medications, patients, signing, timeline }, deps => {
    const parts = { ...deps, signer: softwareSigner(deps.clock.now) };
    return {
      agenda: createAgendaService(deps), care: createCareService(deps), desk: createDeskService(deps), medications: createMedicationsService(deps), patients: createPatientsService(deps),
      journal: createJournalService(parts), journalSearch: createJournalSearchService(deps), signing: createSigningService(parts), timeline: createTimelineService(deps),
    };
  });
  const [reception, admin, anna, bo] = [await clinic.as('receptionist'), await clinic.as('administrator'), await clinic.as('practitioner'), await clinic.as('practitioner')];
  const seeded = await clinic.db.write(tx =>
    seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna' }, { userId: bo.userId, name: 'Bo' }], newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }),
  );
  const [annaId = '', boId = ''] = seeded.practitionerIds;
  const [, returnVisit = ''] = seeded.serviceIds;
  const addPatient = (familyName: string): Promise<string> => insertPatient(clinic.db, { familyName });
  /** Books a return visit at an instant, with Anna unless another column is named; Sundays are outside hours. */
  const book = (patientId: string, start: string, { column = annaId, note = '' }: { readonly column?: string; readonly note?: string } = {}) =>
    reception.agenda.book({ serviceId: returnVisit, resourceIds: [column], start: { instant: start }, patientId, outsideHours: true, note });
  const walk = async (visit: { readonly id: string; readonly version: number }, ...statuses: ('arrived' | 'inTreatment' | 'done')[]): Promise<number> => {
    let { version } = visit;
    for (const status of statuses) version = (await reception.agenda.setStatus({ id: visit.id, version, status })).version;
    return version;
  };
  const plan = async (sql: string, bindings: readonly (string | number)[]): Promise<string> =>
    ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`, [...bindings])) as { detail: string }[]).map(row => row.detail).join('\n');
  return { ...clinic, reception, admin, anna, bo, annaId, boId, returnVisit, addPatient, book, walk, plan };
}

export type CareClinic = Awaited<ReturnType<typeof startCareClinic>>;
export { signedNote, writeNote };
