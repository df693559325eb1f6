/** Gives whoever asks a running Ceph server: the one that runs, or a new one. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../run.mjs';
import { cephFolder, hasCeph } from './packages.mjs';
import { failureFile, isAlive, keeperFile, serverFile, usersFolder } from './state.mjs';

const LIMIT_MS = 300_000;

function runningServer() {
  if (!existsSync(serverFile)) return undefined;
  const server = JSON.parse(readFileSync(serverFile, 'utf8'));
  return isAlive(server.pid) ? server : undefined;
}

function keeperLives() {
  if (!existsSync(keeperFile)) return false;
  const text = readFileSync(keeperFile, 'utf8');
  return text !== '' && isAlive(JSON.parse(text).pid);
}

function startKeeper() {
  rmSync(failureFile, { force: true });
  const log = openSync(path.join(cephFolder, 'keeper.log'), 'w');
  spawn(process.execPath, [path.join(root, 'build/scripts/rgw/keeper.mjs')], { detached: true, stdio: ['ignore', log, log] }).unref();
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
  for (let attempts = 0; ; ) {
    const server = runningServer();
    if (server) return server;
    if (existsSync(failureFile) && attempts > 0) throw new Error(`The Ceph test server did not start: ${readFileSync(failureFile, 'utf8')}`);
    if (!keeperLives()) {
      if (attempts > 3) throw new Error(`The Ceph test server's keeper does not stay; see ${path.join(cephFolder, 'keeper.log')}`);
      attempts += 1;
      startKeeper();
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
    if (!wait) return undefined;
    if (Date.now() - began > LIMIT_MS) throw new Error(`waited ${LIMIT_MS / 1000} s for the Ceph test server to start; see ${path.join(cephFolder, 'keeper.log')}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
