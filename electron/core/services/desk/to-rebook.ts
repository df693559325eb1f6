import { addDays, dateAt } from '#shared/domain/agenda/zone.ts';
import type { RebookVisit } from '#shared/domain/desk/work-lists.ts';
import { findWork, ofColumn, withIds } from '../../repositories/desk-lists.ts';
import { findClosedSpans, findGivenUp, findInClosed, findWithGone, type Affected, type ClosedSpan } from '../../repositories/desk-rebook.ts';
import { findHolidays, holidayAbsences } from '../agenda/closures.ts';
import type { ServiceDeps } from '../service-deps.ts';

const DAY_MS = 86_400_000;
/** A visit given up longer ago than this is no longer waited for. */
const GIVEN_UP_DAYS = 180;
/** Nobody books further ahead than this in numbers that matter; holidays beyond it wait. */
const HOLIDAY_DAYS = 365;

/** Each visit that needs another time once, for the most pressing reason. */
async function affected(deps: ServiceDeps): Promise<Affected[]> {
  const { db, clock } = deps;
  const now = clock.now();
  const at = now.toISOString();
  const spans = [...(await findClosedSpans(db.reader, at)), ...(await closedHolidays(deps, now))];
  const found = [
    ...(await findWithGone(db.reader, at)),
    ...(await findInClosed(db.reader, spans, at)),
    ...(await findGivenUp(db.reader, new Date(now.getTime() - GIVEN_UP_DAYS * DAY_MS).toISOString())),
  ];
  return [...new Map(found.reverse().map(one => [one.id, one])).values()];
}

async function closedHolidays({ db, clinic }: ServiceDeps, now: Date): Promise<ClosedSpan[]> {
  const today = dateAt(now.getTime(), clinic.timeZone);
  const holidays = await findHolidays(db.reader, { from: today, to: addDays(today, HOLIDAY_DAYS) }, clinic);
  return holidayAbsences(holidays, clinic.timeZone).map(({ start, end, label }) => ({ resourceId: null, start, end, label, absence: 'holiday', madeAt: '' }));
}

/** The rows, soonest first; of one column when it is named. */
export async function visitsToRebook(deps: ServiceDeps, resourceId?: string): Promise<RebookVisit[]> {
  const reasons = new Map((await affected(deps)).map(one => [one.id, one]));
  const source = withIds([...reasons.keys()]);
  const visits = await findWork(deps.db.reader, resourceId === undefined ? source : ofColumn(source, resourceId));
  return visits.flatMap(visit => {
    const why = reasons.get(visit.id);
    return why ? [{ ...visit, reason: why.reason, label: why.label, absence: why.absence }] : [];
  });
}
