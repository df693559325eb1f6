import { createHash } from 'node:crypto';

import type { Certificate, Generation } from '#shared/domain/backup/backup.ts';
import { type Manifest, MANIFEST_FORMAT, type Pack, type RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { BASE_DAYS } from '#shared/domain/backup/retention.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { keyCheckValue } from '../../security/vault/database-key.ts';
import { ARCHIVE_EVERY_MS, storeArchive } from './archive.ts';
import { type Copied, copyPages } from './copy-pages.ts';
import { storeKeyFiles } from './key-store.ts';
import type { LocalState } from './local-state.ts';
import { sealManifest } from './manifest-file.ts';
import { openPlace } from './open-place.ts';
import type { BackupContext } from './ports.ts';
import { ProofFailed, proveBackup, scratchFits } from './prove.ts';
import { newSnapKey } from './repository.ts';
import { computerError } from './system-code.ts';
import { storeVault } from './vault-bundle.ts';

const DAY_MS = 86_400_000;
const BASE_MIN_LIVE = 0.7;
const FULL_COMPARE_EVERY_MS = 7 * DAY_MS;

export interface BackupResult {
  readonly generation: Generation;
  readonly certificate: Certificate;
}

interface Stored {
  readonly manifest: Manifest;
  readonly manifestKey: string;
  readonly manifestSha256: string;
  readonly newPacks: readonly Pack[];
}

const age = (since: string | null, now: Date): number => (since === null ? Infinity : now.getTime() - Date.parse(since));

/** A base is renewed by age, and when too little of it is still current (design/backup.md, re-base). */
function baseIsWorn(state: LocalState, now: Date): boolean {
  const { base } = state.fields;
  if (base === null) return false;
  const members = new Set(base.packs);
  const live = state.map.livePages().reduce((sum, pages, index) => (members.has(state.map.packs[index]?.key ?? '') ? sum + pages : sum), 0);
  return age(base.createdAt, now) > BASE_DAYS * DAY_MS || live < base.pages * BASE_MIN_LIVE;
}

/** A new kit cannot open what was encrypted to the old one: with other recipients everything is sent again. */
async function followRecipients(ctx: BackupContext, state: LocalState): Promise<void> {
  const recipients = createHash('sha256').update([...ctx.recipients].sort().join('\n')).digest('hex');
  if (state.fields.recipients === recipients) return;
  if (state.fields.recipients !== null && !state.rebasing) await state.beginBase();
  state.fields = { ...state.fields, recipients, vault: null };
}

interface Draft {
  readonly version: RepositoryVersion;
  readonly state: LocalState;
  readonly copied: Copied;
  readonly stored: Awaited<ReturnType<typeof storeVault>>;
  readonly now: Date;
}

function draftManifest(ctx: BackupContext, { version, state, copied, stored, now }: Draft): Manifest {
  const extents = state.map.compact();
  return {
    format: MANIFEST_FORMAT, clinicId: ctx.clinic.id, clinicName: ctx.clinic.name, repositoryId: version.repositoryId,
    machineId: state.fields.machineId, seq: state.fields.seq + 1, previous: state.fields.manifestSha256, createdAt: now.toISOString(),
    appVersion: ctx.appVersion, schemaVersion: copied.snapshot.schemaVersion, keyCheck: keyCheckValue(Buffer.from(ctx.keyHex.reveal(), 'hex')),
    pageSize: copied.snapshot.pageSize, pages: copied.snapshot.pages, fileSha256: copied.fileSha256, packs: [...state.map.packs], extents,
    vault: stored.vault, counts: copied.snapshot.counts, logHead: copied.snapshot.logHead, uploadedBytes: copied.uploadedBytes + stored.uploadedBytes,
  };
}

/** Whether this run checks every page of the file, and when that was last done once it has ended. */
function comparison(state: LocalState, now: Date): { readonly fullCompare: boolean; readonly fullCompareAt: string } {
  const last = state.fields.fullCompareAt;
  // the first backup checks every page on its way to the place
  if (last === null) return { fullCompare: false, fullCompareAt: now.toISOString() };
  return age(last, now) > FULL_COMPARE_EVERY_MS ? { fullCompare: true, fullCompareAt: now.toISOString() } : { fullCompare: false, fullCompareAt: last };
}

/** A database whose log ends before the newest backup's was put back under us. */
function refuseOlder(state: LocalState, copied: Copied): void {
  const expected = state.fields.logHead?.seq ?? 0;
  if (copied.snapshot.logHead.seq < expected) throw new AppError('db.rolledBack', { found: copied.snapshot.logHead.seq, expected });
}

async function store(ctx: BackupContext, state: LocalState, version: RepositoryVersion): Promise<Stored> {
  const now = ctx.now();
  if (!state.rebasing && baseIsWorn(state, now)) await state.beginBase();
  await followRecipients(ctx, state);
  // sent again with every base: a server deletes by age, and this one object would go before the backups that name it
  if (state.rebasing) state.fields = { ...state.fields, vault: null };
  const { fullCompare, fullCompareAt } = comparison(state, now);
  const copied = await copyPages({ ctx, state, fullCompare });
  refuseOlder(state, copied);
  ctx.onProgress({ job: 'backup', phase: 'finishing', done: 0, total: 1 });
  const stored = await storeVault(ctx, state);
  await storeKeyFiles(ctx, state);
  const manifest = draftManifest(ctx, { version, state, copied, stored, now });
  const { file, signed } = await sealManifest(manifest, ctx.signer, ctx.recipients);
  const manifestKey = newSnapKey(manifest.machineId, manifest.seq);
  await state.intend(manifestKey);
  // last of all: until the manifest is there, everything above is unreferenced and harmless
  await ctx.store.put(manifestKey, file);
  await ctx.anchors.write({
    repositoryId: version.repositoryId, machineId: manifest.machineId, seq: manifest.seq, manifestSha256: signed.sha256, createdAt: manifest.createdAt,
  });
  const newPages = copied.packs.reduce((sum, pack) => sum + pack.pages, 0);
  const isBase = state.rebasing || state.fields.base === null || newPages >= manifest.pages * BASE_MIN_LIVE;
  await state.commit({
    ...state.fields, seq: manifest.seq, manifestSha256: signed.sha256, signerFingerprint: signed.signerFingerprint, logHead: manifest.logHead, fileSha256: manifest.fileSha256,
    base: isBase ? { seq: manifest.seq, createdAt: manifest.createdAt, packs: manifest.packs.map(pack => pack.key), pages: manifest.pages } : state.fields.base,
    vault: stored.vault === null ? null : { ...stored.vault, digest: stored.digest },
    fullCompareAt,
  });
  return { manifest, manifestKey, manifestSha256: signed.sha256, newPacks: copied.packs };
}

/** A server's backup is restored whole by the weekly drill too; sending it all back each night would cost more than it tells. */
const SERVER_PROOF_EVERY_MS = 28 * DAY_MS;

/** How thorough the proof can be: whole restores for what a folder reads in seconds, at set intervals for larger files and for servers. */
async function proofKind(ctx: BackupContext, state: LocalState, bytes: number): Promise<Certificate['kind']> {
  if (!(await scratchFits(ctx.workFolder, bytes))) return 'light';
  if (ctx.store.kind === 'folder' && bytes <= 2e9) return 'full';
  const everyMs = ctx.store.kind === 's3' ? SERVER_PROOF_EVERY_MS : bytes <= 20e9 ? DAY_MS : 7 * DAY_MS;
  return age(state.fields.fullProofAt, ctx.now()) > everyMs ? 'full' : 'light';
}

/** What the outside may know of a manifest. */
export function generationOf(manifest: Manifest): Generation {
  return {
    id: `${manifest.machineId}/${manifest.seq}`, machineId: manifest.machineId, seq: manifest.seq, createdAt: manifest.createdAt,
    databaseBytes: manifest.pages * manifest.pageSize, uploadedBytes: manifest.uploadedBytes, counts: manifest.counts, logHead: manifest.logHead,
    appVersion: manifest.appVersion, schemaVersion: manifest.schemaVersion,
  };
}

/** Notes what the place did not give back, so that the next run sends it again. */
async function forgetBad(state: LocalState, bad: ReadonlySet<string>): Promise<void> {
  const keys = state.fields.keys.filter(one => !bad.has(one.key));
  const vault = state.fields.vault !== null && bad.has(state.fields.vault.key) ? null : state.fields.vault;
  const pages = state.map.forget(bad);
  if (pages > 0 || keys.length < state.fields.keys.length || vault !== state.fields.vault) await state.commit({ ...state.fields, keys, vault });
}

/**
 * Stores the monthly archive of the file that a full proof has just restored, so that no lock is held while it is sent. A
 * folder must have room for it three times over. A place that refuses it is asked again by the next run: the backup itself
 * is stored and proven.
 */
async function archiveMonthly(ctx: BackupContext, state: LocalState, { file, manifest }: { file: string; manifest: Manifest }): Promise<void> {
  const { archiveAt } = state.fields;
  if (archiveAt !== null && age(archiveAt, ctx.now()) < ARCHIVE_EVERY_MS) return;
  if (archiveAt !== null) {
    const free = await ctx.store.freeBytes();
    if (free !== null && free < 3 * manifest.pages * manifest.pageSize) return;
    const isStored = await storeArchive(ctx, manifest, file).then(() => true, (error: unknown) => {
      if (isAppError(error)) return false;
      throw error;
    });
    if (!isStored) return;
  }
  await state.commit({ ...state.fields, archiveAt: manifest.createdAt });
}

/**
 * One backup, from looking at the place to the certificate. Safe to kill at any point: the next run goes on where this
 * one stopped. Throws AppErrors `backup.place…`, `server.…`, `backup.computer…`, `backup.verifyFailed`, `db.corrupt`, `db.rolledBack`.
 */
export async function runBackup(ctx: BackupContext): Promise<BackupResult> {
  try {
    return await runOnce(ctx);
  } catch (error) {
    throw computerError(error);
  }
}

async function runOnce(ctx: BackupContext): Promise<BackupResult> {
  ctx.onProgress({ job: 'backup', phase: 'preparing', done: 0, total: 1 });
  const { version, state } = await openPlace(ctx);
  const stored = await store(ctx, state, version);
  ctx.onProgress({ job: 'backup', phase: 'verifying', done: 0, total: 1 });
  const kind = await proofKind(ctx, state, stored.manifest.pages * stored.manifest.pageSize);
  let certificate: Certificate;
  try {
    certificate = await proveBackup(ctx, { ...stored, kind, keyFiles: state.fields.keys, onRestored: (file, manifest) => archiveMonthly(ctx, state, { file, manifest }) });
  } catch (error) {
    if (error instanceof ProofFailed) await forgetBad(state, new Set(error.badPacks));
    throw error;
  }
  if (kind === 'full') await state.commit({ ...state.fields, fullProofAt: certificate.verifiedAt });
  ctx.onProgress({ job: 'backup', phase: 'done', done: 1, total: 1 });
  return { generation: generationOf(stored.manifest), certificate };
}
