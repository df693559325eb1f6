import { randomBytes } from 'node:crypto';
import { utimesSync } from 'node:fs';
import path from 'node:path';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { LocalState } from '#electron/core/backup/engine/local-state.ts';
import { openManifest, sealManifest, type SignedManifest } from '#electron/core/backup/engine/manifest-file.ts';
import type { BackupContext } from '#electron/core/backup/engine/ports.ts';
import { listSnaps, newPackKey, newSnapKey } from '#electron/core/backup/engine/repository.ts';
import type { Pack } from '#shared/domain/backup/manifest.ts';

const DAY_MS = 86_400_000;

export interface History {
  /** Backups to add. */
  readonly count: number;
  /** Days between one and the next. */
  readonly stepDays: number;
  /** When the last of them was made, by the clinic's clock and by the disk's. */
  readonly last: { readonly createdAt: Date; readonly storedAt: Date };
}

/**
 * Goes on from the newest backup in a folder as a clinic that changes nothing would in years: signed lists, each of which
 * restores to the same file. Every fifth has packs of its own, as after a new base. The engine's bookkeeping counts them.
 */
export async function addHistory(ctx: Pick<BackupContext, 'signer' | 'recipients' | 'identity' | 'workFolder' | 'anchors'>, place: string, { count, stepDays, last }: History): Promise<SignedManifest[]> {
  const store = new FolderStore(place);
  const newest = (await listSnaps(store)).at(-1);
  const file = newest === undefined ? undefined : await store.get(newest.object.key);
  if (file === undefined) throw new Error('a history begins with a backup');
  const first = await openManifest(file, [ctx.identity.reveal()], null);
  const date = (key: string, at: Date) => utimesSync(path.join(place, ...key.split('/')), at, at);
  const ago = (from: Date, index: number) => new Date(from.getTime() - (count - index) * stepDays * DAY_MS);
  for (const { key } of await store.list('m/')) date(key, ago(last.storedAt, 0));
  const made = [first];
  let packs: readonly Pack[] = first.manifest.packs;
  for (let index = 1; index <= count; index += 1) {
    const storedAt = ago(last.storedAt, index);
    if (index % 5 === 0) {
      packs = await Promise.all(packs.map(async pack => {
        const copy = { ...pack, key: newPackKey(first.manifest.machineId) };
        await store.put(copy.key, await store.get(pack.key) ?? randomBytes(0));
        date(copy.key, storedAt);
        return copy;
      }));
    }
    const before = made.at(-1) ?? first;
    const manifest = { ...first.manifest, seq: before.manifest.seq + 1, previous: before.sha256, createdAt: ago(last.createdAt, index).toISOString(), packs: [...packs] };
    const sealed = await sealManifest(manifest, ctx.signer, ctx.recipients);
    const key = newSnapKey(manifest.machineId, manifest.seq);
    await store.put(key, sealed.file);
    date(key, storedAt);
    made.push(sealed.signed);
  }
  const end = made.at(-1) ?? first;
  const state = await LocalState.load(ctx.workFolder, first.manifest.repositoryId);
  state.map.packs.splice(0, state.map.packs.length, ...packs);
  await ctx.anchors.write({ repositoryId: end.manifest.repositoryId, machineId: end.manifest.machineId, seq: end.manifest.seq, manifestSha256: end.sha256, createdAt: end.manifest.createdAt });
  await state.commit({ ...state.fields, seq: end.manifest.seq, manifestSha256: end.sha256, vault: null });
  return made;
}
