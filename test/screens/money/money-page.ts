import { v7 } from 'uuid';

import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { withDependents } from '#electron/core/services/desk/depends.ts';
import { createDeskService } from '#electron/core/services/desk/desk-service.ts';
import { createMoneyService } from '#electron/core/services/money/money-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { desk } from '#shared/contract/desk.ts';
import { money } from '#shared/contract/money.ts';
import { patients } from '#shared/contract/patients.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { COMPANY, line, SETTINGS } from '#test/contract/money/money-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { startTestClinic } from '#test/support/harness.ts';

import { openReal, type RealPage } from '../support/real-answers.ts';

export const MONDAY = '2026-11-23';
export const at = (time: string, date = MONDAY): string => toInstant({ date, time }, 'Europe/Stockholm');
const NOW = at('10:37');
const PEOPLE = [['Karlsson', 'Åsa'], ['Östlund', 'Karl-Erik'], ['Björk', 'Maja'], ['Abrahamsson-Lindqvist', 'Marie-Louise'], ['Wallin', 'Gun']] as const;

/** A Monday morning: two are here, two were there last week for an employer, one did not come, one has paid. */
export async function startMoneyScreenClinic() {
  const clinic = await startTestClinic({ agenda, desk, money, patients, schedule }, raw => {
    const deps = { ...raw, changed: (...areas: string[]) => raw.changed(...withDependents(areas)) };
    return { agenda: createAgendaService(deps), desk: createDeskService(deps), money: createMoneyService(deps), patients: createPatientsService(deps), schedule: createScheduleService(deps) };
  });
  clinic.clock.set(at('08:00', '2026-11-19'));
  const [reception, admin, anna] = [await clinic.as('receptionist'), await clinic.as('administrator'), await clinic.as('practitioner')];
  await clinic.db.write(tx => tx('user_account').where({ id: anna.userId }).update({ name: 'Anna Holm', title: 'Leg. läkare' }));
  const now = clinic.clock.now().toISOString();
  const seeded = await clinic.db.write(async tx => {
    await tx('clinic').insert({ id: clinic.deps.clinic.id, name: clinic.deps.clinic.name, organisation_number: '5560360793', hsa_id: '', country: 'SE', time_zone: 'Europe/Stockholm', is_demo: 1, created_at: now });
    return seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna Holm' }], newId: v7, at: now, by: null, language: 'sv' });
  });
  await admin.money.saveSettings({ settings: SETTINGS });
  const payerId = (await reception.money.savePayer({ id: null, version: 0, draft: COMPANY })).id;
  const patientIds: string[] = [];
  for (const [index, [familyName, givenName]] of PEOPLE.entries())
    patientIds.push((await reception.patients.register({ id: v7(), draft: { givenName, familyName, birthDate: `19${50 + index * 4}-03-1${index}`, sex: 'U', number: null, protection: index === 4 ? 'protected' : 'none' } })).id);
  const book = async (start: string, who: number, service = 1): Promise<string> =>
    (await reception.agenda.book({ serviceId: seeded.serviceIds[service] ?? '', resourceIds: [seeded.practitionerIds[0] ?? ''], start: { instant: start }, outsideHours: true, patientId: patientIds[who] ?? '' })).id;
  const walk = async (id: string, ...statuses: ('arrived' | 'inTreatment' | 'done' | 'noShow')[]): Promise<void> => {
    for (const [index, status] of statuses.entries()) await reception.agenda.setStatus({ id, version: index + 1, status });
  };
  const forCompany = async (start: string, who: number): Promise<string> => {
    const id = await book(start, who);
    await walk(id, 'arrived', 'inTreatment', 'done');
    const { version } = await reception.money.visit({ appointmentId: id, patientId: patientIds[who] ?? null });
    await reception.money.saveCharges({ appointmentId: id, version, lines: [line({ payerId, unitMinor: 85_000 })] });
    return id;
  };
  const lastWeek = [await forCompany(at('09:00', '2026-11-19'), 1), await forCompany(at('10:00', '2026-11-19'), 2)];
  clinic.clock.set(at('07:30'));
  const ids = { done: await book(at('08:00'), 0), noShow: await book(at('09:00'), 1), arrived: await book(at('10:00'), 3), later: await book(at('11:00'), 2), protectedOne: await book(at('13:00'), 4) };
  await walk(ids.done, 'arrived', 'inTreatment', 'done');
  await walk(ids.noShow, 'noShow');
  clinic.clock.set(at('09:55'));
  await walk(ids.arrived, 'arrived');
  clinic.clock.set(NOW);
  return { ...clinic, reception, admin, anna, patientIds, payerId, lastWeek, ids, book, walk };
}
export type MoneyScreenClinic = Awaited<ReturnType<typeof startMoneyScreenClinic>>;

type Person = Pick<MoneyScreenClinic['reception'], 'agenda' | 'desk' | 'money' | 'patients' | 'schedule' | 'userId'>;

/** The built page as one of the clinic's people, its clock at 10:37. */
export async function openMoney(clinic: MoneyScreenClinic, person: Person, options: { readonly roles: readonly Role[] } & Partial<Pick<RealPage, 'place' | 'language' | 'options'>>): Promise<FakePage> {
  const { agenda: visits, desk: queue, money: cash, patients: register, schedule: hours } = person;
  const opened = await openReal({
    areas: { agenda: visits, desk: queue, money: cash, patients: register, schedule: hours }, userId: person.userId, place: '/money', changed: clinic.changed, ...options, options: { now: NOW, ...options.options },
  });
  opened.page.setDefaultTimeout(12_000);
  return opened;
}
