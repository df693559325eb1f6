import * as z from 'zod';

/** How many minutes a line of the agenda stands for, from the finest. */
export const SLOT_SIZES = [5, 10, 15, 20, 30] as const;
export const SlotSize = z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(20), z.literal(30)]);
export type SlotSize = z.infer<typeof SlotSize>;

/** What a clinic has until somebody decides. */
export const DEFAULT_SLOT_SIZE: SlotSize = 15;

/** The next size; the last one stays. 1: denser, more of the day in view; -1: wider. */
export function nextSlotSize(slot: SlotSize, direction: 1 | -1): SlotSize {
  return SLOT_SIZES[Math.max(0, Math.min(SLOT_SIZES.length - 1, SLOT_SIZES.indexOf(slot) + direction))] ?? slot;
}
