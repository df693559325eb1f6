import * as z from 'zod';

/** How long a slot stays marked for somebody who is booking it; renewed while their dialog is open. */
export const HOLD_SECONDS = 180;
export const RENEW_HOLD_SECONDS = 60;

/** A stretch of a column that somebody is booking right now. Says nothing about for whom. */
export const SlotHold = z.strictObject({
  id: z.string(),
  resourceId: z.string(),
  /** ISO UTC, buffers included. */
  start: z.string(),
  end: z.string(),
  /** Who is booking. */
  byName: z.string(),
  /** The caller's own. */
  isOwn: z.boolean(),
});
export type SlotHold = z.infer<typeof SlotHold>;
