/** Where the keeper and those who use its server meet: files in .cache/ceph, or in a folder of its own for a second server. */
import path from 'node:path';

import { cephFolder } from './packages.mjs';

/** KLINIKBOK_RGW_FOLDER: a server apart from everybody else's, as for a measurement. */
export const meetingFolder = process.env.KLINIKBOK_RGW_FOLDER ?? cephFolder;
export const keeperFile = path.join(meetingFolder, 'keeper.json');
export const serverFile = path.join(meetingFolder, 'server.json');
export const failureFile = path.join(meetingFolder, 'failure.txt');
export const usersFolder = path.join(meetingFolder, 'users');

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
