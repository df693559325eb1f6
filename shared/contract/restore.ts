import * as z from 'zod';

import { Generation, JobProgress, RestoreComparison } from '../domain/backup/backup.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { command, query } from './define.ts';

const PLACE_ERRORS = ['backup.placeMissing', 'backup.placeForeign', 'backup.placeDamaged'] as const;

/** One backup as the person choosing sees it. */
export const RestoreChoice = Generation.extend({
  /** Packs of this backup that are gone or cut short in the place; 0 for a whole backup. */
  missingPacks: z.int(),
  /** True for the backup to take unless there is a reason not to: the newest whole one. */
  recommended: z.boolean(),
});
export type RestoreChoice = z.infer<typeof RestoreChoice>;

export const RestoreState = z.strictObject({
  /** `idle` → `inspected` → `unlocked` → `running` → `compared` → `adopted`; `failed` keeps the reason and allows a new start. */
  step: z.enum(['idle', 'inspected', 'unlocked', 'running', 'compared', 'adopted', 'failed']),
  place: z.string().nullable(),
  generationId: z.string().nullable(),
  progress: JobProgress.nullable(),
  comparison: RestoreComparison.nullable(),
  error: z.enum(ERROR_CODES).nullable(),
  errorParams: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Folder where the database that was here before is kept; set when adopted over an existing clinic. */
  keptAside: z.string().nullable(),
});
export type RestoreState = z.infer<typeof RestoreState>;

/** Whatever the person has: the kit's text or codes typed in any manner, or a card in the reader and its PIN. */
export const RestoreKey = z.union([
  z.strictObject({ kit: z.string().min(1).max(5000) }),
  z.strictObject({ pin: z.string().min(1).max(32) }),
]);

/**
 * Restore on an empty or locked computer. Served only while nobody is signed in. Order: `inspect` → `unlock` →
 * `start` → poll `state` (and `progress` events with job 'restore') → `adopt`. Nothing that is here already is
 * touched before `adopt`, and `adopt` moves it aside.
 */
export const restore = {
  /** Looks at a folder: are there backups, whose, how many, how new by the clock of the disk. */
  inspect: query({
    permission: 'anyone',
    input: z.strictObject({ path: z.string().min(1).max(1000) }),
    output: z.strictObject({
      path: z.string(),
      clinicId: z.string(),
      machines: z.int(),
      generations: z.int(),
      newestAt: z.iso.datetime().nullable(),
      /** True when this computer already has a clinic with that id; null when it has none. */
      sameClinic: z.boolean().nullable(),
      /** How many cards can open these backups. */
      cards: z.int(),
    }),
    errors: [...PLACE_ERRORS, 'restore.noBackups', 'auth.forbidden'],
    audit: { none: 'nothing is opened; the restore is written to the log of the restored clinic' },
  }),
  unlock: command({
    permission: 'anyone',
    input: z.strictObject({ path: z.string().min(1).max(1000), key: RestoreKey }),
    output: z.strictObject({
      clinicName: z.string(),
      choices: z.array(RestoreChoice),
      /** The newest backup this computer remembers making; null on a computer that remembers none. */
      expectedNewest: z.strictObject({ seq: z.int(), createdAt: z.iso.datetime() }).nullable(),
      /** True when the place holds less than this computer remembers: somebody removed or replaced backups. */
      olderThanExpected: z.boolean(),
    }),
    errors: [
      ...PLACE_ERRORS, 'restore.noBackups', 'restore.kitWrong', 'restore.cardWrong', 'restore.signatureWrong', 'auth.forbidden',
      'card.moduleMissing', 'card.moduleRejected', 'card.moduleInvalid', 'card.noReader', 'card.absent', 'card.unreadable', 'card.wrongType', 'card.pinWrong',
      'card.pinWrongFew', 'card.pinWrongLast', 'card.pinFormat', 'card.pinLocked', 'card.pinExpired', 'card.pinpadRequired', 'card.removed', 'card.keyUnsupported',
      'card.unwrapFailed', 'card.hostCrashed', 'card.hostTimeout', 'card.unknown', 'card.several',
    ],
    audit: { none: 'no database is open; the restore is written to the log of the restored clinic' },
  }),
  /** Restores into a new folder beside the data. Answers at once. */
  start: command({
    permission: 'anyone',
    input: z.strictObject({ generationId: z.string().max(80) }),
    output: RestoreState,
    errors: ['record.notFound', 'restore.diskFull', 'auth.forbidden', 'backup.placeMissing', 'busy'],
    audit: { none: 'no database is open; the restore is written to the log of the restored clinic' },
  }),
  state: query({
    permission: 'anyone',
    input: z.strictObject({}),
    output: RestoreState,
    audit: { none: 'progress and counts of a restore; nothing about a person' },
  }),
  /** Puts the proven database in place. `acceptDamage` must be true to take one whose comparison was not equal. */
  adopt: command({
    permission: 'anyone',
    input: z.strictObject({ acceptDamage: z.boolean().default(false) }),
    output: RestoreState,
    errors: ['restore.comparisonFailed', 'restore.diskFull', 'db.io', 'db.readOnly', 'auth.forbidden'],
    audit: { none: 'no database is open; written to the log of the restored clinic at the first sign-in' },
  }),
  /** Forgets the keys and removes what a restore that was not adopted left behind. */
  cancel: command({
    permission: 'anyone',
    input: z.strictObject({}),
    output: z.strictObject({}),
    audit: { none: 'nothing was changed' },
  }),
} as const;
