import { copyFileSync, mkdirSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { openServer, type TestServer } from '#test/support/rgw.ts';
import { benchBackup, type BackupBenchFigures } from '../backup-bench.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { clinicDay, plainDay } from './clinic-day.ts';
import { measureRestic, type ResticFigures, type ResticPlace } from './restic.ts';

/** Where backups go in this run: a folder on the same disk, or a Ceph gateway on this computer. */
export const BACKUP_PLACES = ['folder', 'server'] as const;
export type BackupPlace = (typeof BACKUP_PLACES)[number];

export interface BackupFigures {
  readonly place: BackupPlace;
  readonly ours: BackupBenchFigures;
  /** null where restic is not installed. */
  readonly restic: ResticFigures | null;
}

const ALONE_MS = 10_000;

interface Places {
  readonly stores: readonly [BackupStore, BackupStore];
  /** Gives the disk back what lies in the places; what a server keeps is its own. */
  readonly free: (which: 'first' | 'both') => void;
  readonly restic: ResticPlace;
}

function foldersIn(folder: string): Places {
  const made = ['place', 'place-2'].map(name => path.join(folder, name));
  for (const one of made) mkdirSync(one, { recursive: true });
  const free: Places['free'] = which => made.slice(0, which === 'first' ? 1 : 2).forEach(one => rmSync(one, { recursive: true, force: true }));
  return { stores: [new FolderStore(made[0] ?? ''), new FolderStore(made[1] ?? '')], free, restic: { repository: path.join(folder, 'restic'), args: [], env: {} } };
}

/** restic deletes its own locks: it gets a bucket without versions and the owner's key, ours the append-only key. */
async function bucketsAt(server: TestServer, folder: string): Promise<Places> {
  const [one, two, plain] = [await server.newBucket(), await server.newBucket(), await server.newBucket()];
  const authority = path.join(folder, 'authority.pem');
  writeFileSync(authority, server.authority);
  return {
    stores: [openStore(one.place), openStore(two.place)],
    free: () => undefined,
    restic: { repository: `s3:${server.endpoint}/${plain.bucket}/restic`, args: ['--cacert', authority], env: { AWS_ACCESS_KEY_ID: server.owner.key, AWS_SECRET_ACCESS_KEY: server.owner.secret, AWS_DEFAULT_REGION: 'us-east-1' } },
  };
}

/** Copies of the file that lie on the disk at once at most: itself, restic's, ours, and a restored one. */
const COPIES = 4.5;

/** The filled clinic as a file to work on: a copy, or the very file where there is no room for both; it is then filled anew next time. */
function takeFile({ encrypted }: Pick<FilledFiles, 'encrypted'>, to: string): void {
  const { bavail, bsize } = statfsSync(path.dirname(to));
  if (bavail * bsize > COPIES * statSync(encrypted).size) return copyFileSync(encrypted, to);
  rmSync(path.join(path.dirname(encrypted), 'facts.json'));
  renameSync(encrypted, to);
}

/** First backup, nothing changed, two clinic days (or this share of them) and restore, and the same steps by restic on the very same files. */
export async function measureBackup(folder: string, files: Pick<FilledFiles, 'encrypted' | 'facts'>, o: { place: BackupPlace; share?: number }): Promise<BackupFigures> {
  const { place, share = 1 } = o;
  const { facts } = files;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'clinic.db');
  try {
    takeFile(files, file);
    const { stores, free, restic } = place === 'folder' ? foldersIn(folder) : await bucketsAt(await openServer(), folder);
    const beside = await measureRestic(folder, restic);
    const first = await beside?.backup(file);
    let small: Awaited<ReturnType<NonNullable<typeof beside>['backup']>> | undefined;
    const ours = await benchBackup({
      file, keyHex: facts.keyHex, dir: folder, stores, aloneMs: ALONE_MS * share, freeFirst: () => free('first'),
      days: [db => plainDay(db, facts, share), async db => {
        // between the two days: restic sees the file as it was after the first
        await db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
        small = await beside?.backup(file);
        await clinicDay(db, facts, share);
      }],
    });
    free('both');
    const big = await beside?.backup(file);
    const unchanged = await beside?.backup(file);
    const restoreMs = await beside?.restore();
    if (!first || !small || !big || !unchanged || restoreMs === undefined) return { place, ours, restic: null };
    return { place, ours, restic: { first, day: small, bigDay: big, unchanged, restoreMs } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
