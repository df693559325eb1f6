import { createHash, randomBytes } from 'node:crypto';

import type { LocalState, StoredKeyFile } from './local-state.ts';
import type { BackupContext, KeyFile } from './ports.ts';
import { keyFileName, machinePrefix } from './repository.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A second name for the same file, where the first is taken by something that is not it: nothing is ever replaced. */
function anotherName(name: string): string {
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}-${randomBytes(4).toString('hex')}${name.slice(dot)}`;
}

async function storeOne(ctx: BackupContext, machineId: string, file: KeyFile): Promise<StoredKeyFile> {
  const bytes = Buffer.from(await file.make());
  const first = keyFileName(machineId, file.name);
  const there = await ctx.store.get(first);
  const key = there === undefined || there.equals(bytes) ? first : keyFileName(machineId, anotherName(file.name));
  if (!there?.equals(bytes)) await ctx.store.put(key, bytes);
  return { name: file.name, key, size: bytes.length, sha256: sha256(bytes) };
}

/** Stores the files that open the backups without the kit; those that are gone, cut off or failed their proof again. */
export async function storeKeyFiles(ctx: BackupContext, state: LocalState): Promise<void> {
  const { machineId } = state.fields;
  const present = new Map((await ctx.store.list(`${machinePrefix(machineId)}keys/`)).map(object => [object.key, object.size]));
  const keys: StoredKeyFile[] = [];
  for (const file of await ctx.keyFiles()) {
    const known = state.fields.keys.find(one => one.name === file.name);
    keys.push(known !== undefined && present.get(known.key) === known.size ? known : await storeOne(ctx, machineId, file));
  }
  state.fields = { ...state.fields, keys };
}

/** Names of those that the place does not give back as they were stored. */
export async function damagedKeyFiles(ctx: BackupContext, keys: readonly StoredKeyFile[]): Promise<string[]> {
  const bad: string[] = [];
  for (const { key, sha256: expected } of keys) {
    const bytes = await ctx.store.get(key);
    if (bytes === undefined || sha256(bytes) !== expected) bad.push(key);
  }
  return bad;
}
