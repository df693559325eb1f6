import { useEffect, useState } from 'react';
import { v7 } from 'uuid';

import { RENEW_HOLD_SECONDS } from '#shared/domain/agenda/hold.ts';

import { client, type OutputOf } from '#renderer/client/index.ts';

import type { SlotInput } from './booking-fields.ts';

type HeldBy = NonNullable<OutputOf<'agenda', 'hold'>['heldBy']>;

/** Waits until the choice stands still, so that typing a time does not mark every minute on the way. */
const SETTLE_MS = 250;

/** Marks the slot for others while the dialog is open, and tells who was first. A mark is a help: when it fails, booking decides. */
export function useHold(slot: SlotInput | undefined): HeldBy | undefined {
  const [id] = useState(() => v7());
  const [heldBy, setHeldBy] = useState<HeldBy>();
  const wanted = slot === undefined ? '' : JSON.stringify(slot);
  useEffect(() => {
    if (wanted === '') return undefined;
    let isOver = false;
    const mark = (): void => {
      client.agenda.hold({ id, ...(JSON.parse(wanted) as SlotInput) }).then(answer => { if (!isOver) setHeldBy(answer.heldBy ?? undefined); }).catch(() => undefined);
    };
    const first = setTimeout(mark, SETTLE_MS);
    const renewal = setInterval(mark, RENEW_HOLD_SECONDS * 1000);
    return () => {
      isOver = true;
      clearTimeout(first);
      clearInterval(renewal);
    };
  }, [id, wanted]);
  useEffect(() => () => void client.agenda.releaseHold({ id }).catch(() => undefined), [id]);
  return heldBy;
}
