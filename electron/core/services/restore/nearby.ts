import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { VERSION_KEY } from '../../backup/engine/repository.ts';

/** A folder in which disks appear, and how many levels below it: 0 for a disk of its own. */
export interface DiskRoot {
  readonly folder: string;
  readonly levels: number;
}

const LINUX: readonly DiskRoot[] = [{ folder: '/media', levels: 2 }, { folder: '/run/media', levels: 2 }, { folder: '/mnt', levels: 1 }];
const LETTERS = Array.from('DEFGHIJKLMNOPQRSTUVWXYZ');

/** Where this system shows attached disks and network folders. */
export function diskRoots(platform: NodeJS.Platform = process.platform): readonly DiskRoot[] {
  if (platform === 'win32') return LETTERS.map(letter => ({ folder: `${letter}:\\`, levels: 0 }));
  return platform === 'darwin' ? [{ folder: '/Volumes', levels: 1 }] : LINUX;
}

const LIMIT_MS = 3000;
const MOST_PLACES = 8;
const MOST_FOLDERS = 60;
/** Ours has some two hundred bytes. */
const VERSION_BYTES = 4096;

async function holdsBackups(folder: string): Promise<boolean> {
  try {
    const file = path.join(folder, VERSION_KEY);
    if ((await stat(file)).size > VERSION_BYTES) return false;
    return RepositoryVersion.safeParse(JSON.parse(await readFile(file, 'utf8'))).success;
  } catch {
    return false; // not ours, or not readable: the person can still name the place
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).slice(0, MOST_FOLDERS).map(entry => path.join(folder, entry.name));
}

async function disksBelow({ folder, levels }: DiskRoot): Promise<string[]> {
  let disks = [folder];
  for (let level = 0; level < levels; level += 1) disks = (await Promise.all(disks.map(foldersIn))).flat();
  return disks;
}

async function look(roots: readonly DiskRoot[], found: string[]): Promise<void> {
  for (const root of roots) {
    // One after the other: a network folder that hangs holds up no other file of the program.
    for (const disk of await disksBelow(root)) {
      for (const folder of [disk, ...(await foldersIn(disk))]) {
        if (found.length >= MOST_PLACES) return;
        if (!found.includes(folder) && (await holdsBackups(folder))) found.push(folder);
      }
    }
  }
}

/**
 * Folders with backups on the disks that are attached, so that nobody has to know where a disk appears (4C 10): a disk's
 * first two levels. Looks for a limited time and gives what it found until then; opens nothing.
 */
export async function findNearby(roots: readonly DiskRoot[] = diskRoots(), limitMs: number = LIMIT_MS): Promise<string[]> {
  const found: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([look(roots, found), new Promise(resolve => (timer = setTimeout(resolve, limitMs)))]);
  clearTimeout(timer);
  return [...found];
}
