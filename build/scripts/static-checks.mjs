/** Types, lint, layers and texts: what can be said about the code without running it. */
import { bin, root, step } from './run.mjs';
import path from 'node:path';

const CHECKS = [
  { name: 'Types', command: process.execPath, args: [path.join(root, 'node_modules/tsc7/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'Lint', command: bin('oxlint'), args: ['-c', 'build/lint/oxlint.json', 'shared', 'electron', 'renderer', 'build', 'test'] },
  { name: 'Layers', command: bin('depcruise'), args: ['--config', 'build/lint/layers.cjs', 'shared', 'electron', 'renderer'] },
  { name: 'Messages', command: process.execPath, args: ['build/scripts/check-messages.mjs'] },
];

/** Runs all of them, also after a failure, and returns the names of those that failed. */
export async function staticChecks() {
  const failed = [];
  for (const { name, command, args } of CHECKS) {
    await step(name, command, args, { limitMs: 180_000 }).catch(() => failed.push(name));
  }
  return failed;
}
