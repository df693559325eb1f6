import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** True when this computer lets the tests mount file systems of their own (root, and not every container). */
export const MAY_MOUNT = ((): boolean => {
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', ['-l', folder]);
    return true;
  } catch {
    process.stderr.write('no right to mount here: cases with a full or sealed disk are skipped\n');
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

export interface SmallDisk {
  readonly folder: string;
  /** Takes every free byte but so many. */
  readonly fill: (leaving?: number) => void;
  /** Gives them back. */
  readonly makeRoom: () => void;
  /** Removes everything that was written on it. */
  readonly empty: () => void;
  /** Nothing on it can be changed. */
  readonly seal: () => void;
  readonly unseal: () => void;
  /** Takes the disk out: its mount point stays, empty. */
  readonly pullOut: () => void;
  /** The same disk again, with everything that was on it. */
  readonly plugIn: () => void;
  readonly remove: () => void;
}

/** A disk of its own with this many megabytes. Only where MAY_MOUNT. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const [held, folder] = ['held', 'disk'].map(name => mkdtempSync(path.join(tmpdir(), `klinikbok-${name}-`))) as [string, string];
  // mounted twice, so that what is on it outlives being pulled out
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', held]);
  const plugIn = () => execFileSync('mount', ['--bind', held, folder]);
  plugIn();
  const filler = path.join(folder, 'filler');
  const remount = (options: string) => execFileSync('mount', ['-o', `remount,${options}`, folder]);
  return {
    folder,
    fill: (leaving = 0) => {
      const { bavail, bsize } = statfsSync(folder);
      execFileSync('fallocate', ['-l', String(Math.max(1, bavail * bsize)), filler]); // at once; what it leaves is written full
      const handle = openSync(filler, 'a');
      try {
        for (const size of [1 << 20, 4096]) {
          const piece = Buffer.alloc(size);
          while (writesAll(handle, piece));
        }
        ftruncateSync(handle, Math.max(0, fstatSync(handle).size - leaving));
      } finally {
        closeSync(handle);
      }
    },
    makeRoom: () => rmSync(filler, { force: true }),
    empty: () => {
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true });
    },
    seal: () => remount('ro'),
    unseal: () => remount('rw'),
    pullOut: () => execFileSync('umount', ['-l', folder]),
    plugIn,
    remove: () => {
      for (const mounted of [folder, held]) {
        execFileSync('umount', ['-l', mounted]);
        rmSync(mounted, { recursive: true, force: true });
      }
    },
  };
}

function writesAll(handle: number, piece: Buffer): boolean {
  try {
    return writeSync(handle, piece) === piece.length;
  } catch {
    return false;
  }
}
