import type { Writer } from '../handles.ts';

/**
 * Several places for backups (XM-61): a run is a run to one of them, and the one place there was becomes the first.
 * Its id is that of its repository, so that earlier runs and generations stay with it.
 */
export async function up(tx: Writer): Promise<void> {
  await tx.raw('ALTER TABLE backup_run ADD COLUMN target_id TEXT');
  await tx.raw('CREATE INDEX backup_run_of_target ON backup_run (target_id, started_at)');
  await tx.raw('CREATE INDEX backup_generation_of_repository ON backup_generation (repository_id, created_at)');
  await moveThePlace(tx);
}

interface Before {
  readonly place: { readonly path: string; readonly repositoryPath: string; readonly repositoryId: string } | null;
  readonly schedule: unknown;
}

async function moveThePlace(tx: Writer): Promise<void> {
  const [row] = (await tx.raw("SELECT value, changed_at AS at FROM setting WHERE key = 'backup'")) as { value: string; at: string }[];
  if (row === undefined) return;
  const { place, schedule } = JSON.parse(row.value) as Before;
  const targets = place === null ? [] : [{
    id: place.repositoryId, name: nameOf(place.path), repositoryId: place.repositoryId, addedAt: row.at, absenceDays: null,
    place: { kind: 'folder', path: place.path, repositoryPath: place.repositoryPath },
  }];
  const limits = { serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: null };
  await tx.raw("UPDATE setting SET value = ? WHERE key = 'backup'", [JSON.stringify({ targets, schedule, limits })]);
  if (place !== null) await tx.raw('UPDATE backup_run SET target_id = ?', [place.repositoryId]);
}

/** The last two folders of the path, as a name to begin with. */
const nameOf = (path: string): string => path.split(/[\\/]/).filter(part => part !== '').slice(-2).join('/').slice(0, 60) || path.slice(0, 60);
