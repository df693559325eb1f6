import { rmSync } from 'node:fs';

import { damagedKeyFiles } from '#electron/core/backup/engine/key-store.ts';
import type { StoredKeyFile } from '#electron/core/backup/engine/local-state.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { readVersion } from '#electron/core/backup/engine/repository.ts';
import { readVault } from '#electron/core/backup/engine/vault-bundle.ts';
import { findGenerations, type OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import type { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import type { BackupClinic } from './backup-clinic.ts';
import type { MemoryStore } from './memory-store.ts';

/** What was in the place before anything happened to it. */
export interface Whole {
  readonly clinic: BackupClinic;
  readonly version: RepositoryVersion;
  readonly fingerprint: string;
  readonly generations: readonly OpenedGeneration[];
  /** Name of each generation's list of contents, by its SHA-256. */
  readonly snapOf: ReadonlyMap<string, string>;
  readonly keyFiles: readonly StoredKeyFile[];
}

/** Pages of a generation, from 1, that lie in these packs. */
export function pagesIn({ manifest }: OpenedGeneration, lost: ReadonlySet<string>): number[] {
  const pages: number[] = [];
  let page = 1;
  for (const [pack, , count] of manifest.extents) {
    if (lost.has(manifest.packs[pack]?.key ?? '')) for (let at = 0; at < count; at += 1) pages.push(page + at);
    page += count;
  }
  return pages;
}

/** Checks one generation against the truth: exact, or exactly the lost pages named. Returns what is wrong with the answer. */
async function wrongAbout(whole: Whole, { store, one, changed }: { store: MemoryStore; one: OpenedGeneration; changed: ReadonlySet<string> }): Promise<string[]> {
  const identities = [whole.clinic.secrets.recovery.identity];
  const target = whole.clinic.at('mutated.db');
  const wrong: string[] = [];
  try {
    const lost = pagesIn(one, changed);
    const built = await rebuild({ store, manifest: one.manifest, identities, target, onProgress: () => undefined });
    if (JSON.stringify(built.missingPages) !== JSON.stringify(lost)) wrong.push(`${lost.length} pages lost, ${built.missingPages.length} named`);
    if ((built.fileSha256 === one.manifest.fileSha256) !== (lost.length === 0)) wrong.push('the digest of the file tells the wrong thing');
    const vaultLost = one.manifest.vault !== null && changed.has(one.manifest.vault.key);
    if (((await readVault(store, one.manifest, identities)) === undefined) !== vaultLost) wrong.push('the vault was taken for what it is not');
  } finally {
    rmSync(target, { force: true });
  }
  return wrong;
}

async function wrongAboutVersion({ version }: Whole, store: MemoryStore): Promise<string[]> {
  try {
    const read = await readVersion(store, '');
    if (read === undefined || read.clinicId !== version.clinicId || read.repositoryId !== version.repositoryId) return []; // refused by a run
    // the day a repository was begun is told nowhere and decides nothing
    return JSON.stringify({ ...read, createdAt: '' }) === JSON.stringify({ ...version, createdAt: '' }) ? [] : ['VERSION was taken for what it is not'];
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}

/** A list of contents that is not offered must be named: as one that cannot be read, or as one that others refer to. */
async function wrongAboutLists(whole: Whole, store: MemoryStore): Promise<string[]> {
  const found = await findGenerations({ store, identities: [whole.clinic.secrets.recovery.identity], fingerprint: whole.fingerprint });
  const known = new Set(whole.generations.map(one => one.sha256));
  const wrong = found.generations.some(one => !known.has(one.sha256)) ? ['a list of contents that never was'] : [];
  const offered = new Set(found.generations.map(one => one.sha256));
  const seqs = found.generations.map(one => one.manifest.seq);
  for (const { sha256, manifest } of whole.generations.filter(one => !offered.has(one.sha256))) {
    const named = [...found.unread, ...found.gone].some(one => one.machineId === manifest.machineId && one.seq === manifest.seq);
    // taken away at an end of the series: at the new end the anchor tells, at the old end it may have expired
    const atAnEnd = !store.objects.has(whole.snapOf.get(sha256) ?? '') && (manifest.seq > Math.max(...seqs) || manifest.seq < Math.min(...seqs));
    if (!named && !atAnEnd) wrong.push(`backup ${manifest.seq} is neither offered nor named`);
  }
  return wrong;
}

/**
 * Everything the program says about a damaged place, held against what was really damaged. An empty answer means: each
 * generation was either restored exactly or what it lacks was named exactly, and no list of contents passed for another.
 */
export async function findUndetected(whole: Whole, { store, changed }: { store: MemoryStore; changed: readonly string[] }): Promise<string[]> {
  const lost = new Set(changed);
  const wrong: string[] = [];
  if (lost.has('VERSION')) wrong.push(...(await wrongAboutVersion(whole, store)));
  const badKeys = await damagedKeyFiles(whole.clinic.context({ store }), whole.keyFiles);
  const keysLost = changed.filter(key => key.includes('/keys/'));
  if (JSON.stringify([...badKeys].sort()) !== JSON.stringify(keysLost.sort())) wrong.push('the files for cards were taken for what they are not');
  if (changed.some(key => key.includes('/snap/'))) wrong.push(...(await wrongAboutLists(whole, store)));
  const affected = whole.generations.filter(({ manifest }) => manifest.packs.some(pack => lost.has(pack.key)) || lost.has(manifest.vault?.key ?? ''));
  const [newest] = whole.generations;
  for (const one of new Set([...affected.slice(0, 1), ...affected.slice(-1), ...(affected.length === 0 && changed.length === 0 && newest !== undefined ? [newest] : [])])) {
    wrong.push(...(await wrongAbout(whole, { store, one, changed: lost })));
  }
  return wrong;
}
