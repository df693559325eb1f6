import { spawnSync } from 'node:child_process';

/**
 * Forbids this process and every child it starts from now on to leave a memory image on disk when it crashes: it would
 * hold keys and notes. Linux only (util-linux prlimit); true when it worked. Elsewhere the shell turns crash reports off.
 */
export function forbidCoreDumps(): boolean {
  if (process.platform !== 'linux') return false;
  const result = spawnSync('/usr/bin/prlimit', ['--core=0:0', '--pid', String(process.pid)], { timeout: 2_000, stdio: 'ignore' });
  return result.status === 0;
}
