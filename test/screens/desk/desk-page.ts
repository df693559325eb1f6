import { v7 } from 'uuid';

import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { withDependents } from '#electron/core/services/desk/depends.ts';
import { createDeskService } from '#electron/core/services/desk/desk-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { desk } from '#shared/contract/desk.ts';
import { patients } from '#shared/contract/patients.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import type { Role } from '#shared/domain/permissions.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { startTestClinic } from '#test/support/harness.ts';

import { openReal, type RealPage } from '../support/real-answers.ts';

export const MONDAY = '2026-11-23';
export const at = (time: string, date = MONDAY): string => toInstant({ date, time }, 'Europe/Stockholm');
export const NOW = at('10:07');

const PEOPLE = [
  ['Karlsson', 'Åsa'], ['Östlund', 'Karl-Erik'], ['Björk', 'Maja'], ['Ali', 'Hodan'], ['Nilsson', 'Per'], ['Ek', 'Sara'], ['Wallin', 'Gun'], ['Abrahamsson-Lindqvist', 'Marie-Louise'], ['Åkesson', 'Örjan'],
] as const;

/**
 * A Monday morning at 10:07 with everything a queue can show: two wait, one is late, one is treated, some are to come, one
 * is done, one did not come, one was booked by name, one is protected; and last week left something on every list.
 */
export async function startDeskScreenClinic() {
  const clinic = await startTestClinic({ agenda, desk, patients, schedule }, raw => {
    const deps = { ...raw, changed: (...areas: string[]) => raw.changed(...withDependents(areas)) };
    return { agenda: createAgendaService(deps), desk: createDeskService(deps), patients: createPatientsService(deps), schedule: createScheduleService(deps) };
  });
  clinic.clock.set(at('07:30', '2026-11-19'));
  const [reception, admin, anna, bo] = [await clinic.as('receptionist'), await clinic.as('administrator'), await clinic.as('practitioner'), await clinic.as('practitioner')];
  for (const [person, name] of [[anna, 'Anna Holm'], [bo, 'Bengt Östergren']] as const)
    await clinic.db.write(tx => tx('user_account').where({ id: person.userId }).update({ name, title: 'Leg. läkare' }));
  const seeded = await clinic.db.write(tx =>
    seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna Holm' }, { userId: bo.userId, name: 'Bengt Östergren' }], newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }),
  );
  const patientIds: string[] = [];
  for (const [index, [familyName, givenName]] of PEOPLE.entries()) {
    const { id } = await reception.patients.register({
      id: v7(), draft: { givenName, familyName, birthDate: `19${50 + index * 4}-03-1${index}`, sex: 'U', number: null, protection: index === 6 ? 'protected' : 'none' },
    });
    patientIds.push(id);
  }
  const [annaId = '', boId = ''] = seeded.practitionerIds;
  const book = async (start: string, who: number | string, column = annaId): Promise<string> =>
    (await reception.agenda.book({
      serviceId: seeded.serviceIds[1] ?? '', resourceIds: [column], start: { instant: start }, outsideHours: true,
      patientId: typeof who === 'number' ? (patientIds[who] ?? '') : null, ...(typeof who === 'string' ? { walkIn: { name: who, phone: '0701740605' } } : {}),
    })).id;
  const walk = async (id: string, ...statuses: ('arrived' | 'inTreatment' | 'done' | 'noShow')[]): Promise<void> => {
    for (const [index, status] of statuses.entries()) await reception.agenda.setStatus({ id, version: index + 1, status });
  };
  // Last Thursday: one forgotten, one done without a note.
  await book(at('09:00', '2026-11-19'), 3);
  await walk(await book(at('10:00', '2026-11-19'), 4), 'arrived', 'inTreatment', 'done');
  clinic.clock.set(at('07:40'));
  const ids = {
    done: await book(at('08:00'), 0), noShow: await book(at('08:00'), 1, boId), treated: await book(at('09:00'), 2), waitsLong: await book(at('09:20'), 3, boId),
    waitsShort: await book(at('10:15'), 7), late: await book(at('10:00', MONDAY), 8, boId), next: await book(at('10:35'), 5, boId), protectedOne: await book(at('11:00'), 6),
    byName: await book(at('11:10'), 'Sven på telefon', boId), afternoon: await book(at('13:30'), 4),
  };
  await walk(ids.done, 'arrived', 'inTreatment', 'done');
  await walk(ids.noShow, 'noShow');
  clinic.clock.set(at('09:02'));
  await walk(ids.treated, 'arrived', 'inTreatment');
  clinic.clock.set(at('09:31'));
  await reception.agenda.checkIn({ id: ids.waitsLong, version: 1, identityProof: 'swedishId' });
  clinic.clock.set(at('10:03'));
  await reception.agenda.checkIn({ id: ids.waitsShort, version: 1, identityProof: null });
  await reception.patients.saveWarning({ patientId: patientIds[3] ?? '', id: v7(), version: null, draft: { kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin', source: 'patient' } });
  await book(at('09:00', '2026-12-07'), 5, boId);
  await admin.schedule.saveAbsence({ resourceId: boId, from: { date: '2026-12-07', time: '00:00' }, to: { date: '2026-12-11', time: '23:59' }, kind: 'vacation', label: '' });
  clinic.clock.set(NOW);
  return { ...clinic, reception, admin, anna, bo, annaId, boId, ids, patientIds };
}

export type DeskScreenClinic = Awaited<ReturnType<typeof startDeskScreenClinic>>;

type Person = Pick<DeskScreenClinic['reception'], 'agenda' | 'desk' | 'patients' | 'schedule' | 'userId'>;

/** The built page as one of the clinic's people, its clock at 10:07. */
export async function openDesk(clinic: DeskScreenClinic, person: Person, roles: readonly Role[], options: Partial<Pick<RealPage, 'place' | 'language' | 'options'>> = {}): Promise<FakePage> {
  const { agenda: visits, desk: queue, patients: register, schedule: hours } = person;
  return openReal({
    areas: { agenda: visits, desk: queue, patients: register, schedule: hours }, userId: person.userId, roles, place: '/', changed: clinic.changed, ...options, options: { now: NOW, ...options.options },
  });
}
