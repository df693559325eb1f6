import * as z from 'zod';

import {
  BackupAttempt, BackupSchedule, Certificate, FRESHNESS, Generation, JobProgress, PlaceReport,
} from '../domain/backup/backup.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { command, query } from './define.ts';

const PLACE_ERRORS = [
  'backup.placeMissing', 'backup.placeFull', 'backup.placeReadOnly', 'backup.placeForeign', 'backup.placeInsideData', 'backup.placeDamaged',
] as const;

export const BackupStatus = z.strictObject({
  /** Null until a place has been chosen. `problem` is what stands in the way right now, or null. */
  place: z.strictObject({ path: z.string(), freeBytes: z.number().nullable(), problem: z.enum(ERROR_CODES).nullable() }).nullable(),
  /** The newest backup that was made AND verified. */
  last: Generation.nullable(),
  certificate: Certificate.nullable(),
  /** The newest proof of a whole restore; J-20 asks for one at least yearly. */
  lastFullProof: Certificate.nullable(),
  attempt: BackupAttempt.nullable(),
  freshness: z.enum(FRESHNESS),
  schedule: BackupSchedule,
  nextRunAt: z.iso.datetime().nullable(),
  running: JobProgress.nullable(),
  generations: z.int(),
});
export type BackupStatus = z.infer<typeof BackupStatus>;

/**
 * Backups of the clinic (J-20). A run goes on in the background: `run` answers at once, progress comes as events
 * (`job: 'backup'`) and in `status.running`, the outcome in `status.attempt`; area `backup` is then `changed`.
 */
export const backup = {
  status: query({
    permission: 'backup.run',
    input: z.strictObject({}),
    output: BackupStatus,
    audit: { none: 'ages, sizes and counts of backups; nothing about a person' },
  }),
  run: command({
    permission: 'backup.run',
    input: z.strictObject({}),
    output: z.strictObject({ runId: z.string() }),
    errors: ['backup.running', 'backup.notConfigured'],
    audit: { action: 'BACKUP', category: 'system' },
  }),
  /** Newest first. Those known to this computer; older ones of other computers are seen through `restore`. */
  generations: query({
    permission: 'backup.run',
    input: z.strictObject({ limit: z.int().min(1).max(400).default(60) }),
    output: z.array(Generation.extend({ certificate: Certificate.nullable() })),
    audit: { none: 'ages, sizes and counts of backups; nothing about a person' },
  }),
  /** What a folder is before it is chosen; writes nothing that stays. */
  checkPlace: query({
    permission: 'backup.configure',
    input: z.strictObject({ path: z.string().min(1).max(1000) }),
    output: PlaceReport,
    audit: { none: 'looks at a folder; nothing about a person' },
  }),
  /** Chooses the place. `startOver` begins a new series there after `backup.placeRolledBack` or `backup.placeDamaged`; what lies there is kept. */
  setPlace: command({
    permission: 'backup.configure',
    input: z.strictObject({ path: z.string().min(1).max(1000), startOver: z.boolean().default(false) }),
    output: PlaceReport,
    errors: [...PLACE_ERRORS, 'backup.running'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  setSchedule: command({
    permission: 'backup.configure',
    input: BackupSchedule,
    output: BackupSchedule,
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
