import type { Manifest, RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { misplacedIn, openManifest, type SignedManifest } from '../engine/manifest-file.ts';
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

/** Manifests' names by machine, newest first. */
function byMachine(snaps: readonly SnapName[]): SnapName[][] {
  const machines = new Map<string, SnapName[]>();
  for (const snap of snaps) machines.set(snap.machineId, [...(machines.get(snap.machineId) ?? []), snap]);
  return [...machines.values()].map(names => names.sort((a, b) => b.seq - a.seq));
}

/** So many names that do not open are passed over, and only where an anchor says how far back that may go. */
const RUBBISH_LIMIT = 20;

function refuseRollback(opened: readonly SignedManifest[], { anchor }: NewestRequest): void {
  if (anchor === null) return;
  const own = opened.filter(({ manifest }) => manifest.machineId === anchor.machineId);
  const found = Math.max(0, ...own.map(({ manifest }) => manifest.seq));
  if (found < anchor.seq) throw new AppError('backup.placeRolledBack', { found, expected: anchor.seq });
  const same = own.filter(({ manifest }) => manifest.seq === anchor.seq);
  if (same.length > 0 && !same.some(({ sha256 }) => sha256 === anchor.manifestSha256)) throw new AppError('backup.placeDamaged', { path: '' });
}

const isNewer = (a: Manifest, b: Manifest): boolean => a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.seq > b.seq);

interface Reading {
  readonly request: NewestRequest;
  readonly version: RepositoryVersion;
  bytesRead: number;
}

/** Undefined for one that was listed a moment ago and is gone: another computer's old backups expire, as if the drill had begun after that. */
async function openOne(reading: Reading, name: SnapName): Promise<SignedManifest | undefined> {
  const { request: { store, identities, fingerprint }, version } = reading;
  const file = await store.get(name.object.key);
  if (file === undefined && (await store.head(name.object.key)) === undefined) return undefined;
  if (file === undefined) throw new AppError('backup.placeDamaged', { path: '' });
  reading.bytesRead += file.length;
  const signed = await openManifest(file, identities, fingerprint);
  const wrong = misplacedIn(signed.manifest, version, name);
  if (wrong !== null) throw new AppError(wrong, { path: '' });
  return signed;
}

/** The newest that opens among one computer's names, with its twins of the same number: two are a fork that the anchor decides. */
async function newestOf(reading: Reading, names: readonly SnapName[]): Promise<SignedManifest[]> {
  const opened: SignedManifest[] = [];
  let refusal: unknown;
  for (const name of names.slice(0, RUBBISH_LIMIT)) {
    if (opened[0] !== undefined && opened[0].manifest.seq !== name.seq) break;
    try {
      const one = await openOne(reading, name);
      if (one !== undefined) opened.push(one);
    } catch (error) {
      // passed over only for what lies there: a disk that fails at it says nothing about that
      if (!isAppError(error) || isAppError(error, 'backup.placeFailing') || reading.request.anchor === null) throw error;
      refusal ??= error;
    }
  }
  if (opened.length === 0 && refusal !== undefined) throw refusal;
  return opened;
}

async function requireVersion({ store, clinicId }: NewestRequest): Promise<RepositoryVersion> {
  const version = await readVersion(store, '');
  if (version === undefined) throw new AppError('backup.placeMissing', { path: '' });
  if (clinicId !== null && version.clinicId !== clinicId) throw new AppError('backup.placeForeign', { path: '' });
  return version;
}

/**
 * The newest backup of a place, as strictly as a drill must be: the newest of every computer has to open, be signed and
 * belong to the clinic, and nothing this computer anchored may be missing. With an anchor, rubbish that somebody stored
 * under a newer name is passed over: it hides nothing. Throws restore.noBackups, restore.kitWrong,
 * restore.signatureWrong, backup.placeForeign, backup.placeDamaged, backup.placeRolledBack, and what the store says.
 */
export async function newestGeneration(request: NewestRequest): Promise<Newest> {
  const reading: Reading = { request, version: await requireVersion(request), bytesRead: 0 };
  const opened: SignedManifest[] = [];
  for (const names of byMachine(await listSnaps(request.store))) opened.push(...(await newestOf(reading, names)));
  refuseRollback(opened, request);
  const [first, ...others] = opened;
  if (first === undefined) throw new AppError('restore.noBackups');
  return { ...others.reduce((newest, one) => (isNewer(one.manifest, newest.manifest) ? one : newest), first), bytesRead: reading.bytesRead };
}
