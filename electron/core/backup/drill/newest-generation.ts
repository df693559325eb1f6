import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { openManifest, type SignedManifest } from '../engine/manifest-file.ts';
import { listSnaps, readVersion, type SnapName } from '../engine/repository.ts';

export interface NewestRequest {
  readonly store: BackupStore;
  readonly identities: readonly string[];
  /** SHA-256 of the signing key that must have signed; null accepts any key, as a kit whose codes were typed does. */
  readonly fingerprint: string | null;
  /** The clinic it must belong to; null when only the kit is known and its codes were typed. */
  readonly clinicId: string | null;
  /** What this computer knows of the place: an older newest backup is a rollback. Null for a stranger. */
  readonly anchor: { readonly machineId: string; readonly seq: number; readonly manifestSha256: string } | null;
}

export interface Newest extends SignedManifest {
  readonly bytesRead: number;
}

/** The newest manifest's name of each machine; of two with one number, both. */
function candidates(snaps: readonly SnapName[]): SnapName[] {
  const newest = new Map<string, number>();
  for (const { machineId, seq } of snaps) newest.set(machineId, Math.max(seq, newest.get(machineId) ?? 0));
  return snaps.filter(({ machineId, seq }) => newest.get(machineId) === seq);
}

function refuseRollback(opened: readonly SignedManifest[], { anchor }: NewestRequest): void {
  if (anchor === null) return;
  const own = opened.filter(({ manifest }) => manifest.machineId === anchor.machineId);
  const found = Math.max(0, ...own.map(({ manifest }) => manifest.seq));
  if (found < anchor.seq) throw new AppError('backup.placeRolledBack', { found, expected: anchor.seq });
  const same = own.filter(({ manifest }) => manifest.seq === anchor.seq);
  if (same.length > 0 && !same.some(({ sha256 }) => sha256 === anchor.manifestSha256)) throw new AppError('backup.placeDamaged', { path: '' });
}

const isNewer = (a: Manifest, b: Manifest): boolean => a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.seq > b.seq);

/**
 * The newest backup of a place, as strictly as a drill must be: the newest of every computer has to open, be signed and
 * belong to the clinic, and nothing this computer anchored may be missing. Throws restore.noBackups, restore.kitWrong,
 * restore.signatureWrong, backup.placeForeign, backup.placeDamaged, backup.placeRolledBack, and what the store says.
 */
export async function newestGeneration(request: NewestRequest): Promise<Newest> {
  const { store, identities, fingerprint, clinicId } = request;
  const version = await readVersion(store, '');
  if (version === undefined) throw new AppError('backup.placeMissing', { path: '' });
  if (clinicId !== null && version.clinicId !== clinicId) throw new AppError('backup.placeForeign', { path: '' });
  const names = candidates(await listSnaps(store));
  if (names.length === 0) throw new AppError(request.anchor === null ? 'restore.noBackups' : 'backup.placeRolledBack', request.anchor === null ? {} : { found: 0, expected: request.anchor.seq });
  let bytesRead = 0;
  const opened: SignedManifest[] = [];
  for (const name of names) {
    const file = await store.get(name.object.key);
    if (file === undefined) throw new AppError('backup.placeDamaged', { path: '' });
    bytesRead += file.length;
    const signed = await openManifest(file, identities, fingerprint);
    if (signed.manifest.clinicId !== version.clinicId || signed.manifest.repositoryId !== version.repositoryId) throw new AppError('backup.placeForeign', { path: '' });
    if (signed.manifest.machineId !== name.machineId || signed.manifest.seq !== name.seq) throw new AppError('backup.placeDamaged', { path: '' });
    opened.push(signed);
  }
  refuseRollback(opened, request);
  const [first, ...others] = opened;
  if (first === undefined) throw new AppError('restore.noBackups');
  return { ...others.reduce((newest, one) => (isNewer(one.manifest, newest.manifest) ? one : newest), first), bytesRead };
}
