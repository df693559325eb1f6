import { folderExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { expire, type Expired } from '#electron/core/backup/engine/expiry.ts';
import { readContents } from '#electron/core/backup/engine/place-contents.ts';
import { readVersion } from '#electron/core/backup/engine/repository.ts';
import type { BackupClinic } from './backup-clinic.ts';

/** What the service does after a whole proof of the newest backup in the clinic's folder. */
export async function expireOld(clinic: BackupClinic, retentionDays = 400): Promise<Expired> {
  const ctx = clinic.context();
  const version = await readVersion(ctx.store, '');
  if (version === undefined) throw new Error('no repository in the folder');
  const contents = await readContents(ctx, version);
  const newest = contents.generations.at(-1);
  return expire(ctx, {
    contents, repositoryId: version.repositoryId, retentionDays, proven: newest === undefined ? null : { seq: newest.seq, sha256: newest.sha256 },
    expiry: folderExpiry(clinic.place), isOurPast: () => true,
  });
}
