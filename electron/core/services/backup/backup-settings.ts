import * as z from 'zod';

import { BackupSchedule, DEFAULT_SCHEDULE } from '#shared/domain/backup/backup.ts';
import { ExpiryRecord, PlaceContents, RetentionDays, USUAL_RETENTION_DAYS } from '#shared/domain/backup/retention.ts';
import { ProtectionRecord, ResidencyRecord } from '#shared/domain/backup/target-status.ts';
import { AbsenceDays, BackupLimits, type BackupTarget, NO_LIMITS } from '#shared/domain/backup/target.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';

const StoredFolder = z.strictObject({ kind: z.literal('folder'), path: z.string(), repositoryPath: z.string() });
const StoredServer = z.strictObject({
  kind: z.literal('s3'), endpoint: z.string(), region: z.string(), bucket: z.string(), prefix: z.string(), accessKeyId: z.string(),
  /** In clear inside the encrypted database; nowhere else. */
  secretAccessKey: z.string(),
  authority: z.string().nullable(),
  residency: ResidencyRecord,
  protection: ProtectionRecord.nullable(),
  sheet: z.strictObject({ madeAt: z.iso.datetime(), confirmedAt: z.iso.datetime().nullable() }).nullable(),
  locksExtendedAt: z.iso.datetime().nullable().default(null),
});
export type StoredServer = z.infer<typeof StoredServer>;

/** A place as the setting keeps it. */
export const StoredTarget = z.strictObject({
  id: z.string(), name: z.string(), repositoryId: z.string(), addedAt: z.iso.datetime(), absenceDays: AbsenceDays,
  /** Absent in settings written before backups expired, as are the next two. */
  retentionDays: RetentionDays.default(USUAL_RETENTION_DAYS),
  /** What lay there when it was last looked through, and what expired then. */
  contents: PlaceContents.nullable().default(null),
  expiry: ExpiryRecord.nullable().default(null),
  place: z.discriminatedUnion('kind', [StoredFolder, StoredServer]),
});
export type StoredTarget = z.infer<typeof StoredTarget>;

/** Where this clinic's backups go, when and how fast; a setting inside the database. */
export const BackupSetting = z.strictObject({ targets: z.array(StoredTarget), schedule: BackupSchedule, limits: BackupLimits });
export type BackupSetting = z.infer<typeof BackupSetting>;

/** The clinic's own backup identity: lets the proof, and an administrator's card, open what is in the place. */
export const BackupIdentity = z.strictObject({ identity: z.string(), recipient: z.string() });
export type BackupIdentity = z.infer<typeof BackupIdentity>;

/** What stays of a confirmed recovery kit: its public half. */
const ConfirmedKit = z.object({ recipient: z.string() });

export const readBackupSetting = async (db: Reader): Promise<BackupSetting> =>
  (await findSetting(db, 'backup', BackupSetting)) ?? { targets: [], schedule: DEFAULT_SCHEDULE, limits: NO_LIMITS };
/** The receipt printed last (security.md §3.6); asked for every month. */
export const ReceiptPrinted = z.strictObject({ printedAt: z.iso.datetime(), generationId: z.string() });
export const readReceiptPrinted = async (db: Reader): Promise<string | null> => (await findSetting(db, 'backup_receipt', ReceiptPrinted))?.printedAt ?? null;
export const readBackupIdentity = (db: Reader): Promise<BackupIdentity | undefined> => findSetting(db, 'backup_identity', BackupIdentity);
export const readKitRecipient = async (db: Reader): Promise<string | undefined> => (await findSetting(db, 'recovery_kit', ConfirmedKit))?.recipient;

/** The place with its secret wrapped, as everything but the setting handles it. */
export function targetOf({ id, name, repositoryId, addedAt, place }: StoredTarget): BackupTarget {
  if (place.kind === 'folder') return { id, name, repositoryId, addedAt, place };
  const { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey, authority } = place;
  return { id, name, repositoryId, addedAt, place: { kind: 's3', endpoint, region, bucket, prefix, accessKeyId, secretAccessKey: new Redacted(secretAccessKey), authority } };
}

/** A place that was just chosen: kept for the usual time, never looked through. */
export const newTarget = (target: Omit<StoredTarget, 'retentionDays' | 'contents' | 'expiry'>): StoredTarget =>
  ({ ...target, retentionDays: USUAL_RETENTION_DAYS, contents: null, expiry: null });

/** Every place, in the order they were added. */
export const readTargets = async (db: Reader): Promise<BackupTarget[]> => (await readBackupSetting(db)).targets.map(targetOf);

/** The place with that id. Errors: record.notFound. */
export function requireTarget(setting: BackupSetting, targetId: string): StoredTarget {
  const found = setting.targets.find(target => target.id === targetId);
  if (found === undefined) throw new AppError('record.notFound');
  return found;
}

/** Changes the setting inside the caller's transaction, from what it is now. */
export async function changeBackupSetting(tx: Writer, at: string, change: (setting: BackupSetting) => BackupSetting): Promise<BackupSetting> {
  const next = change(await readBackupSetting(tx));
  await putSetting(tx, 'backup', { value: next, at });
  return next;
}

/** Changes one place; a place that was removed meanwhile stays removed. */
export const changeTarget = (tx: Writer, at: string, { targetId, change }: { readonly targetId: string; readonly change: (target: StoredTarget) => StoredTarget }): Promise<BackupSetting> =>
  changeBackupSetting(tx, at, setting => ({ ...setting, targets: setting.targets.map(target => (target.id === targetId ? change(target) : target)) }));
