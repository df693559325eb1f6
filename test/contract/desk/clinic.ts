import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { createDeskService } from '#electron/core/services/desk/desk-service.ts';
import { createGroupsService } from '#electron/core/services/groups/groups-service.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { desk } from '#shared/contract/desk.ts';
import { groups } from '#shared/contract/groups.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { v7 } from 'uuid';

/** A clinic with a desk: two practitioners, a receptionist, an administrator; the clock stands at Sunday 2026-11-22 09:00 on the wall. */
export async function startDeskClinic() {
  const clinic = await startTestClinic({ agenda, desk, groups, schedule }, deps => ({
    agenda: createAgendaService(deps), desk: createDeskService(deps), groups: createGroupsService(deps), schedule: createScheduleService(deps),
  }));
  const [reception, admin, anna, bo] = [await clinic.as('receptionist'), await clinic.as('administrator'), await clinic.as('practitioner'), await clinic.as('practitioner')];
  const seeded = await clinic.db.write(tx =>
    seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna' }, { userId: bo.userId, name: 'Bo' }], newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }),
  );
  const [annaId = '', boId = ''] = seeded.practitionerIds;
  const [, returnVisit = '', , , phone = ''] = seeded.serviceIds;

  const addPatient = async (familyName: string, protection: 'none' | 'protected' = 'none'): Promise<string> => {
    const id = v7();
    const at = clinic.clock.now().toISOString();
    await clinic.db.write(tx =>
      tx('patient').insert({
        id, family_name: familyName, given_name: 'Åsa', family_fold: familyName.toLowerCase(), given_fold: 'asa', birth_date: '1980-01-02', sex: 'F', protection, created_at: at,
        created_by: reception.userId, changed_at: at, changed_by: reception.userId,
      }),
    );
    return id;
  };
  /** Books a return visit at an instant; with Anna unless another column is named. */
  const book = async (start: string, who: { readonly patientId?: string; readonly name?: string; readonly column?: string; readonly outsideHours?: boolean }) =>
    reception.agenda.book({
      serviceId: returnVisit, resourceIds: [who.column ?? annaId], start: { instant: start }, patientId: who.patientId ?? null, outsideHours: who.outsideHours ?? false,
      ...(who.name === undefined ? {} : { walkIn: { name: who.name, phone: '0701740605' } }),
    });
  /** Takes legal steps one after the other and gives the last version. */
  const walk = async (id: string, version: number, ...statuses: ('arrived' | 'inTreatment' | 'done' | 'noShow' | 'rescheduled')[]): Promise<number> => {
    let at = version;
    for (const status of statuses) at = (await reception.agenda.setStatus({ id, version: at, status })).version;
    return at;
  };
  const plan = async (sql: string, bindings: readonly string[]): Promise<string> =>
    ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`, [...bindings])) as { detail: string }[]).map(row => row.detail).join('\n');
  return { ...clinic, reception, admin, anna, bo, annaId, boId, returnVisit, phone, ...seeded, addPatient, book, walk, plan };
}

export type DeskClinic = Awaited<ReturnType<typeof startDeskClinic>>;
