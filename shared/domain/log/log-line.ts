import * as z from 'zod';

import { AUDIT_ACTIONS, AUDIT_OUTCOMES, DATA_CATEGORIES } from './audit.ts';

/** One row of the access log as a person reads it. Names are looked up now; the row itself holds ids. */
export const LogLine = z.strictObject({
  seq: z.int(),
  at: z.iso.datetime(),
  tzOffsetMin: z.int(),
  actor: z.strictObject({ id: z.string(), name: z.string(), title: z.string() }).nullable(),
  actorHsa: z.string().nullable(),
  actorRole: z.string().nullable(),
  action: z.enum(AUDIT_ACTIONS),
  outcome: z.enum(AUDIT_OUTCOMES),
  category: z.enum(DATA_CATEGORIES),
  patient: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
  objectType: z.string().nullable(),
  objectId: z.string().nullable(),
  objectVersion: z.int().nullable(),
  origin: z.string(),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
  count: z.int().nullable(),
  workstation: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** What is wrong at the first bad row. */
export const CHAIN_FAULTS = ['edited', 'removed', 'linkBroken', 'truncated', 'rewritten', 'checkpointForged', 'indexWrong'] as const;
export type ChainFault = (typeof CHAIN_FAULTS)[number];

/** The outcome of checking the whole chain. */
export const ChainReport = z.strictObject({
  ok: z.boolean(),
  rows: z.int(),
  head: z.strictObject({ seq: z.int(), hash: z.string() }),
  /** The first row that is not what was written; for `rewritten` the first signed point that no longer fits. */
  firstBad: z.strictObject({ seq: z.int(), fault: z.enum(CHAIN_FAULTS) }).nullable(),
  checkpoints: z.int(),
  /** Newest signed point that still fits; rows after it are protected by the chain alone (product.md decision 7). */
  lastCheckpoint: z.strictObject({ seq: z.int(), at: z.iso.datetime() }).nullable(),
  exposedRows: z.int(),
  durationMs: z.number(),
});
export type ChainReport = z.infer<typeof ChainReport>;
