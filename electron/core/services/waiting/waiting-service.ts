import type { AreaHandlers } from '#shared/contract/define.ts';
import type { waiting } from '#shared/contract/waiting.ts';
import type { CallContext } from '../../api/context.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { offerHandlers } from './offers.ts';
import { readingHandlers } from './reading.ts';
import { wishHandlers } from './wishes.ts';

/** Everything the waiting list's contract promises (C-09). */
export function createWaitingService(deps: ServiceDeps): AreaHandlers<typeof waiting, CallContext> {
  return { ...readingHandlers(deps), ...wishHandlers(deps), ...offerHandlers(deps) };
}
