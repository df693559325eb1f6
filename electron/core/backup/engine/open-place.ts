import type { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { LocalState } from './local-state.ts';
import { keyFingerprint, openManifest, type SignedManifest } from './manifest-file.ts';
import type { BackupContext } from './ports.ts';
import { listSnaps, machinePrefix, readVersion, type SnapName } from './repository.ts';

export interface OpenPlace {
  readonly version: RepositoryVersion;
  readonly state: LocalState;
}

/** Throws unless the place is a repository of this clinic; an absent VERSION means the disk is not there. */
async function readOurVersion(ctx: BackupContext): Promise<RepositoryVersion> {
  const version = await readVersion(ctx.store, '');
  if (version === undefined) throw new AppError('backup.placeMissing', { path: '' });
  if (version.clinicId !== ctx.clinic.id) throw new AppError('backup.placeForeign', { path: '' });
  // the anchors are kept by this number: under another one nobody would notice that the place was put back
  if (ctx.repositoryId !== undefined && version.repositoryId !== ctx.repositoryId) throw new AppError('backup.placeMissing', { path: '' });
  return version;
}

/** The newest backup that this computer anchored must still be there: else somebody put an older copy in its place. */
async function refuseRollback(ctx: BackupContext, repositoryId: string): Promise<void> {
  const anchor = await ctx.anchors.read(repositoryId);
  if (anchor === undefined) return;
  const snaps = await listSnaps(ctx.store, anchor.machineId);
  const newest = snaps.at(-1)?.seq ?? 0;
  if (newest < anchor.seq) throw new AppError('backup.placeRolledBack', { found: newest, expected: anchor.seq });
  const candidates = snaps.filter(snap => snap.seq === anchor.seq);
  for (const candidate of candidates) if ((await openStored(ctx, candidate))?.sha256 === anchor.manifestSha256) return;
  throw new AppError('backup.placeDamaged', { path: '' });
}

/** A stored manifest, or undefined when it is none of ours that can be read. A store that does not answer is still an error. */
async function openStored(ctx: BackupContext, snap: SnapName): Promise<SignedManifest | undefined> {
  const file = await ctx.store.get(snap.object.key);
  if (file === undefined) return undefined;
  return openManifest(file, [ctx.identity.reveal()], null).catch(() => undefined);
}

interface Ahead {
  readonly key: string;
  readonly opened: SignedManifest;
}

/**
 * Manifests of this series that this computer's key signed under that very number, beyond our own count or beside ours
 * under the same one. Whatever else lies there under such a name (anybody who may write can put it) says nothing about
 * our backups and stops none.
 */
async function findAhead(ctx: BackupContext, { fields }: LocalState): Promise<readonly Ahead[]> {
  const signers = [keyFingerprint(ctx.signer.publicKeyDer), fields.signerFingerprint];
  const snaps = await listSnaps(ctx.store, fields.machineId);
  const hasTwins = snaps.filter(snap => snap.seq === fields.seq).length > 1;
  const found: Ahead[] = [];
  for (const snap of snaps) {
    if (snap.seq < fields.seq || (snap.seq === fields.seq && !hasTwins)) continue;
    const opened = await openStored(ctx, snap);
    if (opened === undefined || !signers.includes(opened.signerFingerprint)) continue;
    if (opened.manifest.seq !== snap.seq || opened.manifest.machineId !== snap.machineId) continue;
    // two computers that stored the same number at the same moment: one of them gives way, and both know which
    if (snap.seq > fields.seq || opened.sha256 < (fields.manifestSha256 ?? '')) found.push({ key: snap.object.key, opened });
  }
  return found;
}

/**
 * Squares our bookkeeping with the newest manifest in the place. One step ahead, linked to ours and under the name we
 * had written down: the program was killed between storing the manifest and noting it, so it is taken over. Anything
 * else ahead: this data folder is an older copy, or a copy of it runs on another computer; going on would tangle two
 * histories in one series, so a new series is begun instead.
 */
async function reconcile(ctx: BackupContext, state: LocalState): Promise<void> {
  const ahead = await findAhead(ctx, state);
  const [only] = ahead;
  if (only === undefined) return;
  const { opened } = only;
  const isOurs = ahead.length === 1 && only.key === (await state.intended());
  if (isOurs && opened.manifest.seq === state.fields.seq + 1 && opened.manifest.previous === state.fields.manifestSha256) {
    const { manifest } = opened;
    await state.commit({
      ...state.fields, seq: manifest.seq, manifestSha256: opened.sha256, signerFingerprint: opened.signerFingerprint,
      logHead: manifest.logHead, pageSize: manifest.pageSize, fileSha256: manifest.fileSha256, vault: null,
      base: state.rebasing || state.fields.base === null
        ? { seq: manifest.seq, createdAt: manifest.createdAt, packs: manifest.packs.map(pack => pack.key), pages: manifest.pages }
        : state.fields.base,
    });
    return;
  }
  await state.startOver();
}

/** Marks packs that are gone or have another size as not stored, so that this run sends their pages again. */
async function auditPacks(ctx: BackupContext, state: LocalState): Promise<void> {
  const sizes = new Map((await ctx.store.list(`${machinePrefix(state.fields.machineId)}packs/`)).map(one => [one.key, one.size]));
  state.map.forget(new Set(state.map.packs.filter(pack => sizes.get(pack.key) !== pack.size).map(pack => pack.key)));
}

/** Opens the place for a run: ours, not rolled back, bookkeeping squared, missing packs known. */
export async function openPlace(ctx: BackupContext): Promise<OpenPlace> {
  const version = await readOurVersion(ctx);
  await refuseRollback(ctx, version.repositoryId);
  const state = await LocalState.load(ctx.workFolder, version.repositoryId);
  await reconcile(ctx, state);
  await auditPacks(ctx, state);
  return { version, state };
}
