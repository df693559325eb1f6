import type { Reader } from '../../db/handles.ts';
import { listGenerations } from '../../repositories/backup-run.ts';
import { readTargets } from './backup-settings.ts';

/** A place with backups, as the screen of destructions tells of it. */
export interface BackupPlace {
  readonly name: string;
  /** When the newest backup there was made; null: none yet. */
  readonly newestAt: string | null;
  /** When what was backed up until now need not lie there any more; null: backups there do not expire by themselves. */
  readonly goneBy: string | null;
}

/** Every place that backups go to. */
export async function backupPlaces(db: Reader): Promise<BackupPlace[]> {
  const places: BackupPlace[] = [];
  for (const { name, repositoryId } of await readTargets(db)) {
    const [newest] = await listGenerations(db, 1, repositoryId);
    places.push({ name, newestAt: newest?.generation.createdAt ?? null, goneBy: null });
  }
  return places;
}
