import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a technician's fresh Debian has: python3, age, openssl and the small tools. No node, no sqlcipher, nothing of ours. */
const PROGRAMS = [
  '/bin/sh', '/usr/bin/env', '/usr/bin/python3', '/usr/bin/age', '/usr/bin/openssl', '/usr/bin/sha256sum', '/usr/bin/cp', '/usr/bin/mkdir', '/usr/bin/chmod', '/usr/bin/cat',
  '/usr/bin/head', '/usr/bin/tail', '/usr/bin/tr', '/usr/bin/sed', '/usr/bin/base64', '/usr/bin/ls', '/usr/bin/rm', '/usr/bin/shred', '/usr/bin/dd', '/usr/bin/cmp',
];
/** Shown from the machine, read by nobody but those programs: their libraries, python's own modules, the usual authorities. */
const SHOWN = ['/usr/lib', '/usr/lib64', '/etc/ssl', '/dev/null', '/dev/urandom'];

export interface RoomAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A computer of its own as far as programs can see: another root folder, an empty environment, and what was put there. */
export interface CleanRoom {
  /** Runs the lines with `sh -e` in the room's home folder, `/home/technician`. At most a minute. */
  readonly run: (lines: string) => RoomAnswer;
  /** A path of the room as this computer sees it. */
  readonly at: (inside: string) => string;
  /** Puts a text file into the home folder. */
  readonly write: (name: string, text: string) => void;
  readonly stop: () => void;
}

const TIME_LIMIT_MS = 60_000;
const isRoot = process.getuid?.() === 0;

/**
 * Makes a room whose root holds stock programs and `shown` folders of this computer (room's path by ours), read-only for what
 * the room can do with them. Needs Linux with namespaces (`unshare`, as every Debian has); the mounts live only while a command runs.
 */
export function openCleanRoom(shown: Readonly<Record<string, string>> = {}): CleanRoom {
  const root = mkdtempSync(path.join(tmpdir(), 'klinikbok-clean-room-'));
  const at = (inside: string) => path.join(root, inside);
  for (const folder of ['bin', 'usr/bin', 'etc', 'dev', 'tmp', 'sbin', 'home/technician', 'media']) mkdirSync(at(folder), { recursive: true });
  for (const program of PROGRAMS) copyFileSync(realpathSync(program), at(program));
  copyFileSync(realpathSync('/sbin/ldconfig'), at('/sbin/ldconfig'));
  copyFileSync('/etc/ld.so.cache', at('/etc/ld.so.cache'));
  writeFileSync(at('/etc/hosts'), '127.0.0.1 localhost\n');
  writeFileSync(at('/etc/passwd'), 'technician:x:0:0::/home/technician:/bin/sh\n');
  for (const link of ['lib', 'lib64']) symlinkSync(`usr/${link}`, at(link));
  const mounts = [...SHOWN.map(one => [one, one] as const), ...Object.entries(shown).map(([inside, outside]) => [outside, inside] as const)];
  for (const [outside, inside] of mounts) {
    if (outside.startsWith('/dev/')) writeFileSync(at(inside), '');
    else mkdirSync(at(inside), { recursive: true });
  }
  const bind = mounts.map(([outside, inside]) => `mount --bind '${outside}' '${at(inside)}'`).join(' && ');
  const enter = `${bind} && exec chroot '${root}' /usr/bin/env -i PATH=/usr/bin:/bin HOME=/home/technician LANG=C.UTF-8 /bin/sh -e /tmp/lines`;
  return {
    at,
    write: (name, text) => writeFileSync(at(`/home/technician/${name}`), text),
    run: lines => {
      writeFileSync(at('/tmp/lines'), `cd\n${lines}\n`);
      const { status, stdout, stderr, error } = spawnSync('unshare', ['--mount', ...(isRoot ? [] : ['--map-root-user']), 'sh', '-c', enter], { encoding: 'utf8', timeout: TIME_LIMIT_MS });
      if (error !== undefined) throw new Error('the clean room could not be entered, or took more than a minute', { cause: error });
      return { status, stdout, stderr };
    },
    stop: () => rmSync(root, { recursive: true, force: true }),
  };
}
