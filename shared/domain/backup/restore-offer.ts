import * as z from 'zod';

import { Counts } from './backup.ts';

/** Why a backup is not simply taken: newer ones should be here (`rolledBack`), two computers went on side by side (`forked`), a newer whole one is passed by (`older`), or what was destroyed after it cannot be told (`ordersUnread`, J-09). */
export const CONFIRM_REASONS = ['rolledBack', 'forked', 'older', 'ordersUnread'] as const;
export const ConfirmReasonSchema = z.enum(CONFIRM_REASONS);
export type ConfirmReason = (typeof CONFIRM_REASONS)[number];

/** Who took the decision together (security.md §3.6), and whether the second of them had a key of their own. */
export const RestoreConfirmation = z.strictObject({
  reason: ConfirmReasonSchema,
  persons: z.tuple([z.string().min(1).max(50), z.string().min(1).max(50)]),
  secondKey: z.enum(['kit', 'card', 'none']),
});
export type RestoreConfirmation = z.infer<typeof RestoreConfirmation>;

/** The newest backup of one computer; `firstAt` is when its series began. */
export const RestoreHead = z.strictObject({
  machineId: z.string(), generationId: z.string(), seq: z.int(), createdAt: z.iso.datetime(), firstAt: z.iso.datetime(), generations: z.int(), counts: Counts,
});
export type RestoreHead = z.infer<typeof RestoreHead>;

/** A backup that should be here, from what this computer remembers, a printed receipt or another place. */
export const RestoreExpectation = z.strictObject({
  by: z.enum(['computer', 'receipt', 'otherPlace']),
  seq: z.int(),
  createdAt: z.iso.datetime().nullable(),
  /** `here`: it is. `gone`: nothing as new is. `replaced`: its number is here and its content is another. */
  verdict: z.enum(['here', 'gone', 'replaced']),
});
export type RestoreExpectation = z.infer<typeof RestoreExpectation>;
