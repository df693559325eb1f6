import { useCallback, useState } from 'react';

import { nextSlotSize, type SlotSize } from '#renderer/ui/index.ts';

// For as long as the page lives: somebody who wants fine lines wants them tomorrow's visit too, not for ever.
let last: SlotSize = 15;

/** How many minutes a line stands for, and how to make the lines denser (1) or wider (-1). */
export function useSlotSize(): readonly [SlotSize, (direction: 1 | -1) => void] {
  const [slotMin, setSlotMin] = useState<SlotSize>(last);
  const zoom = useCallback((direction: 1 | -1) => {
    last = nextSlotSize(last, direction);
    setSlotMin(last);
  }, []);
  return [slotMin, zoom];
}
