import { randomInt, randomUUID } from 'node:crypto';
import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

import type { Certificate } from '#shared/domain/backup/backup.ts';
import type { Manifest, Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { damagedKeyFiles } from './key-store.ts';
import type { StoredKeyFile } from './local-state.ts';
import { openManifest } from './manifest-file.ts';
import type { BackupContext } from './ports.ts';
import { machinePrefix } from './repository.ts';
import { eachOf, fetchPack, rebuild } from './rebuild.ts';
import { readVault } from './vault-bundle.ts';
import { withCrew } from './work/crew.ts';

export interface ProveRequest {
  readonly manifestKey: string;
  readonly manifestSha256: string;
  /** Written by the run itself: always read back, also in a light proof. */
  readonly newPacks: readonly Pack[];
  readonly kind: Certificate['kind'];
  /** Files that open the backups without the kit; every one is read back. */
  readonly keyFiles?: readonly StoredKeyFile[];
  /** Called with the restored file once a full proof has found it whole, before it is destroyed. */
  readonly onRestored?: (file: string, manifest: Manifest) => Promise<void>;
}

/** A proof that failed: what to send again next time. */
export class ProofFailed extends AppError {
  readonly badPacks: readonly string[];
  constructor(badPacks: readonly string[], cause?: unknown) {
    super('backup.verifyFailed', {}, cause);
    this.badPacks = badPacks;
  }
}

/** Share of the older packs that a light proof reads, at least one: of a server as much in a month of nights (design/backup.md G). */
const SAMPLE = { folder: 0.05, s3: 0.05 / 30 } as const;

interface Evidence {
  readonly bytesRead: number;
  readonly pagesChecked: number;
}

/** Names and sizes of all packs, everything this run wrote read back, and a sample of the rest. */
async function readSample(ctx: BackupContext, manifest: Manifest, newPacks: readonly Pack[]): Promise<Evidence> {
  const fresh = new Set(newPacks.map(pack => pack.key));
  const older = manifest.packs.filter(pack => !fresh.has(pack.key));
  const wanted = manifest.packs.filter(pack => fresh.has(pack.key));
  for (let count = Math.ceil(older.length * SAMPLE[ctx.store.kind]); count > 0; count -= 1) wanted.push(...older.splice(randomInt(older.length), 1));
  const sizes = new Map((await ctx.store.list(`${machinePrefix(manifest.machineId)}packs/`)).map(object => [object.key, object.size]));
  const bad = manifest.packs.filter(pack => sizes.get(pack.key) !== pack.size).map(pack => pack.key);
  let bytesRead = 0;
  let pagesChecked = 0;
  let done = 0;
  await withCrew(crew => eachOf(wanted, crew.size + 1, async pack => {
    const content = await fetchPack(ctx.store, pack, { identities: [ctx.identity.reveal()], pageSize: manifest.pageSize, crew });
    if (content === undefined && !bad.includes(pack.key)) bad.push(pack.key);
    bytesRead += pack.size;
    pagesChecked += pack.pages;
    ctx.onProgress({ job: 'backup', phase: 'verifying', done: (done += 1), total: wanted.length });
  }));
  if (bad.length > 0) throw new ProofFailed(bad);
  return { bytesRead, pagesChecked };
}

async function restoreWhole(ctx: BackupContext, manifest: Manifest, onRestored: ProveRequest['onRestored']): Promise<Evidence> {
  const scratch = path.join(ctx.workFolder, 'scratch');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  try {
    const target = path.join(scratch, 'clinic.db');
    const built = await rebuild({
      store: ctx.store, manifest, identities: [ctx.identity.reveal()], target,
      onProgress: (done, total) => ctx.onProgress({ job: 'backup', phase: 'verifying', done, total }),
    });
    // not sent again: a disk that fails is for a person to judge, and what lies there may be whole
    if (built.unreadablePacks.length > 0) throw new AppError('backup.placeFailing', { path: '' });
    if (built.badPacks.length > 0) throw new ProofFailed(built.badPacks);
    if (built.fileSha256 !== manifest.fileSha256) throw new ProofFailed(manifest.packs.map(pack => pack.key));
    ctx.onProgress({ job: 'backup', phase: 'checking', done: 0, total: 1 });
    const found = await ctx.inspect(target, ctx.keyHex);
    const same = found.damagedPages === 0 && found.structureProblems === 0
      && JSON.stringify(found.counts) === JSON.stringify(manifest.counts) && found.logHead?.seq === manifest.logHead.seq && found.logHead.hash === manifest.logHead.hash;
    if (!same) throw new ProofFailed([]);
    await onRestored?.(target, manifest);
    return { bytesRead: built.bytesRead, pagesChecked: manifest.pages };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** True when this computer has room for a scratch copy of the database. */
export async function scratchFits(workFolder: string, bytes: number): Promise<boolean> {
  const info = await statfs(workFolder);
  return info.bavail * info.bsize > bytes + 64 * 1024 * 1024;
}

/**
 * Proves one generation from what the store gives back (J-20): the manifest's signature and chain value, then either
 * the whole database restored into a scratch file and opened, or everything this run wrote and a sample of the rest.
 * Throws ProofFailed; the scratch copy never outlives the call.
 */
export async function proveBackup(ctx: BackupContext, request: ProveRequest): Promise<Certificate> {
  const started = performance.now();
  const file = await ctx.store.get(request.manifestKey);
  if (file === undefined) throw new ProofFailed([]);
  const opened = await openManifest(file, [ctx.identity.reveal()], null).catch((cause: unknown) => {
    throw new ProofFailed([], cause);
  });
  if (opened.sha256 !== request.manifestSha256) throw new ProofFailed([]);
  const { manifest } = opened;
  if ((await readVault(ctx.store, manifest, [ctx.identity.reveal()])) === undefined) throw new ProofFailed(manifest.vault === null ? [] : [manifest.vault.key]);
  const damaged = await damagedKeyFiles(ctx, request.keyFiles ?? []);
  if (damaged.length > 0) throw new ProofFailed(damaged);
  const evidence = request.kind === 'full' ? await restoreWhole(ctx, manifest, request.onRestored) : await readSample(ctx, manifest, request.newPacks);
  return {
    id: randomUUID(), generationId: `${manifest.machineId}/${manifest.seq}`, kind: request.kind, outcome: 'ok', verifiedAt: ctx.now().toISOString(),
    durationMs: Math.round(performance.now() - started), bytesRead: evidence.bytesRead + file.length, pagesChecked: evidence.pagesChecked,
    counts: manifest.counts, logHead: manifest.logHead, manifestSha256: opened.sha256,
  };
}
