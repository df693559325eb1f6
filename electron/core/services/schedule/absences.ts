import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { addDays, dateAt, startOfDay, toInstant, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import { fromRRule, occurrenceDates, toRRule } from '#shared/domain/schedule/recurrence.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findResources } from '../../repositories/resource.ts';
import { deleteAbsences, insertAbsence, insertAbsenceSeries, listAbsences } from '../../repositories/schedule.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { withAffected } from './affected.ts';
import { requireResource } from './hours.ts';
import { logSetting } from './settings.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type Input = Parameters<Handlers['saveAbsence']>[1];

/** Longest repetition of an absence: five weekdays for two years. */
const MAX_ABSENCES = 520;

/** Who is away, and when the clinic is closed. */
export function absenceHandlers(deps: ServiceDeps): Pick<Handlers, 'absences' | 'saveAbsence' | 'removeAbsence'> {
  return {
    absences: (_ctx, input) => absences(deps, input),
    saveAbsence: (ctx, input) => inStep(deps, ctx, step => saveAbsence(step, input)),
    removeAbsence: (ctx, input) => inStep(deps, ctx, step => removeAbsence(step, input)),
  };
}

async function absences({ db, clinic }: ServiceDeps, { from, to }: Parameters<Handlers['absences']>[1]) {
  const rows = await listAbsences(db.reader, { from: startOfDay(from, clinic.timeZone), to: startOfDay(addDays(to, 1), clinic.timeZone) });
  return rows.map(({ rrule, ...absence }) => ({ ...absence, repeats: rrule === null ? null : fromRRule(rrule) }));
}

async function saveAbsence(step: Step, input: Input) {
  const { deps, tx, change } = step;
  const resources: readonly Resource[] = input.resourceId === null ? (await findResources(tx)).filter(one => one.active) : [await requireResource(step, input.resourceId)];
  const spans = spansOf(input, deps.clinic.timeZone);
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last) throw new AppError('schedule.nothingRepeats');
  const days = { from: dateAt(Date.parse(first.start), deps.clinic.timeZone), to: dateAt(Date.parse(last.end), deps.clinic.timeZone) };
  const { result, affected } = await withAffected(step, { resources, ...days }, async () => {
    const seriesId = input.repeats === null ? null : deps.newId();
    if (seriesId !== null && input.repeats !== null) await insertAbsenceSeries(tx, { id: seriesId, rrule: toRRule(input.repeats, input.from.date) }, change);
    const rows = spans.map(span => ({ ...span, id: deps.newId(), resourceId: input.resourceId, kind: input.kind, label: input.label, seriesId }));
    for (const row of rows) await insertAbsence(tx, row, change);
    const id = rows[0]?.id ?? '';
    await logSetting(step, { type: 'absence', id, version: 1 });
    return id;
  });
  return { id: result, version: 1, count: spans.length, affected };
}

/** Each time on the wall clock, so that a meeting at twelve stays at twelve when the clocks change (C-05). */
function spansOf({ from, to, repeats }: Input, timeZone: string): { readonly start: string; readonly end: string }[] {
  const at = (moment: LocalMoment, days: number): string => toInstant({ ...moment, date: addDays(moment.date, days) }, timeZone);
  if (repeats === null) return [{ start: at(from, 0), end: at(to, 0) }];
  const daysTo = (date: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${from.date}T00:00:00Z`)) / 86_400_000);
  return occurrenceDates(repeats, from.date, MAX_ABSENCES).map(date => ({ start: at(from, daysTo(date)), end: at(to, daysTo(date)) }));
}

async function removeAbsence(step: Step, { id, following }: Parameters<Handlers['removeAbsence']>[1]) {
  const count = await deleteAbsences(step.tx, id, following);
  if (count === 0) throw new AppError('record.notFound');
  await logSetting(step, { type: 'absence', id, version: 2 });
  return { count };
}
