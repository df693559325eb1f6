import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';
import { openManifest, type SignedManifest } from '../engine/manifest-file.ts';
import { listSnaps, type SnapName } from '../engine/repository.ts';
import { everyCopy } from './versioned-reads.ts';

/** One backup that the key opens and whose signature holds. */
export interface OpenedGeneration extends SignedManifest {
  /** Packs that are gone or have another size than the manifest says. */
  readonly missingPacks: number;
}

export interface GenerationsRequest {
  readonly store: BackupStore;
  readonly identities: readonly string[];
  /** SHA-256 of the signing key that must have signed, from the kit; null believes whoever signed what was stored first. */
  readonly fingerprint: string | null;
}

/** Manifests asked for at once: a server answers each in some tens of milliseconds. */
const AT_ONCE = 6;

const countMissing = ({ manifest }: SignedManifest, present: ReadonlyMap<string, StoredObject>): number =>
  [...manifest.packs, ...(manifest.vault === null ? [] : [manifest.vault])].filter(pack => present.get(pack.key)?.size !== pack.size).length;

interface Tried {
  readonly snap: SnapName;
  readonly signed?: SignedManifest;
  readonly refusal?: AppError;
}

/** The first copy that opens; what somebody wrote over a manifest hides nothing as long as the store keeps versions. */
async function tryManifest(request: GenerationsRequest, snap: SnapName): Promise<Tried> {
  let refusal: AppError | undefined;
  for await (const file of everyCopy(request.store, snap.object.key)) {
    try {
      return { snap, signed: await openManifest(file, request.identities, request.fingerprint) };
    } catch (error) {
      if (!isAppError(error)) throw error;
      refusal ??= error;
    }
  }
  return refusal === undefined ? { snap } : { snap, refusal };
}

async function tryAll(request: GenerationsRequest, snaps: readonly SnapName[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (let from = 0; from < snaps.length; from += AT_ONCE) {
    tried.push(...(await Promise.all(snaps.slice(from, from + AT_ONCE).map(snap => tryManifest(request, snap)))));
  }
  return tried;
}

/** A card names no signing key. The store's own date cannot be set by whoever adds objects later, so its first signer is believed. */
function bySigner(opened: readonly Required<Pick<Tried, 'snap' | 'signed'>>[]): SignedManifest[] {
  const first = opened.reduce<(typeof opened)[number] | undefined>((best, one) => (best === undefined || one.snap.object.modifiedAt < best.snap.object.modifiedAt ? one : best), undefined);
  return opened.flatMap(({ signed }) => (signed.signerFingerprint === first?.signed.signerFingerprint ? [signed] : []));
}

const newestFirst = (a: OpenedGeneration, b: OpenedGeneration): number =>
  a.manifest.createdAt < b.manifest.createdAt || (a.manifest.createdAt === b.manifest.createdAt && a.manifest.seq < b.manifest.seq) ? 1 : -1;

/**
 * Every backup in the place that these identities open, newest first by the clinic's own clock. Damaged ones are left
 * out as long as one is whole. Throws `restore.noBackups` for none at all, otherwise the reason the newest one failed.
 */
export async function openGenerations(request: GenerationsRequest): Promise<readonly OpenedGeneration[]> {
  const snaps = await listSnaps(request.store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const present = new Map((await request.store.list('m/')).map(object => [object.key, object]));
  const tried = await tryAll(request, [...snaps].reverse());
  const signed = bySigner(tried.flatMap(({ snap, signed: one }) => (one === undefined ? [] : [{ snap, signed: one }])));
  if (signed.length === 0) throw tried.find(one => one.refusal !== undefined)?.refusal ?? new AppError('restore.noBackups');
  return signed.map(one => ({ ...one, missingPacks: countMissing(one, present) })).sort(newestFirst);
}

/** The backup to take unless there is a reason not to: the newest whole one, or simply the newest. */
export const recommendedOf = (generations: readonly OpenedGeneration[]): OpenedGeneration | undefined =>
  generations.find(one => one.missingPacks === 0) ?? generations[0];
