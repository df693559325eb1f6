import { dateAt } from '#shared/domain/agenda/zone.ts';
import { DEFAULT_MONEY_SETTINGS, MoneySettings } from '#shared/domain/money/settings.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import type { Change } from '../../repositories/appointment.ts';
import { findSetting } from '../../repositories/setting.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** One change by one caller: who, when, inside which transaction. `today` is the clinic's calendar date. */
export interface Step {
  readonly deps: ServiceDeps;
  readonly ctx: CallContext;
  readonly tx: Writer;
  readonly change: Change;
  readonly today: string;
}

/** The clinic's calendar date now. */
export const todayOf = ({ clock, clinic }: ServiceDeps): string => dateAt(clock.now().getTime(), clinic.timeZone);

/** Runs `work` in one transaction with its time and author, and tells the screens after commit. */
export async function inStep<T>(deps: ServiceDeps, ctx: CallContext, work: (step: Step) => Promise<T>): Promise<T> {
  const result = await deps.db.write(tx => work({ deps, ctx, tx, change: { by: ctx.userId, at: deps.clock.now().toISOString() }, today: todayOf(deps) }));
  deps.changed('money');
  return result;
}

/** What the clinic decided about money, or what holds until it has. */
export const readSettings = async (db: Reader): Promise<MoneySettings> => (await findSetting(db, 'money_settings', MoneySettings)) ?? DEFAULT_MONEY_SETTINGS;
