import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { waitFor } from './card-host-process.ts';

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const RUN = '/run/pcscd';

export interface PcscService {
  stop(): Promise<void>;
}

/** A pcscd that is already there owns the socket; ours could not start, and tests must not disturb it. */
function requireNoOther(): void {
  const file = path.join(RUN, 'pcscd.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0;
  if (pid > 0 && existsSync(`/proc/${pid}`)) throw new Error(`another pcscd is running (process ${pid}); end it before the card reader tests`);
}

/** Beside this file; the demo's bundle runs elsewhere, from the project's folder. */
const noDelaySource = (): string =>
  [import.meta.dirname, path.resolve('test/support/cards')].map(folder => path.join(folder, 'nodelay.c')).find(existsSync) ?? 'nodelay.c';

/**
 * Starts pcscd with a virtual reader of two slots, at `port` and `port + 1`, named so that ykcs11 accepts it too. Throws
 * saying what to install or do when it cannot start (Debian: apt-get install pcscd vsmartcard-vpcd).
 */
export async function startPcsc(folder: string, port: number): Promise<PcscService> {
  if (!existsSync('/usr/sbin/pcscd') || !existsSync(DRIVER)) throw new Error('card reader tests need: apt-get install pcscd vsmartcard-vpcd opensc ykcs11 (npm run setup does it)');
  requireNoOther();
  mkdirSync(RUN, { recursive: true });
  const readers = path.join(folder, 'reader.conf.d');
  mkdirSync(readers, { recursive: true });
  const hex = `0x${port.toString(16).toUpperCase()}`;
  writeFileSync(path.join(readers, 'virtual'), `FRIENDLYNAME "Yubico YubiKey"\nDEVICENAME /dev/null:${hex}\nLIBPATH ${DRIVER}\nCHANNELID ${hex}\n`);
  const preload = path.join(folder, 'nodelay.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-o', preload, noDelaySource(), '-ldl'], { timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
  const child = spawn('/usr/sbin/pcscd', ['-f', '-c', readers], { stdio: ['ignore', 'pipe', 'pipe'], env: { LD_PRELOAD: preload } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  await waitFor('pcscd to open its socket', () => {
    if (child.exitCode !== null) throw new Error(`pcscd ended at once: ${said.slice(-500)}`);
    return existsSync(path.join(RUN, 'pcscd.comm')) && existsSync(path.join(RUN, 'pcscd.pid'));
  });
  return { stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(late);
}
