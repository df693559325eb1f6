import * as z from 'zod';

import { ERROR_CODES } from '../kernel/app-error.ts';

/** What crosses a process border: plain data only, so every transport can carry it. */
export const WireRequest = z.strictObject({ path: z.string().max(80), input: z.unknown() });
export type WireRequest = z.infer<typeof WireRequest>;

export const WireError = z.strictObject({
  code: z.enum(ERROR_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  traceId: z.string(),
});
export type WireError = z.infer<typeof WireError>;

export type WireResponse = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

export type Send = (request: WireRequest) => Promise<WireResponse>;

/** Why the screen was locked; the sign-in screen says it in words. */
export const LOCK_REASONS = ['manual', 'cardRemoved', 'idle', 'systemLock', 'suspend', 'cardHostLost', 'coreLost', 'closed', 'sessionLimit'] as const;
export type LockReason = (typeof LOCK_REASONS)[number];

/** What one reader shows before sign-in: no name, no certificate content. */
export const CardPresence = z.strictObject({
  state: z.enum(['moduleMissing', 'moduleFailed', 'noReader', 'noCard', 'present']),
  /** Changes whenever a card comes or goes. */
  generation: z.int(),
  minPin: z.int(),
  maxPin: z.int(),
  pin: z.enum(['ok', 'low', 'final', 'locked']),
});
export type CardPresence = z.infer<typeof CardPresence>;

/**
 * Everything the machine side tells the screen without being asked (window.clinic.onEvent).
 * `changed` names contract areas, or single queries as `agenda.holds`, whose cached answers are stale; `flush` asks every editor to save its draft now,
 * because the core process is about to be ended; `locked` follows once it has ended.
 */
export type ClinicEvent =
  | { readonly type: 'changed'; readonly areas: readonly string[] }
  | { readonly type: 'card'; readonly presence: CardPresence }
  | { readonly type: 'flush'; readonly reason: LockReason }
  | { readonly type: 'locked'; readonly reason: LockReason }
  | { readonly type: 'progress'; readonly job: string; readonly phase: string; readonly done: number; readonly total: number };

/** The whole bridge a page sees as `window.clinic`; the same in both shells. */
export interface ClinicBridge {
  invoke(request: WireRequest): Promise<WireResponse>;
  onEvent(listener: (event: ClinicEvent) => void): () => void;
}
