/** Where the keeper and those who use its server meet: files in .cache/ceph. */
import path from 'node:path';

import { cephFolder } from './packages.mjs';

export const keeperFile = path.join(cephFolder, 'keeper.json');
export const serverFile = path.join(cephFolder, 'server.json');
export const failureFile = path.join(cephFolder, 'failure.txt');
export const usersFolder = path.join(cephFolder, 'users');

/** Whether a process with this id lives, whoever owns it. */
export function isAlive(pid) {
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
