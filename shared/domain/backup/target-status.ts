import * as z from 'zod';

import { ERROR_CODES } from '../../kernel/app-error.ts';
import { BackupAttempt, Certificate, Generation, JobProgress } from './backup.ts';
import { ExpiryRecord, PlaceContents, RetentionDays } from './retention.ts';
import { AbsenceDays } from './target.ts';

/** Where a server stands, by its exact host (design/backup.md F). */
export const RESIDENCY_CLASSES = ['eu', 'eea', 'euForeignOwner', 'adequacy', 'refused', 'unknown'] as const;
export const ResidencyClass = z.enum(RESIDENCY_CLASSES);
export type ResidencyClass = z.infer<typeof ResidencyClass>;

/** Classes that need a person's recorded decision before anything is sent there. */
export const NEEDS_DECISION: readonly ResidencyClass[] = ['euForeignOwner', 'adequacy', 'unknown'];

/** What an administrator says when the table alone does not allow a server. Country and operator are attested where the table has none. */
export const ResidencyDecision = z.strictObject({
  reason: z.string().trim().min(10).max(160),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/).nullable(),
  operator: z.string().trim().min(2).max(200).nullable(),
});
export type ResidencyDecision = z.infer<typeof ResidencyDecision>;

/** Where the data of a server lie, on what ground, and who decided where the ground is a decision (DC-30, SG-04). */
export const ResidencyRecord = z.strictObject({
  class: ResidencyClass,
  country: z.string(),
  operator: z.string(),
  /** Where the table has it from, with the date it was read; null when a person attested it. */
  source: z.string().nullable(),
  judgedAt: z.iso.datetime(),
  decision: z.strictObject({ byId: z.string(), byName: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
});
export type ResidencyRecord = z.infer<typeof ResidencyRecord>;

/** What the probe found, line by line; an unprotected bucket can be used and is never called safe. */
export const ProbeReport = z.strictObject({
  lines: z.array(z.strictObject({ check: z.string().max(40), outcome: z.enum(['protected', 'unprotected', 'unknown']), detail: z.string().max(200) })).max(40),
  isProtected: z.boolean(),
  /** Age in days at which the server deletes backups by its own rule; null: it never does. Absent: its rules could not be read. */
  serverDays: z.int().nullable().optional(),
});
export type ProbeReport = z.infer<typeof ProbeReport>;

/** What the server refused when the program tried to destroy a copy of its own. */
export const ProtectionRecord = z.strictObject({
  at: z.iso.datetime(),
  report: ProbeReport,
  /** When a place that had been protected was first found not to be; null otherwise. */
  lostAt: z.iso.datetime().nullable(),
});
export type ProtectionRecord = z.infer<typeof ProtectionRecord>;

/** The place as screens see it: the secret is never read back, of the key's name only the last four characters. */
export const TargetPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: z.string() }),
  z.strictObject({
    kind: z.literal('s3'), endpoint: z.string(), region: z.string(), bucket: z.string(), prefix: z.string(), keyEnd: z.string().max(4), hasAuthority: z.boolean(),
    residency: ResidencyRecord, protection: ProtectionRecord.nullable(),
    /** The paper with which another computer reaches it: when it was made, and when its digits were read back (null: not yet). */
    sheet: z.strictObject({ madeAt: z.iso.datetime(), confirmedAt: z.iso.datetime().nullable() }).nullable(),
    /** When somebody last said that the owner of the bucket extended the lock on `archive/`; null: not since the place was added. */
    locksExtendedAt: z.iso.datetime().nullable(),
  }),
]);
export type TargetPlace = z.infer<typeof TargetPlace>;

/** Why a place is waiting, without anything being wrong. */
export const WAITING = ['offline', 'hours', 'paused', 'away'] as const;

/** One place and everything the screens say about it. */
export const TargetStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  repositoryId: z.string(),
  addedAt: z.iso.datetime(),
  place: TargetPlace,
  absenceDays: AbsenceDays,
  retentionDays: RetentionDays,
  /** What lay there when it was last looked through, and what went then; null before the first look. */
  contents: PlaceContents.nullable(),
  expiry: ExpiryRecord.nullable(),
  freeBytes: z.number().nullable(),
  /** What stands in the way right now, or null. A server is not asked for a status; it is null there. */
  problem: z.enum(ERROR_CODES).nullable(),
  /** The newest backup in it that was made AND verified, and what proved it. */
  last: Generation.nullable(),
  certificate: Certificate.nullable(),
  lastFullProof: Certificate.nullable(),
  attempt: BackupAttempt.nullable(),
  waiting: z.enum(WAITING).nullable(),
  nextRunAt: z.iso.datetime().nullable(),
  generations: z.int(),
});
export type TargetStatus = z.infer<typeof TargetStatus>;

/** What is being copied now, and to which of how many places. */
export const RunningBackup = JobProgress.extend({ targetId: z.string(), targetName: z.string(), number: z.int().min(1), of: z.int().min(1) });
export type RunningBackup = z.infer<typeof RunningBackup>;
