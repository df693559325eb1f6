import * as z from 'zod';

import { ERROR_CODES } from '../../kernel/app-error.ts';
import { RestoreLoss } from './loss.ts';

/** What was counted inside the database at the moment of the backup; compared again after every restore. */
export const Counts = z.strictObject({
  patients: z.int().min(0),
  notes: z.int().min(0),
  versions: z.int().min(0),
  log: z.int().min(0),
});
export type Counts = z.infer<typeof Counts>;

/** The newest row of the access log: its number and its hash. `seq` 0 and an empty hash mean an empty log. */
export const LogHead = z.strictObject({ seq: z.int().min(0), hash: z.string().max(128) });
export type LogHead = z.infer<typeof LogHead>;

/** One line of progress. `done` and `total` are bytes in `copying`, `verifying` and `restoring`, otherwise steps. */
export const BACKUP_PHASES = ['preparing', 'copying', 'finishing', 'verifying', 'checking', 'done'] as const;
export const RESTORE_PHASES = ['preparing', 'restoring', 'checking', 'comparing', 'done'] as const;
export const JobProgress = z.strictObject({
  job: z.enum(['backup', 'restore']),
  phase: z.enum([...BACKUP_PHASES, 'restoring', 'comparing']),
  done: z.number().min(0),
  total: z.number().min(0),
});
export type JobProgress = z.infer<typeof JobProgress>;

/** How a place answered when the program looked at it. */
export const PLACE_STATES = ['empty', 'occupied', 'ours', 'foreign', 'damaged', 'failing', 'missing', 'readOnly', 'insideData'] as const;
export const PlaceReport = z.strictObject({
  /** The folder as given. */
  path: z.string(),
  /** Where the backups lie or would lie: the folder itself, or a `Klinikbok-backup` folder inside one that holds other files. */
  repositoryPath: z.string(),
  state: z.enum(PLACE_STATES),
  /** Bytes this account may still write there; null when the place could not be asked. */
  freeBytes: z.number().nullable(),
  /** Backups found there that belong to this clinic. */
  generations: z.int(),
});
export type PlaceReport = z.infer<typeof PlaceReport>;

/** One backup that can be restored. Sizes in bytes. */
export const Generation = z.strictObject({
  /** Names the backup among all computers that write to the place: `<machine>/<seq>`. */
  id: z.string().max(80),
  machineId: z.string(),
  seq: z.int().min(1),
  createdAt: z.iso.datetime(),
  databaseBytes: z.number(),
  /** Bytes this backup added to the place. */
  uploadedBytes: z.number(),
  counts: Counts,
  logHead: LogHead,
  appVersion: z.string(),
  schemaVersion: z.int(),
});
export type Generation = z.infer<typeof Generation>;

/** `full`: the whole database was restored from the place and opened. `light`: everything this run wrote, and a sample, was read back. */
export const PROOF_KINDS = ['full', 'light'] as const;

/** What a verified run leaves behind (J-20): restorable, how long it took, when. */
export const Certificate = z.strictObject({
  id: z.string(),
  generationId: z.string(),
  kind: z.enum(PROOF_KINDS),
  outcome: z.enum(['ok', 'failed']),
  verifiedAt: z.iso.datetime(),
  /** Milliseconds from the first byte read from the place to the last comparison. */
  durationMs: z.number(),
  bytesRead: z.number(),
  pagesChecked: z.int(),
  counts: Counts,
  logHead: LogHead,
  /** SHA-256 of the manifest, the value that is also anchored on this computer. */
  manifestSha256: z.string(),
});
export type Certificate = z.infer<typeof Certificate>;

/** When backups run by themselves. Times are the clinic's local time, `HH:MM`. */
export const BackupSchedule = z.strictObject({
  nightly: z.boolean(),
  nightlyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** Also when the last person locks the program after this time of day; null switches it off. */
  dayEndAfter: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable(),
});
export type BackupSchedule = z.infer<typeof BackupSchedule>;
export const DEFAULT_SCHEDULE: BackupSchedule = { nightly: true, nightlyAt: '02:00', dayEndAfter: '16:00' };

/** How the latest attempt went; `errorCode` is what the screen puts into words. */
export const BackupAttempt = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  trigger: z.enum(['manual', 'nightly', 'dayEnd', 'catchUp', 'setup']),
  outcome: z.enum(['running', 'ok', 'failed']),
  errorCode: z.enum(ERROR_CODES).nullable(),
});
export type BackupAttempt = z.infer<typeof BackupAttempt>;

export const FRESHNESS = ['none', 'fresh', 'late', 'alarm'] as const;
export type Freshness = (typeof FRESHNESS)[number];

const HOUR_MS = 3_600_000;

/** How worried to be: `late` after 26 hours (one missed night), `alarm` after 48 (design/backup.md, retention). */
export function freshnessOf(lastGoodAt: string | null, now: Date): Freshness {
  if (lastGoodAt === null) return 'none';
  const age = now.getTime() - Date.parse(lastGoodAt);
  if (age > 48 * HOUR_MS) return 'alarm';
  return age > 26 * HOUR_MS ? 'late' : 'fresh';
}

/** Both databases side by side, as counted in the backup and in the restored file. */
export const RestoreComparison = z.strictObject({
  expected: z.strictObject({ counts: Counts, logHead: LogHead, fileSha256: z.string() }),
  found: z.strictObject({ counts: Counts, logHead: LogHead, fileSha256: z.string() }).nullable(),
  /** Page numbers (from 1) that could not be restored because their pack is missing; at most the first 1,000. */
  missingPages: z.array(z.int()),
  missingPageCount: z.int(),
  /** Packs the place's disk could not give back just now: not known to be lost, another try or another reader may get them. Their pages are among the missing or the borrowed. */
  unreadablePacks: z.int(),
  /** Pages taken from another backup because this one's pack is gone: as they stood at another time. */
  borrowedPageCount: z.int(),
  /** What the missing pages held, as far as it can be named. */
  losses: z.array(RestoreLoss),
  /** Missing pages that held nothing, and those whose content cannot be named. */
  freePages: z.int(),
  unnamedPages: z.int(),
  /** Pages SQLCipher found damaged, and lines of SQLite's quick_check; both empty when the file is sound. */
  damagedPages: z.int(),
  structureProblems: z.int(),
  /** The backup's copy of the vault is lost: no card opens this database before it is enrolled anew with the recovery kit. */
  vaultMissing: z.boolean(),
  equal: z.boolean(),
});
export type RestoreComparison = z.infer<typeof RestoreComparison>;
