import type { LogHead } from '#shared/domain/backup/backup.ts';
import type { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import type { StoredObject } from '../../ports/backup-store.ts';
import { misplacedIn, openManifest } from './manifest-file.ts';
import type { BackupContext } from './ports.ts';
import { listSnaps, type SnapName } from './repository.ts';

/** One list of contents as it lies in a place under one name: opened, signed, and of this repository. */
export interface StoredGeneration {
  readonly key: string;
  readonly machineId: string;
  readonly seq: number;
  /** Digest of the manifest: the same backup under two names has one. */
  readonly sha256: string;
  readonly previous: string | null;
  readonly createdAt: string;
  /** When the place says that the list was stored. */
  readonly storedAt: string;
  readonly logHead: LogHead;
  /** Names of the packs and of the vault object it needs. */
  readonly needs: readonly string[];
}

/** A list of contents that is there and was not accepted, told from its name alone. */
export interface UnreadGeneration {
  readonly machineId: string;
  readonly seq: number;
  /** Not ours to open, not signed by us, damaged, or another one's content under this name. */
  readonly reason: ErrorCode;
}

/** The same, with where it lies and since when. */
export interface UnreadObject extends UnreadGeneration {
  readonly key: string;
  readonly storedAt: string;
}

export interface Contents {
  /** By machine and number. */
  readonly generations: readonly StoredGeneration[];
  readonly unread: readonly UnreadObject[];
  /** Everything below `m/`. */
  readonly objects: readonly StoredObject[];
}

/** Links of the chain of previous digests that lead nowhere. The end of a series is left alone: old backups expire. */
export function brokenLinks(all: readonly Pick<StoredGeneration, 'machineId' | 'seq' | 'sha256' | 'previous'>[]): { readonly machineId: string; readonly seq: number }[] {
  const there = new Map(all.map(one => [one.sha256, one]));
  const first = new Map<string, number>();
  for (const { machineId, seq } of all) first.set(machineId, Math.min(seq, first.get(machineId) ?? seq));
  return [...there.values()]
    .filter(({ previous, machineId, seq }) => previous !== null && !there.has(previous) && seq > (first.get(machineId) ?? seq))
    .map(({ machineId, seq }) => ({ machineId, seq: seq - 1 }));
}

/**
 * Opens every list of contents in the place, one after the other, and keeps of each only what is needed to judge what
 * may go: a long series of a large database would fill the memory. Changes nothing.
 */
export async function readContents({ store, identity }: Pick<BackupContext, 'store' | 'identity'>, version: Pick<RepositoryVersion, 'clinicId' | 'repositoryId'>): Promise<Contents> {
  const objects = await store.list('m/');
  const generations: StoredGeneration[] = [];
  const unread: UnreadObject[] = [];
  const names = new Map(objects.map(({ key }) => [key, key]));
  for (const snap of await listSnaps(store)) {
    const named = { key: snap.object.key, machineId: snap.machineId, seq: snap.seq, storedAt: snap.object.modifiedAt.toISOString() };
    const opened = await openOne(await store.get(snap.object.key), { snap, identity: identity.reveal(), version });
    if (typeof opened === 'string') unread.push({ ...named, reason: opened });
    else if (opened !== undefined) generations.push({ ...named, ...opened, needs: opened.needs.map(key => names.get(key) ?? key) });
  }
  return { generations, unread, objects };
}

type Opened = Pick<StoredGeneration, 'sha256' | 'previous' | 'createdAt' | 'logHead' | 'needs'>;

/** What it says, the reason it was refused, or undefined when it is gone meanwhile. */
async function openOne(file: Buffer | undefined, { snap, identity, version }: { snap: SnapName; identity: string; version: Pick<RepositoryVersion, 'clinicId' | 'repositoryId'> }): Promise<Opened | ErrorCode | undefined> {
  if (file === undefined) return undefined;
  try {
    const { manifest, sha256 } = await openManifest(file, [identity], null);
    const wrong = misplacedIn(manifest, version, snap);
    if (wrong !== null) return wrong;
    const { previous, createdAt, logHead, packs, vault } = manifest;
    return { sha256, previous, createdAt, logHead, needs: [...packs.map(pack => pack.key), ...(vault === null ? [] : [vault.key])] };
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
