import { serverDays } from '#shared/domain/backup/lifecycle.ts';
import type { Reader } from '../../db/handles.ts';
import { listGenerations } from '../../repositories/backup-run.ts';
import { readBackupSetting } from './backup-settings.ts';

/** A server keeps what it deleted by its own rules as an older version for so long (shared/domain/backup/lifecycle.ts). */
const OLDER_VERSION_DAYS = 90;

/** A place with backups, as the screen of destructions tells of it. */
export interface BackupPlace {
  readonly name: string;
  /** When the newest backup there was made; null: none yet. */
  readonly newestAt: string | null;
  /** Days after which what is backed up today no longer lies there; monthly archives do not expire. */
  readonly keepsDays: number;
}

/** Every place that backups go to. */
export async function backupPlaces(db: Reader): Promise<BackupPlace[]> {
  const places: BackupPlace[] = [];
  for (const { name, repositoryId, retentionDays, place } of (await readBackupSetting(db)).targets) {
    const [newest] = await listGenerations(db, 1, repositoryId);
    places.push({ name, newestAt: newest?.generation.createdAt ?? null, keepsDays: place.kind === 'folder' ? retentionDays : serverDays(retentionDays) + OLDER_VERSION_DAYS });
  }
  return places;
}
