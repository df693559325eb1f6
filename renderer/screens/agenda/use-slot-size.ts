import { useCallback, useRef, useState } from 'react';

import { DEFAULT_SLOT_SIZE, nextSlotSize, type SlotSize } from '#shared/domain/agenda/slot-size.ts';

import { client, useQueryOf } from '#renderer/client/index.ts';

export interface SlotSizing {
  /** How many minutes a line stands for. */
  readonly slotMin: SlotSize;
  /** Denser lines (1) or wider (-1), for this person from now on. */
  readonly zoom: (direction: 1 | -1) => void;
  /** This person has other lines than the clinic. */
  readonly isOwn: boolean;
  /** As the clinic has them again. */
  readonly followClinic: () => void;
}

/** What was chosen since the page was loaded: it holds before core has answered, and on the next visit to the agenda. */
let chosen: SlotSize | null | undefined;

/** The agenda's lines: the clinic's, or this person's own where they have chosen others. */
export function useSlotSize(): SlotSizing {
  const { data } = useQueryOf('schedule', 'slotSize', {});
  const [now, setNow] = useState(chosen);
  const own = now === undefined ? (data?.own ?? null) : now;
  const clinic = data?.clinic ?? DEFAULT_SLOT_SIZE;
  const slotMin = own ?? clinic;
  const latest = useRef(slotMin);
  latest.current = slotMin;
  const keep = useCallback((size: SlotSize | null) => {
    chosen = size;
    setNow(size);
    // How it looks is worth no message: it is only for the next time.
    void client.schedule.keepSlotSize({ size }).catch(() => undefined);
  }, []);
  const zoom = useCallback((direction: 1 | -1) => keep(nextSlotSize(latest.current, direction)), [keep]);
  const followClinic = useCallback(() => keep(null), [keep]);
  return { slotMin, zoom, isOwn: own !== null && own !== clinic, followClinic };
}
