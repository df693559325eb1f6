import * as z from 'zod';

import { ServerKeys } from '../domain/backup/target.ts';
import { LeavingExport, RemovalSurvey } from '../domain/leaving/leaving.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { command, query } from './define.ts';

const PLACE_ERRORS = ['record.notFound', 'backup.placeMissing', 'backup.placeReadOnly', 'backup.placeDamaged', 'backup.placeFailing', 'leaving.ownerKeysMissing', 'server.unreachable', 'server.timedOut', 'server.untrusted',
  'server.keyUnknown', 'server.secretWrong', 'server.regionWrong', 'server.denied', 'server.bucketMissing', 'server.redirects', 'server.notS3', 'server.clockWrong', 'server.failing', 'server.addressRefused'] as const;
const Owner = ServerKeys.nullable();

export const LeavingPlace = z.strictObject({
  repositoryId: z.string(),
  name: z.string(),
  kind: z.enum(['folder', 's3']),
  /** Folder, or server and bucket: what a person calls the place by. */
  where: z.string(),
  /** When a backup there was last restored on trial, or read back. */
  provenAt: z.iso.datetime().nullable(),
  /** Set once deletion began: the place takes no more backups. */
  leftAt: z.iso.datetime().nullable(),
  /** What was left at the last count, and when the last of it may go. */
  left: RemovalSurvey.nullable(),
  /** No other copy was proven within the last days: a second administrator must say yes first. */
  isOnlyCopy: z.boolean(),
  approvedBy: z.string().nullable(),
});

/**
 * The end of the service (G-18): a full copy to take along, then deletion of what lies in places of backups, as far as
 * their locks allow. The journal on the clinic's computer is never touched: it must be kept ten years (PDL 3:17).
 */
export const leaving = {
  state: query({
    permission: 'backup.configure',
    input: z.strictObject({}),
    output: z.strictObject({
      places: z.array(LeavingPlace),
      exports: z.array(LeavingExport),
      certificates: z.array(z.strictObject({ id: z.string(), at: z.iso.datetime(), placeName: z.string(), complete: z.boolean(), leftObjects: z.int(), restGoesAt: z.iso.datetime().nullable() })),
      running: z.enum(['export', 'remove']).nullable(),
      /** Why the latest job ended without its result. */
      problem: z.enum(ERROR_CODES).nullable(),
    }),
    audit: { none: 'names and sizes of places of backups; nothing about a person' },
  }),
  /** Counts what lies in a place. `owner`: the bucket owner's keys, used for this call and forgotten. */
  survey: query({
    permission: 'backup.configure',
    input: z.strictObject({ repositoryId: z.string().max(80), owner: Owner }),
    output: RemovalSurvey,
    errors: PLACE_ERRORS,
    audit: { none: 'counts and sizes of encrypted files; nothing about a person' },
  }),
  /** Makes a full copy in a new folder below `folder` and restores it on trial. Goes on in the background. */
  exportAll: command({
    permission: 'backup.configure',
    input: z.strictObject({ folder: z.string().trim().min(1).max(1000) }),
    output: z.strictObject({ path: z.string() }),
    errors: ['busy', 'backup.placeMissing', 'backup.placeReadOnly', 'backup.placeInsideData', 'leaving.folderUsed'],
    audit: { action: 'EXPORT', category: 'system' },
  }),
  /** The second person's yes to deleting the only proven copy; counts for a day, and for somebody else's act only. */
  approve: command({
    permission: 'backup.configure',
    input: z.strictObject({ repositoryId: z.string().max(80) }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /**
   * Deletes what lies in a place. Two confirmations: the place's name typed, and that the journal stays with the clinic.
   * Refused for the only proven copy unless another administrator approved. Goes on in the background; a certificate follows.
   */
  remove: command({
    permission: 'backup.configure',
    input: z.strictObject({ repositoryId: z.string().max(80), typedName: z.string().max(60), keepsJournal: z.literal(true), owner: Owner }),
    output: z.strictObject({}),
    errors: ['busy', 'leaving.nameWrong', 'leaving.onlyCopy', ...PLACE_ERRORS],
    audit: { action: 'BACKUP', category: 'system' },
  }),
  /** A certificate of deletion: A4 to print, the signed JSON with its signature (CMS), and how to check it with openssl. */
  papers: query({
    permission: 'backup.configure',
    input: z.strictObject({ id: z.string().max(80), language: z.enum(['sv', 'en']) }),
    output: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), type: z.string(), content: z.base64() })), commands: z.array(z.string()) }),
    errors: ['record.notFound'],
    audit: { none: 'says what was deleted in a place of backups; nothing about a person' },
  }),
} as const;
