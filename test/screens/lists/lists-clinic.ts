import { v7 } from 'uuid';

import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createGroupsService } from '#electron/core/services/groups/groups-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { createRecallsService } from '#electron/core/services/recalls/recalls-service.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { createWaitingService } from '#electron/core/services/waiting/waiting-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { groups } from '#shared/contract/groups.ts';
import { patients } from '#shared/contract/patients.ts';
import { recalls } from '#shared/contract/recalls.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { waiting } from '#shared/contract/waiting.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openReal } from '#test/screens/support/real-answers.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { startTestClinic } from '#test/support/harness.ts';

export const MONDAY = '2026-11-23';
export const at = (date: string, time: string): string => toInstant({ date, time }, 'Europe/Stockholm');

const PEOPLE = [
  ['Åsa', 'Karlsson', '0701234567'], ['Karl-Erik', 'Östlund', '0707654321'], ['Maja', 'Björk', ''], ['Hodan', 'Ali', '0731112233'], ['Marie-Louise', 'Abrahamsson-Lindqvist von Essen', '084556677'], ['Örjan', 'Åkesson', '0709998877'],
] as const;

/** A clinic on a real encrypted file with two practitioners and six patients, the third protected; the clock stands at Monday 10:37. */
export async function startListsClinic() {
  const clinic = await startTestClinic({ agenda, schedule, patients, waiting, groups, recalls }, deps => ({
    agenda: createAgendaService(deps), schedule: createScheduleService(deps), patients: createPatientsService(deps), waiting: createWaitingService(deps), groups: createGroupsService(deps), recalls: createRecallsService(deps),
  }));
  clinic.clock.set(at(MONDAY, '10:37'));
  const reception = await clinic.as('receptionist');
  const admin = await clinic.as('administrator');
  const practitioners: { readonly userId: string; readonly name: string }[] = [];
  for (const name of ['Anna Lind', 'Bengt Östergren']) {
    const { userId } = await clinic.as('practitioner');
    await clinic.db.write(tx => tx('user_account').where({ id: userId }).update({ name }));
    practitioners.push({ userId, name });
  }
  const seeded = await clinic.db.write(tx => seedAgenda(tx, { practitioners, newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }));
  const [annaId = '', bengtId = ''] = seeded.practitionerIds;
  const [newVisit = '', returnVisit = '', treatment = ''] = seeded.serviceIds;
  const patientIds: string[] = [];
  for (const [index, [givenName, familyName, phone]] of PEOPLE.entries()) {
    const { id } = await reception.patients.register({ id: v7(), draft: { givenName, familyName, birthDate: `19${50 + index * 7}-03-1${index}`, sex: 'U', number: null, protection: index === 2 ? 'protected' : 'none' } });
    if (phone) await reception.patients.saveContact({ patientId: id, id: v7(), version: null, draft: { kind: 'mobile', value: phone, note: '' } });
    patientIds.push(id);
  }
  return { ...clinic, reception, admin, annaId, bengtId, services: { newVisit, returnVisit, treatment }, patientIds };
}
export type ListsClinic = Awaited<ReturnType<typeof startListsClinic>>;

interface Opened {
  readonly place: string;
  readonly roles?: readonly Role[];
  readonly language?: 'sv' | 'en';
  readonly colorScheme?: 'light' | 'dark';
}

/** The built page in Chromium on this clinic, as the receptionist (or the administrator). */
export async function openLists(clinic: ListsClinic, { place, roles = ['receptionist'], language = 'sv', colorScheme = 'light' }: Opened): Promise<FakePage> {
  const { userId, ...areas } = roles.includes('administrator') ? clinic.admin : clinic.reception;
  return openReal({
    areas, userId, roles, place, language, changed: clinic.changed, options: { colorScheme, now: at(MONDAY, '10:37') },
    more: { 'desk.counts': noCounts(), 'desk.today': [], 'reminders.failures': [] },
  });
}

const noCounts = () => Object.fromEntries(['withoutNote', 'unsigned', 'followUp', 'unfinished', 'toRebook', 'unlinked'].map(list => [list, { count: 0, oldest: null }]));
