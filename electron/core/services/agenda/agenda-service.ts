import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { CallContext } from '../../api/context.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { bookingHandlers } from './booking.ts';
import { deskHelpHandlers } from './desk-help.ts';
import { holdHandlers } from './holds.ts';
import { lawHandlers } from './lawful.ts';
import { readingHandlers } from './reading.ts';
import { statusHandlers } from './status-steps.ts';

/** Everything the agenda's contract promises (C-01…C-08). */
export function createAgendaService(deps: ServiceDeps): AreaHandlers<typeof agenda, CallContext> {
  return { ...readingHandlers(deps), ...bookingHandlers(deps), ...statusHandlers(deps), ...holdHandlers(deps), ...lawHandlers(deps), ...deskHelpHandlers(deps) };
}
