import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { softHsmLibrary } from '../../../build/scripts/test-ca.mjs';

const FLAGS = ['-shared', '-fPIC', '-O1', '-I/usr/include/p11-kit-1'];

export const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A PKCS#11 module with faults that can be switched on and off while it runs. */
export interface FaultShim {
  readonly file: string;
  readonly sha256: string;
  /** Words from fault-shim.c; the next call sees them. */
  set(...faults: readonly string[]): void;
}

/** Compiles the shim into `folder`. Needs gcc and libp11-kit-dev. */
export function buildFaultShim(folder: string): FaultShim {
  const [file, mode] = [path.join(folder, 'shim.so'), path.join(folder, 'mode')];
  const defines = [`-DMODE_FILE="${mode}"`, `-DREAL_MODULE="${softHsmLibrary()}"`];
  execFileSync('gcc', [...FLAGS, ...defines, '-o', file, path.join(import.meta.dirname, 'fault-shim.c'), '-ldl'], { timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
  chmodSync(file, 0o755);
  const set = (...faults: readonly string[]): void => writeFileSync(mode, faults.join(' '));
  set();
  return { file, sha256: sha256Of(file), set };
}

/** Compiles a library that writes `marker` as soon as it is loaded, and is no PKCS#11 module. */
export function buildHostileLibrary(folder: string, marker: string): string {
  const [source, file] = [path.join(folder, 'hostile.c'), path.join(folder, 'hostile.so')];
  writeFileSync(source, `#include <stdio.h>\n__attribute__((constructor)) static void start(void) { FILE *f = fopen("${marker}", "w"); if (f) fclose(f); }\n`);
  execFileSync('gcc', ['-shared', '-fPIC', '-o', file, source], { timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
  return file;
}
