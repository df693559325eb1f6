import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';

import { AppError } from '#shared/kernel/app-error.ts';
import { PRACTICE_PROFILES, type HostStart } from '#shared/domain/cards/host-protocol.ts';
import { moduleCandidates } from './module-profiles.ts';

const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/** Folders on Windows that only an administrator may write to. */
const WINDOWS_FOLDERS = ['c:\\program files\\', 'c:\\windows\\system32\\'];

const reject = (cause: string): never => {
  throw new AppError('card.moduleRejected', {}, new Error(cause));
};

/** Nobody but root (in a test clinic also the person running it) may replace the file. Sticky folders protect what lies in them. */
function isProtected(stats: Stats, clinicKind: HostStart['clinicKind']): boolean {
  const isOwnerTrusted = stats.uid === 0 || (clinicKind === 'test' && stats.uid === process.getuid?.());
  const isOpen = (stats.mode & OTHERS_MAY_WRITE) !== 0 && !(stats.isDirectory() && (stats.mode & STICKY) !== 0);
  return isOwnerTrusted && !isOpen;
}

function requireProtectedPath(file: string, clinicKind: HostStart['clinicKind']): void {
  if (process.platform === 'win32') {
    if (!WINDOWS_FOLDERS.some(folder => file.toLowerCase().startsWith(folder))) reject('folder not allowed');
    return;
  }
  for (let current = file; ; current = path.dirname(current)) {
    if (!isProtected(statSync(current), clinicKind)) reject('writable by others');
    if (current === path.dirname(current)) return;
  }
}

/** The real file behind a path after every rule has been checked, before anything of it has run (H104). */
function requireAcceptable(candidate: string, start: HostStart): string {
  if (!path.isAbsolute(candidate)) reject('relative path');
  const file = realpathSync(candidate);
  if (!lstatSync(file).isFile()) reject('not a file');
  requireProtectedPath(file, start.clinicKind);
  if (start.profile !== 'custom' && start.sha256 === undefined) return file;
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (digest !== start.sha256) reject('the file is not the one that was approved');
  return file;
}

/**
 * The PKCS#11 library to load. Throws card.practiceRefused for practice profiles in a real clinic, card.moduleMissing
 * when no candidate exists, card.moduleRejected when the file may not be loaded.
 */
export function findModule(start: HostStart): string {
  requireProfileAllowed(start);
  const candidates = start.profile === 'custom' ? [start.modulePath ?? reject('no path')] : moduleCandidates(start.profile, process.platform);
  const found = candidates.find(candidate => existsSync(candidate));
  if (found === undefined) throw new AppError('card.moduleMissing');
  return requireAcceptable(found, start);
}

/** Throws card.practiceRefused when a real clinic asks for SoftHSM or practice cards (product decision 15). */
export function requireProfileAllowed(start: HostStart): void {
  if (start.clinicKind === 'real' && PRACTICE_PROFILES.includes(start.profile)) throw new AppError('card.practiceRefused');
}
