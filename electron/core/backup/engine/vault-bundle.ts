import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { type Manifest, VaultBundle } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { ageDecrypt, ageEncrypt } from '../../security/age/age.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import type { LocalState } from './local-state.ts';
import type { BackupContext } from './ports.ts';
import { newVaultKey } from './repository.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Stores the vault's files as one object, or names the one that already holds exactly these. */
export async function storeVault(ctx: BackupContext, state: LocalState): Promise<{ vault: Manifest['vault']; digest: string; uploadedBytes: number }> {
  const files = [...(await ctx.vaultFiles())].sort((a, b) => (a.path < b.path ? -1 : 1));
  const bundle = VaultBundle.parse({ files: files.map(file => ({ path: file.path, sha256: sha256(file.bytes), base64: Buffer.from(file.bytes).toString('base64') })) });
  const text = JSON.stringify(bundle);
  const digest = sha256(text);
  const known = state.fields.vault;
  if (known?.digest === digest && (await ctx.store.head(known.key))?.size === known.size) {
    return { vault: { key: known.key, size: known.size, sha256: known.sha256 }, digest, uploadedBytes: 0 };
  }
  if (bundle.files.length === 0) return { vault: null, digest, uploadedBytes: 0 };
  const sealed = await ageEncrypt(Buffer.from(text), ctx.recipients);
  const vault = { key: newVaultKey(state.fields.machineId), size: sealed.length, sha256: sha256(sealed) };
  await ctx.store.put(vault.key, sealed);
  return { vault, digest, uploadedBytes: sealed.length };
}

/** Reads the vault of a manifest back; undefined when it is missing or not what was stored. */
export async function readVault(store: BackupStore, manifest: Manifest, identities: readonly string[]): Promise<VaultBundle | undefined> {
  if (manifest.vault === null) return { files: [] };
  const sealed = await store.get(manifest.vault.key);
  if (sealed === undefined || sha256(sealed) !== manifest.vault.sha256) return undefined;
  try {
    const bundle = VaultBundle.parse(JSON.parse((await ageDecrypt(sealed, identities)).toString('utf8')));
    return bundle.files.every(file => sha256(Buffer.from(file.base64, 'base64')) === file.sha256) ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the vault's files below a folder. Paths were checked by the schema; this checks that none left the folder. */
export async function writeVault(bundle: VaultBundle, folder: string): Promise<void> {
  for (const file of bundle.files) {
    const target = path.join(folder, ...file.path.split('/'));
    if (!target.startsWith(folder + path.sep)) throw new AppError('backup.placeDamaged', { path: '' });
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeDurably(target, Buffer.from(file.base64, 'base64'));
  }
}
