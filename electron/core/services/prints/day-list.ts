import type * as z from 'zod';

import type { prints } from '#shared/contract/prints.ts';
import { addDays, startOfDay, toLocal } from '#shared/domain/agenda/zone.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { renderDayList, type PrintedColumn, type PrintedDay, type PrintedVisit } from '../../pdf/day-list.ts';
import { printText, type PrintLanguage } from '../../pdf/print-text.ts';
import { findListedVisits, type ListedVisit } from '../../repositories/print-day.ts';
import { findResources } from '../../repositories/resource.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Input = z.output<(typeof prints)['dayList']['input']>;

/** One day's list. Its log row, with the number of visits, is durable before the PDF leaves core. */
export async function dayList(deps: ServiceDeps, ctx: CallContext, input: Input) {
  const { db, clinic, clock } = deps;
  const reference = deps.newId();
  const asked = await practitionersOf(db.reader, input.resourceIds);
  const [day = { date: input.date, columns: [] }] = await printedDays(deps, { from: input.date, days: 1, practitioners: asked, language: input.language });
  const { pdf, pages } = await renderDayList({
    day, layout: input.layout, withPhone: input.withPhone, language: input.language, timeZone: clinic.timeZone, clinic: clinic.name, printedBy: ctx.userName,
    printedAt: clock.now().toISOString(), reference,
  });
  const visits = countOf([day]);
  await db.write(tx => ctx.log(tx, { action: 'PRINT', category: 'appointment', objectType: 'dayList', objectId: reference, count: visits, reasonCode: 'dayList', reasonText: input.date }));
  return { pdf: Buffer.from(pdf).toString('base64'), pages, reference, visits };
}

/** The practitioners with these ids, or every one there is or was when none is named: somebody who left may still have visits. */
export async function practitionersOf(db: Reader, ids: readonly string[]): Promise<Resource[]> {
  const all = (await findResources(db)).filter(resource => resource.kind === 'practitioner');
  return ids.length === 0 ? all : all.filter(resource => ids.includes(resource.id));
}

/** How many visits stand on the printed days: the number the log keeps. */
export const countOf = (days: readonly PrintedDay[]): number => days.reduce((sum, day) => sum + day.columns.reduce((n, column) => n + column.visits.length, 0), 0);

interface Period {
  /** The first calendar day and how many there are. */
  readonly from: string;
  readonly days: number;
  readonly practitioners: readonly Resource[];
  readonly language: PrintLanguage;
}

/** Every day of the period with every practitioner, in the words of the paper; who has no visits is there with none. */
export async function printedDays({ db, clinic }: ServiceDeps, { from, days, practitioners, language }: Period): Promise<PrintedDay[]> {
  const range = { resourceIds: practitioners.map(one => one.id), from: startOfDay(from, clinic.timeZone), to: startOfDay(addDays(from, days), clinic.timeZone) };
  const visits = await findListedVisits(db.reader, range);
  const toPrinted = wordsOf(language, clinic.country);
  const byPlace = new Map<string, PrintedVisit[]>();
  for (const visit of visits) {
    const key = `${toLocal(visit.start, clinic.timeZone).date}|${visit.resourceId}`;
    const list = byPlace.get(key);
    if (list) list.push(toPrinted(visit));
    else byPlace.set(key, [toPrinted(visit)]);
  }
  return Array.from({ length: days }, (_, index) => addDays(from, index)).map(date => ({
    date, columns: practitioners.map((one): PrintedColumn => ({ practitioner: one.name, visits: byPlace.get(`${date}|${one.id}`) ?? [] })),
  }));
}

function wordsOf(language: PrintLanguage, country: ServiceDeps['clinic']['country']): (visit: ListedVisit) => PrintedVisit {
  const t = printText(language);
  const who = (visit: ListedVisit): string => {
    if (visit.isGroup) return t('groupOf', { name: visit.name });
    if (visit.isProtected) return t('protectedId', { id: shortId(visit.patientId ?? visit.id) });
    return visit.patientId === null ? t('notRegistered', { name: visit.name }) : visit.name;
  };
  return visit => ({
    start: visit.start, end: visit.end, who: who(visit), warnings: visit.warnings, born: visit.birthDate ?? '', service: visit.service, rooms: visit.rooms.join(', '),
    phone: visit.phone === null ? '' : shownPhone(visit.phone, country),
  });
}

/** What is stored has its country code; what somebody typed at booking stays as typed. */
const shownPhone = (phone: string, country: ServiceDeps['clinic']['country']): string => (phone.startsWith('+') ? displayPhone(phone, country) : phone);

/** The end of the register's id: enough to find the visit again, useless to anybody else. */
const shortId = (id: string): string => id.replaceAll('-', '').slice(-8).replace(/(.{4})/, '$1-');
