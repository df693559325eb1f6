import type { AreaHandlers } from '#shared/contract/define.ts';
import type { money } from '#shared/contract/money.ts';
import type { CallContext } from '../../api/context.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { correctHandlers } from './correct.ts';
import { invoiceVisits } from './invoice-visits.ts';
import { printHandlers } from './print.ts';
import { readingHandlers } from './reading.ts';
import { settingsHandlers } from './settings.ts';
import { settleHandlers } from './settle.ts';

/** Everything the contract of money promises (F-01…F-08, F-12). */
export function createMoneyService(deps: ServiceDeps): AreaHandlers<typeof money, CallContext> {
  return { ...readingHandlers(deps), ...settleHandlers(deps), invoiceVisits: invoiceVisits(deps), ...correctHandlers(deps), ...printHandlers(deps), ...settingsHandlers(deps) };
}
