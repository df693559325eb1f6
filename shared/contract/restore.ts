import * as z from 'zod';

import { Generation, JobProgress, RestoreComparison } from '../domain/backup/backup.ts';
import { ConfirmReasonSchema, RestoreConfirmation, RestoreExpectation, RestoreHead } from '../domain/backup/restore-offer.ts';
import { AUTHORITIES } from '../domain/destruction/destruction.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { BACKUP_PLACE_ERRORS } from './backup-place-errors.ts';
import { CARD_KEY_ERRORS } from './card-errors.ts';
import { command, query } from './define.ts';

const KEY_ERRORS = ['restore.kitWrong', 'restore.cardWrong', 'restore.signatureWrong', ...CARD_KEY_ERRORS] as const;

/** Where backups lie: a folder on this computer, a disk or the network; or a server, as its sheet says (scanned, pasted or typed line by line). */
export const RestorePlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('server'), sheet: z.string().min(1).max(20_000) }),
]);
export type RestorePlace = z.infer<typeof RestorePlace>;

/** One backup as the person choosing sees it. */
export const RestoreChoice = Generation.extend({
  /** Packs of this backup that are gone or cut short in the place; 0 for a whole backup. */
  missingPacks: z.int(),
  /** True for the backup to take unless there is a reason not to: the newest whole one. None is while the clinic has two newest states. */
  recommended: z.boolean(),
  /** Why two persons must confirm before this one is restored; null when one is enough. */
  confirm: ConfirmReasonSchema.nullable(),
});
export type RestoreChoice = z.infer<typeof RestoreChoice>;

/** What an opened place offers, and whether it is what it should be. */
export const RestoreOffer = z.strictObject({
  clinicName: z.string(),
  choices: z.array(RestoreChoice),
  /** The newest backup of each computer; more than one is a fork when `forked`. */
  heads: z.array(RestoreHead),
  forked: z.boolean(),
  expected: z.array(RestoreExpectation),
  /** Decisions of destruction that the newest backups know of: whichever is restored, they are carried out again before anybody can read (J-09). */
  destroyed: z.array(z.strictObject({ caseNumber: z.string(), decidedOn: z.string(), authority: z.enum(AUTHORITIES) })).optional(),
  /** Backups whose list of contents is there and was not accepted: damaged, or not signed by the clinic. */
  unread: z.int(),
  /** Backups that later ones refer to and that are nowhere. */
  gone: z.int(),
  /** A second place lost parts are taken from; null for none. */
  otherPlace: z.string().nullable(),
  confirmed: RestoreConfirmation.nullable(),
});
export type RestoreOffer = z.infer<typeof RestoreOffer>;

export const RestoreState = z.strictObject({
  /** `idle` → `inspected` → `unlocked` → `running` → `compared` → `adopted`; `failed` keeps the reason and allows a new start. */
  step: z.enum(['idle', 'inspected', 'unlocked', 'running', 'compared', 'adopted', 'failed']),
  /** What the place is called: its folder, or server, bucket and prefix. */
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
export type RestoreKey = z.infer<typeof RestoreKey>;

const NOT_LOGGED = { none: 'no database is open; the restore is written to the log of the restored clinic' } as const;

/**
 * Restore on an empty or locked computer. Served only while nobody is signed in. Order: `inspect` → `unlock` →
 * (`compareReceipt`, `addPlace`, `confirm` where wanted or needed) → `start` → poll `state` (and `progress` events with
 * job 'restore') → `adopt`. Nothing that is here already is touched before `adopt`, and `adopt` moves it aside.
 */
export const restore = {
  /** Folders with backups on disks that are attached: a suggestion, nothing is opened. */
  nearby: query({
    permission: 'anyone',
    input: z.strictObject({}),
    output: z.strictObject({ folders: z.array(z.string()) }),
    errors: ['auth.forbidden', 'busy'],
    audit: { none: 'names of folders on attached disks; nothing is opened' },
  }),
  /** Looks at a place: are there backups, whose, how many, how new by the clock of the disk or server. */
  inspect: query({
    permission: 'anyone',
    input: z.strictObject({ place: RestorePlace }),
    output: z.strictObject({
      kind: z.enum(['folder', 'server']),
      /** The folder the backups lie in, or server, bucket and prefix. No credential. */
      name: z.string(),
      clinicId: z.string(),
      machines: z.int(),
      generations: z.int(),
      newestAt: z.iso.datetime().nullable(),
      /** True when this computer already has a clinic with that id; null when it has none. */
      sameClinic: z.boolean().nullable(),
      /** How many cards can open these backups. */
      cards: z.int(),
    }),
    errors: [...BACKUP_PLACE_ERRORS, 'restore.noBackups', 'restore.serverSheetWrong', 'auth.forbidden', 'busy'],
    audit: { none: 'nothing is opened; the restore is written to the log of the restored clinic' },
  }),
  unlock: command({
    permission: 'anyone',
    input: z.strictObject({ place: RestorePlace, key: RestoreKey }),
    output: RestoreOffer,
    errors: [...BACKUP_PLACE_ERRORS, ...KEY_ERRORS, 'restore.noBackups', 'restore.serverSheetWrong', 'auth.forbidden', 'busy'],
    audit: NOT_LOGGED,
  }),
  /** Holds the place against a receipt on paper: its QR text, or its number and digits as typed. */
  compareReceipt: command({
    permission: 'anyone',
    input: z.strictObject({ text: z.string().min(1).max(2000) }),
    output: RestoreOffer,
    errors: ['restore.receiptWrong', 'record.notFound', 'auth.forbidden', 'busy'],
    audit: NOT_LOGGED,
  }),
  /** Opens a second place of the same clinic with the same keys: lost parts are taken from it, and it tells whether newer backups exist. */
  addPlace: command({
    permission: 'anyone',
    input: z.strictObject({ place: RestorePlace }),
    output: RestoreOffer,
    errors: [...BACKUP_PLACE_ERRORS, 'restore.kitWrong', 'restore.signatureWrong', 'restore.noBackups', 'restore.serverSheetWrong', 'record.notFound', 'auth.forbidden', 'busy'],
    audit: NOT_LOGGED,
  }),
  /** Two persons take the decision together. The second may prove it with a key of their own: not the one that opened the backups. */
  confirm: command({
    permission: 'anyone',
    input: z.strictObject({ generationId: z.string().max(80), persons: z.tuple([z.string().trim().min(1).max(50), z.string().trim().min(1).max(50)]), secondKey: RestoreKey.nullable() }),
    output: RestoreOffer,
    errors: [...BACKUP_PLACE_ERRORS, ...KEY_ERRORS, 'restore.samePerson', 'restore.sameKey', 'record.notFound', 'auth.forbidden', 'busy'],
    audit: NOT_LOGGED,
  }),
  /** Restores into a new folder beside the data. Answers at once. */
  start: command({
    permission: 'anyone',
    input: z.strictObject({ generationId: z.string().max(80) }),
    output: RestoreState,
    errors: ['record.notFound', 'restore.diskFull', 'restore.notConfirmed', 'auth.forbidden', 'backup.placeMissing', 'busy'],
    audit: NOT_LOGGED,
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
    errors: ['restore.comparisonFailed', 'restore.diskFull', 'db.io', 'db.readOnly', 'auth.forbidden', 'busy'],
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
