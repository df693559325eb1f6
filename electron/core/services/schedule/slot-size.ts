import * as z from 'zod';

import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { DEFAULT_SLOT_SIZE, SlotSize } from '#shared/domain/agenda/slot-size.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import { inStep } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { logSetting } from './settings.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;

const Clinics = z.strictObject({ size: SlotSize, version: z.int() });
const KEY = 'schedule_slot_size';
const keyOf = (userId: string | null): `schedule_${string}` => `${KEY}:${userId ?? ''}`;

const ofClinic = async (db: Reader): Promise<z.infer<typeof Clinics>> => (await findSetting(db, KEY, Clinics)) ?? { size: DEFAULT_SLOT_SIZE, version: 0 };

/** How fine the agenda's lines are: the clinic says, and each person may have them otherwise. */
export function slotSizeHandlers(deps: ServiceDeps): Pick<Handlers, 'slotSize' | 'saveSlotSize' | 'keepSlotSize'> {
  return {
    slotSize: async ctx => {
      const { size, version } = await ofClinic(deps.db.reader);
      return { clinic: size, own: (await findSetting(deps.db.reader, keyOf(ctx.userId), SlotSize.nullable())) ?? null, version };
    },
    saveSlotSize: (ctx, { size, version }) => inStep(deps, ctx, async step => {
      if ((await ofClinic(step.tx)).version !== version) throw new AppError('record.changedMeanwhile');
      await putSetting(step.tx, KEY, { value: { size, version: version + 1 }, at: step.change.at });
      await logSetting(step, { type: 'slotSize', id: KEY, version: version + 1 });
      return { version: version + 1 };
    }, ['schedule.slotSize']),
    keepSlotSize: async (ctx, { size }) => {
      await deps.db.write(tx => putSetting(tx, keyOf(ctx.userId), { value: size, at: deps.clock.now().toISOString() }));
      return {};
    },
  };
}
