/** How our own TypeScript commands (demo, bench, restore, verify-log) become something Node can run, and how they are run. */
import { spawn } from 'node:child_process';
import { renameSync } from 'node:fs';
import path from 'node:path';

import { root } from './run.mjs';

/** CommonJS packages inside an ES module ask for `require`. */
const REQUIRE = 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** What the backup engine starts its threads with, when it lies beside the program it runs in (electron/core/backup/engine/work). */
export const BACKUP_WORKER = { 'backup-worker.cjs': 'electron/core/backup/engine/work/worker.ts' };

/**
 * Bundles `entry` (from the root) into `outfile` (from the root) and returns its absolute path. `external`: packages left
 * out; absent: all of them. `beside`: programs of threads, by file name, made in the same folder. Needs node_modules.
 */
export async function bundleScript({ entry, outfile, external, beside }) {
  const { build } = await import('esbuild');
  // put in place whole: two commands may be started at once, and neither may run a file that the other is writing
  const make = async ({ outfile: target, ...options }) => {
    const part = `${target}.${process.pid}.part`;
    await build({ absWorkingDir: root, outfile: part, ...options });
    renameSync(path.join(root, part), path.join(root, target));
  };
  for (const [name, from] of Object.entries(beside ?? {})) {
    await make({ entryPoints: [from], outfile: path.join(path.dirname(outfile), name), bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' });
  }
  await make({
    entryPoints: [entry], outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...(external ? { external, banner: { js: REQUIRE } } : { packages: 'external' }),
  });
  return path.join(root, outfile);
}

/** Runs it as a process of its own, for at most `limitMs`, and ends as it ends. `what` stands at the head of what is said. */
export function runScript(file, args, { what, limitMs }) {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit', cwd: root });
  const timer = setTimeout(() => {
    console.error(`${what} did not end within ${Math.round(limitMs / 60_000)} minutes and was stopped.`);
    child.kill('SIGKILL');
  }, limitMs);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    clearTimeout(timer);
    if (signal) console.error(`${what} was ended by ${signal}.`);
    process.exit(code ?? 1);
  });
}
