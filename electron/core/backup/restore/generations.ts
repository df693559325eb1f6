import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
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

/** A list of contents that is there and was not accepted, told from its name alone. */
export interface UnreadGeneration {
  readonly machineId: string;
  readonly seq: number;
  /** Not ours to open, not signed by us, or damaged. */
  readonly reason: ErrorCode;
}

export interface FoundGenerations {
  /** Newest first by the clinic's own clock; each once, whatever number of names it lies under. */
  readonly generations: readonly OpenedGeneration[];
  readonly unread: readonly UnreadGeneration[];
}

const newestFirst = (a: OpenedGeneration, b: OpenedGeneration): number =>
  a.manifest.createdAt < b.manifest.createdAt || (a.manifest.createdAt === b.manifest.createdAt && a.manifest.seq < b.manifest.seq) ? 1 : -1;

/** Opens every list of contents in the place: those that hold, and those that do not with the reason. */
export async function findGenerations(request: GenerationsRequest): Promise<FoundGenerations> {
  const snaps = await listSnaps(request.store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const present = new Map((await request.store.list('m/')).map(object => [object.key, object]));
  const opened = new Map<string, OpenedGeneration>();
  const unread: UnreadGeneration[] = [];
  for (const { object, machineId, seq } of [...snaps].reverse()) {
    const file = await request.store.get(object.key);
    if (file === undefined) continue;
    try {
      const signed = await openManifest(file, request.identities, request.fingerprint);
      opened.set(signed.sha256, { ...signed, missingPacks: countMissing(signed, present) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      unread.push({ machineId, seq, reason: error.code });
    }
  }
  return { generations: [...opened.values()].sort(newestFirst), unread };
}

/**
 * Every backup in the place that these identities open, newest first by the clinic's own clock. Damaged ones are left
 * out as long as one is whole. Throws `restore.noBackups` for none at all, otherwise the reason the newest one failed.
 */
export async function openGenerations(request: GenerationsRequest): Promise<readonly OpenedGeneration[]> {
  const { generations, unread } = await findGenerations(request);
  if (generations.length === 0) throw new AppError(unread[0]?.reason ?? 'restore.noBackups', unread[0]?.reason === 'backup.placeDamaged' ? { path: '' } : {});
  return generations;
}

/** The backup to take unless there is a reason not to: the newest whole one, or simply the newest. */
export const recommendedOf = (generations: readonly OpenedGeneration[]): OpenedGeneration | undefined =>
  generations.find(one => one.missingPacks === 0) ?? generations[0];
