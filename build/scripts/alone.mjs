/** One run at a time: the second waits, and takes over from one that died. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './run.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** True when the folder was taken; a folder without a living owner is taken over. */
function take(folder) {
  const owner = path.join(folder, 'pid');
  try {
    mkdirSync(folder);
    writeFileSync(owner, String(process.pid));
    return true;
  } catch {
    const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

/** Runs `work` while nobody else runs under the same `name`; waits at most `limitMs` for the other. */
export async function alone(name, limitMs, work) {
  const folder = path.join(root, '.cache', `${name}.lock`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const started = Date.now();
  for (let told = false; !take(folder); told = true) {
    if (!told) console.log(`${name}: waiting for another run to finish`);
    if (Date.now() - started > limitMs) throw new Error(`${name}: another run held ${folder} for ${limitMs / 1000} s; remove it if there is none`);
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
