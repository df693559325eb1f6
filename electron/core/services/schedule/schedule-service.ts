import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { CallContext } from '../../api/context.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { absenceHandlers } from './absences.ts';
import { holidayHandlers } from './holidays.ts';
import { hoursHandlers } from './hours.ts';
import { seriesHandlers } from './series.ts';
import { seriesChangeHandlers } from './series-change.ts';
import { settingsHandlers } from './settings.ts';
import { slotSizeHandlers } from './slot-size.ts';

/** Everything the schedule's contract promises (C-04, C-05). */
export function createScheduleService(deps: ServiceDeps): AreaHandlers<typeof schedule, CallContext> {
  return { ...hoursHandlers(deps), ...settingsHandlers(deps), ...slotSizeHandlers(deps), ...absenceHandlers(deps), ...holidayHandlers(deps), ...seriesHandlers(deps), ...seriesChangeHandlers(deps) };
}
