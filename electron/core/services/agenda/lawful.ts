import { Temporal } from 'temporal-polyfill';

import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { isAesthetic, type Service } from '#shared/domain/agenda/service.ts';
import { earliestTreatment } from '#shared/domain/agenda/treatment-information.ts';
import { dateAt, toLocal } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findBookedPatient } from '../../repositories/appointment-patient.ts';
import { getService } from '../../repositories/service.ts';
import { findInformation, findInformedAt, insertInformation } from '../../repositories/treatment-information.ts';
import { isConsented } from '../care/consent.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { inStep, type Step } from './change.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** What the law asks before some treatments, and its documentation (J-23, G-10; lag 2021:363). */
export function lawHandlers(deps: ServiceDeps): Pick<Handlers, 'rulesFor' | 'withdrawInformation' | 'information'> {
  return {
    rulesFor: (_ctx, input) => rulesFor(deps, input),
    withdrawInformation: (ctx, input) => inStep(deps, ctx, step => withdrawInformation(step, input)),
    information: (_ctx, { patientId }) => findInformation(deps.db.reader, patientId),
  };
}

export interface PlannedVisit {
  readonly service: Service;
  readonly times: { readonly start: string };
  readonly zone: string;
}

/**
 * The patient may have this service at this time: the age counts on the day of the visit, thinking time from the
 * signing of the note in which the information stands. There is no way past. Somebody booked by name only can have
 * nothing documented. Errors: patients.notFound, agenda.ageRule, agenda.informationMissing, agenda.thinkingTime.
 */
export async function requireLawful(db: Reader, patientId: string | null, { service, times, zone }: PlannedVisit): Promise<void> {
  const days = service.rules.thinkingDays ?? 0;
  if (patientId === null) {
    if (days > 0) throw new AppError('agenda.informationMissing', { days });
    return;
  }
  const patient = await findBookedPatient(db, patientId);
  if (!patient) throw new AppError('patients.notFound');
  const { minimumAge } = service.rules;
  if (minimumAge !== undefined && ageAt(patient.birthDate, dateAt(Date.parse(times.start), zone)) < minimumAge) throw new AppError('agenda.ageRule', { age: minimumAge });
  if (days === 0) return;
  const earliest = earliestTreatment(await findInformedAt(db, patientId, service.id), days);
  if (earliest === null) throw new AppError('agenda.informationMissing', { days });
  if (times.start < earliest) throw new AppError('agenda.thinkingTime', { days, earliest: localText(earliest, zone) });
}

/**
 * Nobody is booked on an aesthetic treatment before their age is verified: that somebody has seen who they are, how and
 * when, stands on their card (J-23, G-10). A visit that is only moved was asked when it was booked.
 * Errors: patients.notFound, agenda.ageRule, agenda.informationMissing, agenda.thinkingTime, agenda.ageUnverified.
 */
export async function requireBookable(db: Reader, patientId: string | null, visit: PlannedVisit): Promise<void> {
  const { rules } = visit.service;
  if (isAesthetic(rules) && patientId !== null) {
    const patient = await findBookedPatient(db, patientId);
    const isYoung = patient !== undefined && rules.minimumAge !== undefined && ageAt(patient.birthDate, dateAt(Date.parse(visit.times.start), visit.zone)) < rules.minimumAge;
    if (patient && !patient.identityChecked && !isYoung) throw new AppError('agenda.ageUnverified', { age: rules.minimumAge ?? 18 });
  }
  await requireLawful(db, patientId, visit);
}

/** Whole years on a day; an unknown birth date counts as too young. */
const ageAt = (birthDate: string | null, day: string): number => (birthDate === null ? -1 : Temporal.PlainDate.from(birthDate).until(day, { largestUnit: 'year' }).years);

const localText = (instant: string, zone: string): string => {
  const { date, time } = toLocal(instant, zone);
  return `${date} ${time}`;
};

async function rulesFor({ db, clinic, clock }: ServiceDeps, { serviceId, patientId }: Parameters<Handlers['rulesFor']>[1]) {
  const { rules } = await getService(db.reader, serviceId);
  const patient = await findBookedPatient(db.reader, patientId);
  if (!patient) throw new AppError('patients.notFound');
  const thinkingDays = rules.thinkingDays || null;
  const earliest = thinkingDays === null ? null : earliestTreatment(await findInformedAt(db.reader, patientId, serviceId), thinkingDays);
  const minimumAge = rules.minimumAge ?? null;
  const today = dateAt(clock.now().getTime(), clinic.timeZone);
  return {
    thinkingDays, earliest, minimumAge,
    isTooYoung: minimumAge !== null && ageAt(patient.birthDate, today) < minimumAge,
    identityMissing: (rules.identityRequired === true || isAesthetic(rules)) && !patient.identityChecked,
    identityFirst: isAesthetic(rules),
    consentMissing: rules.consentRequired === true && !(await isConsented(db.reader, { patientId, serviceId })),
  };
}

async function withdrawInformation({ tx, ctx, change, deps }: Step, { id, patientId }: Parameters<Handlers['withdrawInformation']>[1]) {
  const mistaken = (await findInformation(tx, patientId)).find(one => one.id === id && !one.withdrawn);
  if (!mistaken) throw new AppError('record.notFound');
  const { serviceId, informedAt, how } = mistaken;
  await insertInformation(tx, { id: deps.newId(), patientId, serviceId, informedAt, how, recordedAt: change.at, recordedBy: ctx.userId, withdrawsId: id });
  await ctx.log(tx, { action: 'INFORMATION_GIVEN', category: 'appointment', patientId, objectType: 'information', objectId: id, reasonCode: 'withdrawn' });
  return {};
}
