import * as z from 'zod';

import { DRILL_KEYS, DRILL_TRIGGERS, DrillCertificate, DrillProgress, DrilledPlace } from '../domain/drill/drill.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { BACKUP_PLACE_ERRORS } from './backup-place-errors.ts';
import { command, query } from './define.ts';

const Id = z.string().max(80);
const Base64 = z.string();

/** One certificate as a list shows it. */
export const DrillSummary = z.strictObject({
  id: z.string(),
  endedAt: z.iso.datetime(),
  trigger: z.enum(DRILL_TRIGGERS),
  keys: z.enum(DRILL_KEYS),
  place: DrilledPlace,
  generationAt: z.iso.datetime().nullable(),
  databaseBytes: z.number().nullable(),
  durationMs: z.number(),
  outcome: z.enum(['ok', 'failed']),
  errorCode: z.enum(ERROR_CODES).nullable(),
});
export type DrillSummary = z.infer<typeof DrillSummary>;

export const DrillStatus = z.strictObject({
  /** Every backup place, with the newest drill of each; a place that was removed is not among them. */
  places: z.array(z.strictObject({ targetId: z.string(), name: z.string(), kind: z.enum(['folder', 's3']), where: z.string(), last: DrillSummary.nullable(), lastGoodAt: z.iso.datetime().nullable() })),
  /** The newest drill that went well and the newest failed one of a place without a good one since. */
  lastGood: DrillSummary.nullable(),
  failed: DrillSummary.nullable(),
  firstBackupAt: z.iso.datetime().nullable(),
  kit: z.strictObject({ madeAt: z.iso.datetime().nullable(), lastDrillAt: z.iso.datetime().nullable(), dueAt: z.iso.datetime().nullable() }),
  /** When a new program last changed the database although no backup could be proven first, and who went on; null once a drill has gone well since. */
  unprovenUpdate: z.strictObject({ at: z.iso.datetime(), by: z.string().nullable() }).nullable(),
  running: DrillProgress.extend({ keys: z.enum(DRILL_KEYS), place: z.string() }).nullable(),
  nextAt: z.iso.datetime().nullable(),
});
export type DrillStatus = z.infer<typeof DrillStatus>;

/** Where a stranger with the kit finds the backups: a folder, or the text of a server sheet. */
export const KitDrillPlace = z.union([
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('server'), sheet: z.string().min(1).max(20_000) }),
]);

/**
 * Restores on trial (J-20, XM-80, XM-81). A drill goes on in the background: the commands answer at once, progress comes
 * as events (`job: 'drill'`) and in `status.running`; area `drill` is then `changed` and the certificate stands in `list`.
 */
export const drill = {
  status: query({
    permission: 'backup.run',
    input: z.strictObject({}),
    output: DrillStatus,
    audit: { none: 'ages and outcomes of restores on trial; nothing about a person' },
  }),
  /** Newest first. */
  list: query({
    permission: 'backup.run',
    input: z.strictObject({ limit: z.int().min(1).max(400).default(100) }),
    output: z.array(DrillSummary),
    audit: { none: 'ages and outcomes of restores on trial; nothing about a person' },
  }),
  /** Everything one certificate says. */
  certificate: query({
    permission: 'backup.run',
    input: z.strictObject({ id: Id }),
    output: DrillCertificate,
    errors: ['record.notFound'],
    audit: { none: 'counts and digests of a backup; nothing about a patient' },
  }),
  /** A drill now (XM-81), of one place or of the one whose turn it is. */
  run: command({
    permission: 'backup.run',
    input: z.strictObject({ targetId: Id.nullable().default(null) }),
    output: z.strictObject({ runId: z.string() }),
    errors: ['drill.running', 'backup.running', 'backup.notConfigured', 'record.notFound'],
    audit: { action: 'RESTORE_TEST', category: 'system' },
  }),
  /** The yearly drill: with the paper kit alone, as a stranger would. Refuses a kit that does not open the newest backup of the place, before anything is restored. */
  runWithKit: command({
    permission: 'backup.run',
    input: z.strictObject({ kit: z.string().min(1).max(5000), place: KitDrillPlace }),
    output: z.strictObject({ runId: z.string() }),
    errors: [...BACKUP_PLACE_ERRORS, 'drill.running', 'backup.running', 'restore.noBackups', 'restore.kitWrong', 'restore.signatureWrong', 'restore.serverSheetWrong'],
    audit: { action: 'RESTORE_TEST', category: 'system' },
  }),
  /** Ends a running drill; what it restored is removed and no certificate is made. */
  cancel: command({
    permission: 'backup.run',
    input: z.strictObject({}),
    output: z.strictObject({}),
    audit: { action: 'RESTORE_TEST', category: 'system' },
  }),
  /** The certificate on paper, A4 with the clinic's letterhead. */
  pdf: command({
    permission: 'backup.run',
    input: z.strictObject({ id: Id, language: z.enum(['sv', 'en']) }),
    output: z.strictObject({ pdf: Base64, pages: z.int(), fileName: z.string() }),
    errors: ['record.notFound'],
    audit: { action: 'PRINT', category: 'system' },
  }),
  /** The signed bytes (RFC 8785) and their detached CMS signature, with the two openssl commands that check them. */
  files: command({
    permission: 'backup.run',
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), type: z.string(), content: Base64 })), commands: z.array(z.string()) }),
    errors: ['record.notFound'],
    audit: { action: 'EXPORT', category: 'system' },
  }),
} as const;
