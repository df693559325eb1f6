/** Starts commands for the build scripts: each with a name, a limit and its output shown only when it fails (or as it comes). */
import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
export const bin = name => path.join(root, 'node_modules/.bin', name);

/**
 * Runs `command` with `args`; resolves with its exit code and output. `limitMs` ends the whole process group.
 * `show`: lets the output through as it comes.
 */
export function run(command, args, { limitMs, show = false, env = process.env, cwd = root } = {}) {
  return new Promise(resolve => {
    const started = Date.now();
    const child = spawn(command, args, { cwd, env, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    }, limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        parts.push(text);
        if (show) process.stdout.write(text);
      });
    }
    const done = code => {
      clearTimeout(timer);
      resolve({ code, timedOut, ms: Date.now() - started, output: parts.join('') });
    };
    child.on('error', error => {
      parts.push(`${command}: ${error.message}\n`);
      done(127);
    });
    child.on('close', code => done(code ?? 1));
  });
}

/** Runs one step with a line before and after; throws with the output when it fails. */
export async function step(name, command, args, options) {
  process.stdout.write(`${name} … `);
  const result = await run(command, args, options);
  if (result.code === 0) {
    console.log(`ok (${(result.ms / 1000).toFixed(1)} s)`);
    return result;
  }
  console.log(result.timedOut ? `stopped after ${options.limitMs / 1000} s` : `failed (exit code ${result.code})`);
  if (!options.show) process.stdout.write(result.output.slice(-20_000));
  throw new StepFailed(name);
}

export class StepFailed extends Error {
  constructor(name) {
    super(`${name} failed`);
  }
}

/** Ends a script with a clean sentence instead of a stack. */
export function failWith(error) {
  console.error(error instanceof StepFailed ? `Stopped: ${error.message}.` : error);
  process.exitCode = 1;
}
