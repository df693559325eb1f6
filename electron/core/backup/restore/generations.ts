import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';
import { openManifest, type SignedManifest } from '../engine/manifest-file.ts';
import { listSnaps } from '../engine/repository.ts';

/** One backup that the key opens and whose signature holds. */
export interface OpenedGeneration extends SignedManifest {
  /** Packs that are gone or have another size than the manifest says. */
  readonly missingPacks: number;
}

export interface GenerationsRequest {
  readonly store: BackupStore;
  readonly identities: readonly string[];
  /** SHA-256 of the signing key that must have signed, from the kit; null accepts any key, but only one for all. */
  readonly fingerprint: string | null;
}

const countMissing = ({ manifest }: SignedManifest, present: ReadonlyMap<string, StoredObject>): number =>
  [...manifest.packs, ...(manifest.vault === null ? [] : [manifest.vault])].filter(pack => present.get(pack.key)?.size !== pack.size).length;

/**
 * Every backup in the place that these identities open, newest first by the clinic's own clock. Damaged ones are left
 * out as long as one is whole. Throws `restore.noBackups` for none at all, otherwise the reason the newest one failed.
 */
export async function openGenerations(request: GenerationsRequest): Promise<readonly OpenedGeneration[]> {
  const snaps = await listSnaps(request.store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const present = new Map((await request.store.list('m/')).map(object => [object.key, object]));
  const opened: OpenedGeneration[] = [];
  let refusal: unknown;
  for (const snap of [...snaps].reverse()) {
    const file = await request.store.get(snap.object.key);
    if (file === undefined) continue;
    try {
      const signed = await openManifest(file, request.identities, request.fingerprint);
      opened.push({ ...signed, missingPacks: countMissing(signed, present) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      refusal ??= error;
    }
  }
  if (opened.length === 0) throw refusal ?? new AppError('restore.noBackups');
  return opened.sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt || (a.manifest.createdAt === b.manifest.createdAt && a.manifest.seq < b.manifest.seq) ? 1 : -1));
}

/** The backup to take unless there is a reason not to: the newest whole one, or simply the newest. */
export const recommendedOf = (generations: readonly OpenedGeneration[]): OpenedGeneration | undefined =>
  generations.find(one => one.missingPacks === 0) ?? generations[0];
