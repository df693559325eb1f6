import { addDays, toInstant, toLocal } from '#shared/domain/agenda/zone.ts';
import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import type { Language } from '#shared/contract/session.ts';
import { openFakeClinic, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, aUser, baseAnswers } from '#test/support/fake-session.ts';

const ZONE = 'Europe/Stockholm';
const at = (date: string, time: string): string => toInstant({ date, time }, ZONE);
const GIVEN = ['Åsa', 'Karl-Erik', 'Maja', 'Hodan', 'Per', 'Marie-Louise', 'Örjan'];
const FAMILIES = ['Karlsson', 'Östlund', 'Abrahamsson-Lindqvist', 'Ek', 'Ali', 'Wallin', 'Sjöberg', 'Åkesson', 'Nyström'];
const STATUSES = ['booked', 'confirmed', 'booked', 'booked', 'confirmed'] as const;
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** A day from 7:30 in quarters, thirty of them: every practitioner is busy from half past seven to three. */
const TIMES = Array.from({ length: 30 }, (_, index) => 450 + index * 15).map(minute => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);

const resourceOf = (index: number): Resource => ({ id: `practitioner-${index}`, version: 1, kind: 'practitioner', name: `${pick(GIVEN, index)} ${pick(FAMILIES, index * 4)}`, title: 'Leg. läkare', userId: `user-${index}`, policy: 'warn', capacity: 1, active: true });
const SERVICE: Service = { id: 'service', version: 1, name: 'Återbesök', durationMin: 15, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'exempt', colour: 'blue', needs: [], rules: {}, active: true, resourceIds: [] };

function visitsOf(resourceId: string, date: string): AgendaEntry[] {
  const column = Number(resourceId.split('-')[1]) + Number(date.slice(8)) * 3;
  const dayStart = Date.parse(at(date, '00:00'));
  const isLevel = new Date(Date.parse(at(addDays(date, 1), '00:00')) - dayStart).getTime() === 86_400_000;
  return TIMES.map((time, index) => {
    const start = isLevel ? new Date(dayStart + (450 + index * 15) * 60_000).toISOString() : at(date, time);
    const end = new Date(Date.parse(start) + 15 * 60_000).toISOString();
    return {
      id: `${resourceId}-${date}-${time}`, resourceId, otherResourceIds: [], version: 1, status: pick(STATUSES, index + column), start, end, blockStart: start, blockEnd: end, serviceId: 'service',
      patientId: `patient-${column}-${index}`, name: `${pick(FAMILIES, index + column * 5)}, ${pick(GIVEN, index * 3 + column)}`, isProtected: index === 9, hasWarning: index === 4, identityChecked: false, overbooked: false, arrivedAt: null,
    };
  });
}

const datesBetween = (from: string, to: string): string[] => {
  const dates: string[] = [];
  for (let date = toLocal(from, ZONE).date; at(date, '00:00') < to; date = addDays(date, 1)) dates.push(date);
  return dates;
};

type RangeInput = { readonly from: string; readonly to: string; readonly resourceIds: readonly string[] };

/** Answers of a clinic where `count` practitioners are fully booked every day of every week, thirty visits each. */
export function fullClinicAnswers(count: number): Answers {
  const working = (date: string, resourceId: string) => ({ resourceId, start: at(date, '07:30'), end: at(date, '17:00') });
  return {
    'agenda.resources': Array.from({ length: count }, (_, index) => resourceOf(index)),
    'agenda.services': [SERVICE],
    'agenda.holds': [],
    'agenda.range': ({ from, to, resourceIds }: RangeInput) => datesBetween(from, to).flatMap(date => resourceIds.flatMap(id => visitsOf(id, date))),
    'agenda.availability': ({ from, to, resourceIds }: RangeInput) => ({
      working: datesBetween(at(from, '00:00'), at(addDays(to, 1), '00:00')).flatMap(date => resourceIds.map(id => working(date, id))), absences: [], holidays: [],
    }),
  };
}

/** The built page of such a clinic, as the receptionist. Its clock stands at Monday 23 November 2026, 10:37. */
export async function openFullClinic(count: number, place: string, language: Language = 'sv'): Promise<FakePage> {
  const user = aUser(['receptionist'], { name: 'Rut Nord', title: 'Receptionist' });
  const opened = await openFakeClinic({ ...baseAnswers(anOpenSession(['receptionist'], { language, place, user })), ...fullClinicAnswers(count) }, { now: at('2026-11-23', '10:37') });
  opened.page.setDefaultTimeout(15_000);
  await opened.page.locator('[data-event]').first().waitFor({ state: 'attached' });
  return opened;
}
