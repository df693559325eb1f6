import * as z from 'zod';

import { ERROR_CODES } from '../../kernel/app-error.ts';
import { Counts, LogHead } from '../backup/backup.ts';

export const DRILL_FORMAT = 'klinikbok-drill/1';

/** Why a drill was held: by the plan, asked for by a person, before a new program changes the database, or the yearly one with the paper kit. */
export const DRILL_TRIGGERS = ['scheduled', 'request', 'beforeUpdate', 'kit'] as const;
export type DrillTrigger = (typeof DRILL_TRIGGERS)[number];

/** Whose keys opened the backup: those inside the open database, or those of the paper kit and nothing else. */
export const DRILL_KEYS = ['clinic', 'kit'] as const;

/**
 * What a drill looks at, in this order:
 * `manifest` signature, clinic, number and the anchor of this computer; `packs` every pack read, SHA-256 and key; `file` the
 * rebuilt file's SHA-256; `vault` the key vault; `pages` the HMAC of every page; `structure` quick_check; `references`
 * foreign_key_check; `counts` rows and log head against the manifest; `logChain` every row of the log, links, signed
 * points and day index; `notes`, `signatures`, `patients`, `attachments` samples, recomputed and held against the open database.
 */
export const DRILL_CHECKS = [
  'manifest', 'packs', 'file', 'vault', 'pages', 'structure', 'references', 'counts', 'logChain', 'notes', 'signatures', 'patients', 'attachments',
] as const;
export type DrillCheck = (typeof DRILL_CHECKS)[number];

/** One line of a certificate. `checked` says how many things were looked at, `wrong` how many of them were not what they should be. */
export const DrillLine = z.strictObject({
  check: z.enum(DRILL_CHECKS),
  /** `skipped`: an earlier failure made it impossible, or there is nothing to look at in this kind of drill. */
  outcome: z.enum(['ok', 'failed', 'skipped']),
  checked: z.int().min(0),
  wrong: z.int().min(0),
});
export type DrillLine = z.infer<typeof DrillLine>;

/** The backup a drill restored. */
export const DrilledGeneration = z.strictObject({
  id: z.string().max(80),
  createdAt: z.iso.datetime(),
  manifestSha256: z.string(),
  databaseBytes: z.number(),
  schemaVersion: z.int(),
  appVersion: z.string(),
  counts: Counts,
  logHead: LogHead,
});
export type DrilledGeneration = z.infer<typeof DrilledGeneration>;

/** Where the drilled backup lay. No credentials. */
export const DrilledPlace = z.strictObject({
  /** Id of the backup target, or null for a place that a person named for this drill only. */
  targetId: z.string().nullable(),
  repositoryId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(['folder', 's3']),
  /** Folder, or server and bucket. */
  where: z.string(),
});
export type DrilledPlace = z.infer<typeof DrilledPlace>;

/**
 * What a drill leaves behind, good or failed (J-20, XM-80): kept for ever, signed by the device key, as JSON and on paper.
 * Counts and digests only; nothing about a person but who asked for the drill.
 */
export const DrillCertificate = z.strictObject({
  format: z.literal(DRILL_FORMAT),
  id: z.string(),
  clinic: z.strictObject({ id: z.string(), name: z.string() }),
  program: z.string(),
  trigger: z.enum(DRILL_TRIGGERS),
  keys: z.enum(DRILL_KEYS),
  place: DrilledPlace,
  /** Null when no backup could be opened at all. */
  generation: DrilledGeneration.nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Milliseconds from the first byte read from the place to the last comparison. */
  durationMs: z.number().min(0),
  /** Bytes read from the place. */
  bytesRead: z.number().min(0),
  found: z.strictObject({ counts: Counts, logHead: LogHead }).nullable(),
  lines: z.array(DrillLine),
  outcome: z.enum(['ok', 'failed']),
  /** Why it failed, as the screen puts it into words; null for a good one. */
  errorCode: z.enum(ERROR_CODES).nullable(),
  orderedBy: z.strictObject({ name: z.string(), title: z.string() }).nullable(),
  /** True when the scratch copy was gone before this was signed. */
  scratchRemoved: z.boolean(),
});
export type DrillCertificate = z.infer<typeof DrillCertificate>;

/** Megabytes of database per second, from the first byte read to the last comparison (XM-81); null without a restored database. */
export function drillSpeed({ generation, durationMs, outcome }: Pick<DrillCertificate, 'generation' | 'durationMs' | 'outcome'>): number | null {
  return generation === null || outcome === 'failed' || durationMs === 0 ? null : generation.databaseBytes / 1e6 / (durationMs / 1000);
}

/** Progress of a running drill. `done` and `total` are bytes in `restoring`, otherwise steps. */
export const DRILL_PHASES = ['preparing', 'restoring', 'checking', 'comparing', 'done'] as const;
export const DrillProgress = z.strictObject({ phase: z.enum(DRILL_PHASES), done: z.number().min(0), total: z.number().min(0) });
export type DrillProgress = z.infer<typeof DrillProgress>;
