import type { SlotSize } from '#shared/domain/agenda/slot-size.ts';

/** Height of a line in px: low enough for a day on an office screen, high enough for a name at every size. */
const HEIGHT: Readonly<Record<SlotSize, number>> = { 5: 17, 10: 17, 15: 18, 20: 20, 30: 28 };

export const pxPerMinuteOf = (slot: SlotSize): number => HEIGHT[slot] / slot;
