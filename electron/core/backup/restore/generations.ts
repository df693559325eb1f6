import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';
import { misplaced, openManifest, type SignedManifest } from '../engine/manifest-file.ts';
import { brokenLinks, type UnreadGeneration } from '../engine/place-contents.ts';
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
  try {
    for await (const file of everyCopy(request.store, snap.object.key)) {
      try {
        return { snap, signed: await openManifest(file, request.identities, request.fingerprint) };
      } catch (error) {
        if (!isAppError(error)) throw error;
        refusal ??= error;
      }
    }
  } catch (error) {
    // a bad spot on the disk hides this one backup, not the others
    if (!isAppError(error, 'backup.placeFailing')) throw error;
    refusal ??= error;
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

interface Opened {
  readonly snap: SnapName;
  readonly signed: SignedManifest;
}

/** A card names no signing key. The store's own date cannot be set by whoever adds objects later, so its first signer is believed. */
function bySigner(opened: readonly Opened[]): Opened[] {
  const first = opened.reduce<Opened | undefined>((best, one) => (best === undefined || one.snap.object.modifiedAt < best.snap.object.modifiedAt ? one : best), undefined);
  return opened.filter(({ signed }) => signed.signerFingerprint === first?.signed.signerFingerprint);
}

export interface FoundGenerations {
  /** Newest first by the clinic's own clock; each once, whatever number of names it lies under. */
  readonly generations: readonly OpenedGeneration[];
  readonly unread: readonly UnreadGeneration[];
  /** Backups that a later one refers to and an earlier one precedes, and that are nowhere: taken out of the series. */
  readonly gone: readonly { readonly machineId: string; readonly seq: number }[];
}

const newestFirst = (a: OpenedGeneration, b: OpenedGeneration): number =>
  a.manifest.createdAt < b.manifest.createdAt || (a.manifest.createdAt === b.manifest.createdAt && a.manifest.seq < b.manifest.seq) ? 1 : -1;

/** What is wrong with a list of contents that lies under this name; null for nothing. */
function reasonAgainst({ snap, signed, refusal }: Tried, believed: ReadonlyMap<string, unknown>): ErrorCode | null {
  if (signed === undefined) return refusal?.code ?? null;
  if (!believed.has(signed.sha256)) return 'restore.signatureWrong';
  return misplaced(signed.manifest, snap);
}

/** Opens every list of contents in the place: those that hold, those that do not with the reason, and those that must have been there. */
export async function findGenerations(request: GenerationsRequest): Promise<FoundGenerations> {
  const snaps = await listSnaps(request.store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const present = new Map((await request.store.list('m/')).map(object => [object.key, object]));
  const tried = await tryAll(request, [...snaps].reverse());
  const believed = bySigner(tried.flatMap(({ snap, signed }) => (signed === undefined ? [] : [{ snap, signed }])));
  const opened = new Map(believed.map(({ signed }) => [signed.sha256, { ...signed, missingPacks: countMissing(signed, present) }]));
  const unread = tried.flatMap((one): UnreadGeneration[] => {
    const reason = reasonAgainst(one, opened);
    return reason === null ? [] : [{ machineId: one.snap.machineId, seq: one.snap.seq, reason }];
  });
  return { generations: [...opened.values()].sort(newestFirst), unread, gone: brokenLinks([...opened.values()].map(({ sha256, manifest: { machineId, seq, previous } }) => ({ sha256, machineId, seq, previous }))) };
}

/**
 * The same, with at least one backup that holds: damaged ones are told as long as one is whole. Throws
 * `restore.noBackups` for none at all, otherwise the reason the newest one failed.
 */
export async function requireGenerations(request: GenerationsRequest): Promise<FoundGenerations> {
  const found = await findGenerations(request);
  const reason = found.unread[0]?.reason;
  if (found.generations.length === 0) throw new AppError(reason ?? 'restore.noBackups', reason === 'backup.placeDamaged' || reason === 'backup.placeFailing' ? { path: '' } : {});
  return found;
}

/** Every backup in the place that these identities open, newest first by the clinic's own clock. Errors: as `requireGenerations`. */
export const openGenerations = async (request: GenerationsRequest): Promise<readonly OpenedGeneration[]> => (await requireGenerations(request)).generations;

/** The backup to take unless there is a reason not to: the newest whole one, or simply the newest. */
export const recommendedOf = (generations: readonly OpenedGeneration[]): OpenedGeneration | undefined =>
  generations.find(one => one.missingPacks === 0) ?? generations[0];
