import * as z from 'zod';

/** What the list shows; part of the route, so that a notice can open one free time and it is there again after a lock. */
export const WaitingSearch = z.object({
  /** A free time, as `slotKey` names it; `first`: the soonest. Absent: everybody. */
  slot: z.string().max(200).optional().catch(undefined),
});

/** Names a free time in the route: ids and instants, nothing about a person. */
export const slotKey = (slot: { readonly resourceId: string; readonly start: string; readonly groupId: string | null }): string => `${slot.groupId ?? slot.resourceId}|${slot.start}`;
