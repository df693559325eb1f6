import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { ClinicHoliday } from '#shared/domain/schedule/holidays.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findResources } from '../../repositories/resource.ts';
import { putSetting } from '../../repositories/setting.ts';
import { inStep, type Step } from '../agenda/change.ts';
import { findHolidays, holidaySettings } from '../agenda/closures.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { affectedOn, farAhead } from './affected.ts';
import { logSetting } from './settings.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;

/** The country's holidays are data; what the clinic does on them is its own decision. */
export function holidayHandlers(deps: ServiceDeps): Pick<Handlers, 'holidays' | 'saveHolidays'> {
  return {
    holidays: async (_ctx, { year }) => ({
      settings: await holidaySettings(deps.db.reader),
      days: await findHolidays(deps.db.reader, { from: `${year}-01-01`, to: `${year}-12-31` }, deps.clinic),
      country: deps.clinic.country,
    }),
    saveHolidays: (ctx, input) => inStep(deps, ctx, step => saveHolidays(step, input)),
  };
}

async function saveHolidays(step: Step, settings: Parameters<Handlers['saveHolidays']>[1]) {
  const { tx, change, deps } = step;
  const old = await holidaySettings(tx);
  if (old.version !== settings.version) throw new AppError('record.changedMeanwhile');
  const today = dateAt(Date.parse(change.at), deps.clinic.timeZone);
  // Days gone by are history and need no exception any more.
  const exceptions = settings.exceptions.filter(day => day.date >= today);
  const version = old.version + 1;
  const resources = (await findResources(tx)).filter(resource => resource.active);
  const ahead = { from: today, to: farAhead(today) };
  const closedBefore = new Set(closedDates(await findHolidays(tx, ahead, deps.clinic)));
  await putSetting(tx, 'schedule_holidays', { value: { ...settings, exceptions, version }, at: change.at });
  await logSetting(step, { type: 'holidays', id: 'schedule_holidays', version });
  const closing = closedDates(await findHolidays(tx, ahead, deps.clinic)).filter(date => !closedBefore.has(date));
  return { version, affected: await affectedOn(step, resources, closing) };
}

const closedDates = (days: readonly ClinicHoliday[]): string[] => days.filter(day => day.closed).map(day => day.date);
