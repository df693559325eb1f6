/** Gives whoever asks a running Ceph server: the one that runs, or a new one. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../run.mjs';
import { hasCeph } from './packages.mjs';
import { failureFile, isAlive, keeperFile, meetingFolder, serverFile, usersFolder } from './state.mjs';

const LIMIT_MS = 300_000;
const logFile = path.join(meetingFolder, 'keeper.log');

/** What a file says whose writer still lives; it may vanish while we look. */
function saidByTheLiving(file) {
  try {
    const said = JSON.parse(readFileSync(file, 'utf8'));
    return isAlive(said.pid) ? said : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function startKeeper() {
  rmSync(failureFile, { force: true });
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [path.join(root, 'build/scripts/rgw/keeper.mjs')], { detached: true, stdio: ['ignore', log, log] });
  child.unref();
  return child;
}

/** Starts a keeper while there is none; throws when the server failed or the keepers do not stay. */
function keptBy() {
  let child;
  let started = 0;
  return {
    look() {
      if (started > 0 && existsSync(failureFile)) throw new Error(`The Ceph test server did not start: ${readFileSync(failureFile, 'utf8')}`);
      // A keeper of ours that ended had found another one alive; that one may have gone since.
      if (saidByTheLiving(keeperFile) || (child !== undefined && child.exitCode === null)) return;
      if (started > 4) throw new Error(`The Ceph test server's keeper does not stay; see ${logFile}`);
      started += 1;
      child = startKeeper();
    },
  };
}

/**
 * `{endpoint, plainEndpoint, authority, owner}` of a server that stays at least as long as the process `userPid` lives.
 * Takes about 15 s when none runs yet; waits at most 5 min. `wait: false` only begins the start.
 */
export async function ensureServer({ userPid, wait = true }) {
  if (!hasCeph()) throw new Error('The Ceph test server is not here. `npm run setup` fetches it (Debian, apt-get, about 70 MB).');
  mkdirSync(usersFolder, { recursive: true });
  writeFileSync(path.join(usersFolder, String(userPid)), '');
  const began = Date.now();
  const keeper = keptBy();
  for (;;) {
    const server = saidByTheLiving(serverFile);
    if (server) return server;
    keeper.look();
    if (!wait) return undefined;
    if (Date.now() - began > LIMIT_MS) throw new Error(`waited ${LIMIT_MS / 1000} s for the Ceph test server to start; see ${logFile}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
