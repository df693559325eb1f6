import { spawn } from 'node:child_process';
import path from 'node:path';

/** One run of `restic backup`: milliseconds, and bytes it says it added. */
export interface ResticRun {
  readonly ms: number;
  readonly bytes: number;
}

export interface ResticFigures {
  readonly first: ResticRun;
  readonly day: ResticRun;
  readonly bigDay: ResticRun;
  readonly unchanged: ResticRun;
  readonly restoreMs: number;
}

export interface ResticPlace {
  readonly repository: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Restic {
  readonly backup: (file: string) => Promise<ResticRun>;
  /** Milliseconds of restoring the newest snapshot. */
  readonly restore: () => Promise<number>;
}

/** Makes a repository of restic's; undefined where restic is not installed or the place refuses it. */
export async function measureRestic(folder: string, place: ResticPlace): Promise<Restic | undefined> {
  const restic = (args: readonly string[]) =>
    run('restic', ['--no-cache', '--repo', place.repository, ...place.args, ...args], { ...process.env, ...place.env, RESTIC_PASSWORD: 'bench' });
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
