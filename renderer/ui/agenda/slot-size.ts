/** How many minutes a line of the agenda stands for, from the finest. */
export const SLOT_SIZES = [5, 10, 15, 20, 30] as const;
export type SlotSize = (typeof SLOT_SIZES)[number];

/** Height of a line in px: low enough for a day on an office screen, high enough for a name at every size. */
const HEIGHT: Readonly<Record<SlotSize, number>> = { 5: 17, 10: 17, 15: 18, 20: 20, 30: 28 };

export const pxPerMinuteOf = (slot: SlotSize): number => HEIGHT[slot] / slot;

/** The next size; the last one stays. 1: denser, more of the day in view; -1: wider. */
export function nextSlotSize(slot: SlotSize, direction: 1 | -1): SlotSize {
  return SLOT_SIZES[Math.max(0, Math.min(SLOT_SIZES.length - 1, SLOT_SIZES.indexOf(slot) + direction))] ?? slot;
}
