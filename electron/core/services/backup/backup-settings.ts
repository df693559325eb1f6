import * as z from 'zod';

import { BackupSchedule, DEFAULT_SCHEDULE } from '#shared/domain/backup/backup.ts';
import type { Reader } from '../../db/handles.ts';
import { findSetting } from '../../repositories/setting.ts';

/** Where this clinic's backups go and when; a setting inside the database. */
export const BackupSetting = z.strictObject({
  place: z.strictObject({ path: z.string(), repositoryPath: z.string(), repositoryId: z.string() }).nullable(),
  schedule: BackupSchedule,
});
export type BackupSetting = z.infer<typeof BackupSetting>;

/** The clinic's own backup identity: lets the proof, and an administrator's card, open what is in the place. */
export const BackupIdentity = z.strictObject({ identity: z.string(), recipient: z.string() });
export type BackupIdentity = z.infer<typeof BackupIdentity>;

/** What stays of a confirmed recovery kit: its public half. */
const ConfirmedKit = z.object({ recipient: z.string() });

export const readBackupSetting = async (db: Reader): Promise<BackupSetting> => (await findSetting(db, 'backup', BackupSetting)) ?? { place: null, schedule: DEFAULT_SCHEDULE };
export const readBackupIdentity = (db: Reader): Promise<BackupIdentity | undefined> => findSetting(db, 'backup_identity', BackupIdentity);
export const readKitRecipient = async (db: Reader): Promise<string | undefined> => (await findSetting(db, 'recovery_kit', ConfirmedKit))?.recipient;
