import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { benchBackup, type BackupBenchFigures } from '../backup-bench.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { clinicDay } from './clinic-day.ts';

export interface ResticFigures {
  readonly firstMs: number;
  readonly firstBytes: number;
  readonly dayMs: number;
  readonly dayBytes: number;
  readonly restoreMs: number;
}

export interface BackupFigures {
  readonly ours: BackupBenchFigures;
  /** null where restic is not installed. */
  readonly restic: ResticFigures | null;
}

/** First backup, clinic day (or this share of one), incremental backup and restore, and the same steps by restic on the very same file. */
export async function measureBackup(folder: string, { encrypted, facts }: FilledFiles, share = 1): Promise<BackupFigures> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'clinic.db');
  copyFileSync(encrypted, file);
  try {
    const restic = await startRestic(folder);
    const first = await restic?.backup(file);
    const ours = await benchBackup({ file, keyHex: facts.keyHex, dir: path.join(folder, 'ours'), change: db => clinicDay(db, facts, share) });
    const day = await restic?.backup(file);
    const restoreMs = await restic?.restore();
    if (!first || !day || restoreMs === undefined) return { ours, restic: null };
    return { ours, restic: { firstMs: first.ms, firstBytes: first.bytes, dayMs: day.ms, dayBytes: day.bytes, restoreMs } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Restic {
  readonly backup: (file: string) => Promise<{ ms: number; bytes: number }>;
  readonly restore: () => Promise<number>;
}

async function startRestic(folder: string): Promise<Restic | undefined> {
  const repository = path.join(folder, 'restic');
  const restic = (args: readonly string[]) => run('restic', ['--no-cache', '--repo', repository, ...args], { ...process.env, RESTIC_PASSWORD: 'bench' });
  if ((await restic(['init'])).code !== 0) return undefined;
  return {
    backup: async file => {
      const { code, ms, output } = await restic(['backup', '--json', file]);
      if (code !== 0) throw new Error(`restic backup ended with ${code}`);
      const summary = output.split('\n').filter(line => line.includes('"summary"')).at(-1);
      const { data_added: bytes } = JSON.parse(summary ?? '{"data_added":0}') as { data_added: number };
      return { ms, bytes };
    },
    restore: async () => {
      const { code, ms } = await restic(['restore', 'latest', '--target', path.join(folder, 'restic-restored')]);
      if (code !== 0) throw new Error(`restic restore ended with ${code}`);
      return ms;
    },
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; ms: number; output: string }> {
  return new Promise(resolve => {
    const started = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', () => resolve({ code: 127, ms: 0, output }));
    child.on('close', code => resolve({ code: code ?? 1, ms: performance.now() - started, output }));
  });
}
