/**
 * Keeps one Ceph server running for as long as somebody uses it: whoever needs it leaves `.cache/ceph/users/<pid>`; when no
 * such process lives any more, the server is stopped and everything it stored is thrown away. Started by ensure.mjs.
 */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { root, run } from '../run.mjs';
import { isAlive, keeperFile, failureFile, serverFile, usersFolder } from './state.mjs';
import { cephRoot } from './packages.mjs';

const ORDINARY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
// Short, because sockets lie in it, and open to nobody; a TMPDIR of one's own may be neither.
const TEMPORARY = existsSync('/tmp') ? '/tmp' : os.tmpdir();
const script = path.join(root, 'build/scripts/rgw/cluster.sh');

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** As root everything runs as nobody, unless nobody may not read the unpacked packages (a clone under /root). */
async function runner() {
  if (process.getuid?.() !== 0) return { command: [], ordinary: false };
  const { code } = await run(ORDINARY[0], [...ORDINARY.slice(1), 'test', '-x', path.join(cephRoot, 'usr/bin/radosgw'), '-a', '-r', script], { limitMs: 10_000 });
  if (code !== 0) console.log('nobody may not read the unpacked packages here: the server runs as root');
  return code === 0 ? { command: ORDINARY, ordinary: true } : { command: [], ordinary: false };
}

async function must(command, args, options, what) {
  const { code, output, timedOut } = await run(command, args, options);
  if (code !== 0) throw new Error(`${what} ${timedOut ? `did not end within ${options.limitMs / 1000} s` : 'failed'}: ${output.trim().slice(-1500)}`);
  return output;
}

/** An authority of its own, and a certificate for localhost signed by it: P-256, 30 days. */
async function makeCertificates(folder) {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args) => must('openssl', args, { limitMs: 30_000, cwd: folder }, 'openssl');
  writeFileSync(path.join(folder, 'ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  await openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', '/CN=Klinikbok test authority', '-keyout', 'ca-key.pem', '-out', 'ca.pem');
  await openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost', '-keyout', 'key.pem', '-out', 'request.pem');
  await openssl('x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '30', '-extfile', 'ext', '-out', 'cert.pem');
  return readFileSync(path.join(folder, 'ca.pem'), 'utf8');
}

function giveAway(folder) {
  chownSync(folder, 65534, 65534);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) giveAway(full);
    else chownSync(full, 65534, 65534);
  }
}

/** Whoever reads it sees the old or the new, never a half. */
function replaceFile(file, content) {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, JSON.stringify(content), { mode: 0o600 });
  renameSync(part, file);
}

async function start() {
  const state = mkdtempSync(path.join(TEMPORARY, 'klinikbok-rgw-'));
  const authority = await makeCertificates(path.join(state, 'tls'));
  const { command, ordinary } = await runner();
  if (ordinary) giveAway(state);
  const [PORT, TLS_PORT, MON_PORT] = (await Promise.all([freePort(), freePort(), freePort()])).map(String);
  const env = { ...process.env, ROOT: cephRoot, STATE: state, PORT, TLS_PORT, MON_PORT, QUICK: '1' };
  delete env.AWS_CA_BUNDLE;
  const cluster = (limitMs, ...args) => {
    const [first, ...rest] = [...command, 'bash', script, ...args];
    return must(first, rest, { limitMs, env, cwd: state }, `the Ceph server (${args[0]})`);
  };
  replaceFile(keeperFile, { pid: process.pid, state, command, env: { ROOT: cephRoot, STATE: state, PORT, TLS_PORT, MON_PORT } });
  await cluster(240_000, 'start');
  const owner = { key: `OWNER${randomBytes(6).toString('hex').toUpperCase()}`, secret: randomBytes(20).toString('hex') };
  await cluster(60_000, 'admin', 'user', 'create', '--uid=owner', '--display-name=owner', `--access-key=${owner.key}`, `--secret-key=${owner.secret}`, '--caps=users=*;buckets=*');
  return { cluster, state, answer: { pid: process.pid, state, endpoint: `https://localhost:${TLS_PORT}`, plainEndpoint: `http://127.0.0.1:${PORT}`, authority, owner } };
}

/** Those who use the server and still live. */
function users() {
  if (!existsSync(usersFolder)) return [];
  return readdirSync(usersFolder).filter(name => {
    if (isAlive(Number(name))) return true;
    rmSync(path.join(usersFolder, name), { force: true });
    return false;
  });
}

async function untilNobodyIsLeft() {
  for (let empty = 0; empty < 3; empty = users().length === 0 ? empty + 1 : 0) await new Promise(resolve => setTimeout(resolve, 1000));
}

/** What a keeper that was killed left behind: its processes and its folder. */
async function clearAfter(text) {
  const { state, command, env } = JSON.parse(text);
  if (!state) return;
  const [first, ...rest] = [...command, 'bash', script, 'stop'];
  await run(first, rest, { limitMs: 60_000, env: { ...process.env, ...env, QUICK: '1' } });
  rmSync(state, { recursive: true, force: true });
}

/** Takes the file of a keeper that died out of the way; only one of several gets it. Undefined when there is none, or it lives. */
function takeStale() {
  const stale = `${keeperFile}.${process.pid}.stale`;
  try {
    if (isAlive(JSON.parse(readFileSync(keeperFile, 'utf8')).pid)) return undefined;
    renameSync(keeperFile, stale);
    const text = readFileSync(stale, 'utf8');
    rmSync(stale, { force: true });
    return text;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** False when another keeper lives. */
async function take() {
  mkdirSync(usersFolder, { recursive: true });
  const stale = takeStale();
  const mine = `${keeperFile}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid }), { mode: 0o600 });
  try {
    // a link is there with its content or not at all, and only one of two gets it
    linkSync(mine, keeperFile);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
    if (stale !== undefined) await clearAfter(stale);
  }
  rmSync(serverFile, { force: true });
  return true;
}

async function main() {
  if (!(await take())) return;
  rmSync(failureFile, { force: true });
  let stopIt = async () => undefined;
  try {
    const { cluster, state, answer } = await start();
    stopIt = async () => {
      rmSync(serverFile, { force: true });
      await cluster(60_000, 'stop');
      rmSync(state, { recursive: true, force: true });
    };
    replaceFile(serverFile, answer);
    await untilNobodyIsLeft();
  } catch (error) {
    writeFileSync(failureFile, error.message);
    await clearAfter(readFileSync(keeperFile, 'utf8'));
    throw error;
  } finally {
    await stopIt();
    rmSync(keeperFile, { force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => rmSync(usersFolder, { recursive: true, force: true }));
main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
