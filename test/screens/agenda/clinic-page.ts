import { v7 } from 'uuid';

import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { patients } from '#shared/contract/patients.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openFakeClinic, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, aUser, baseAnswers } from '#test/support/fake-session.ts';
import { answersOf, changedEvents, relaying } from '#test/support/real-core.ts';
import { startTestClinic } from '#test/support/harness.ts';

export const MONDAY = '2026-11-23';
const NAMES = ['Eva Lind', 'Bengt Östergren', 'Amanda Sjöberg-Åkerström', 'Ali Hassan', 'Maja Björk', 'Nils Ek', 'Sara Wallin', 'Oskar Holm', 'Ida Nyström', 'Per Åberg'];
const FAMILIES = ['Karlsson', 'Östlund', 'Björk', 'Ali', 'Nilsson', 'Ek', 'Wallin', 'Holm', 'Abrahamsson-Lindqvist', 'Åkesson'];
const GIVEN = ['Åsa', 'Karl-Erik', 'Maja', 'Hodan', 'Per', 'Sara', 'Gun', 'Ida', 'Marie-Louise', 'Örjan'];

export const at = (date: string, time: string): string => toInstant({ date, time }, 'Europe/Stockholm');

/** A clinic on a real encrypted file with `count` practitioners and ten patients; the clock stands at Monday 10:37. */
export async function startScreenClinic(count: number) {
  const clinic = await startTestClinic({ agenda, schedule, patients }, deps => ({ agenda: createAgendaService(deps), schedule: createScheduleService(deps), patients: createPatientsService(deps) }));
  clinic.clock.set(at(MONDAY, '10:37'));
  const reception = await clinic.as('receptionist');
  const admin = await clinic.as('administrator');
  const practitioners: { readonly person: typeof reception; readonly userId: string; readonly name: string }[] = [];
  for (const name of NAMES.slice(0, count)) {
    const person = await clinic.as('practitioner');
    await clinic.db.write(tx => tx('user_account').where({ id: person.userId }).update({ name, title: 'Leg. läkare' }));
    practitioners.push({ person, userId: person.userId, name });
  }
  const seeded = await clinic.db.write(tx => seedAgenda(tx, { practitioners, newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }));
  const patientIds: string[] = [];
  for (const [index, familyName] of FAMILIES.entries()) {
    const { id } = await reception.patients.register({
      id: v7(), draft: { givenName: GIVEN[index] ?? '', familyName, birthDate: `19${50 + index * 4}-03-1${index % 10}`, sex: 'U', number: null, protection: index === 6 ? 'protected' : 'none' },
    });
    patientIds.push(id);
  }
  return { ...clinic, reception, admin, practitioners, ...seeded, patientIds };
}
export type ScreenClinic = Awaited<ReturnType<typeof startScreenClinic>>;

/** Some visits in every column from 8 to 17 on a day; every third quarter is left free. */
export async function fillDay(clinic: ScreenClinic, date: string): Promise<string[]> {
  const ids: string[] = [];
  for (const [column, resourceId] of clinic.practitionerIds.entries()) {
    for (const [index, time] of ['08:00', '08:50', '09:30', '10:15', '11:00', '13:00', '13:45', '14:30'].entries()) {
      if ((column + index) % 4 === 3) continue;
      const patientId = clinic.patientIds[(column * 3 + index) % clinic.patientIds.length] ?? null;
      const { id } = await clinic.reception.agenda.book({ serviceId: clinic.serviceIds[index % 3 === 0 ? 2 : 1] ?? '', resourceIds: [resourceId], start: { instant: at(date, time) }, patientId });
      ids.push(id);
    }
  }
  return ids;
}

/** What the page may call besides the agenda is answered when it is given. */
type Caller = Pick<ScreenClinic['reception'], 'agenda' | 'patients' | 'userId'> & Partial<Pick<ScreenClinic['reception'], 'schedule'>>;

/** The built page in Chromium, its calls answered by the real core of this clinic, as one of its people. */
export async function openAs(clinic: ScreenClinic, person: Caller, options: { readonly roles: readonly Role[]; readonly place: string; readonly language?: 'sv' | 'en'; readonly name?: string; readonly colorScheme?: 'light' | 'dark'; readonly now?: string }): Promise<FakePage> {
  const { language = 'sv' } = options;
  const user = aUser(options.roles, { id: person.userId, name: options.name ?? 'Rut Nord', title: 'Receptionist' });
  const session = anOpenSession(options.roles, { language, place: options.place, user });
  const answers = { ...baseAnswers(session), ...answersOf({ agenda: person.agenda, schedule: person.schedule ?? {}, patients: person.patients }) };
  answers['staff.list'] = { people: [{ id: v7(), name: 'Nya Nora', title: 'Fysioterapeut', profession: 'physiotherapist', roles: ['practitioner'], status: 'active' }] };
  const opened = await openFakeClinic(answers, { colorScheme: options.colorScheme ?? 'light', now: options.now ?? at(MONDAY, '10:37') });
  return relaying(opened, clinic.changed, changedEvents);
}
