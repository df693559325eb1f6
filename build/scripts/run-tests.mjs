/** Runs vitest and reads its own count, so that the closing figure is what was run and not what was printed. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { bin, root, run } from './run.mjs';

/** Tests that passed and failed in one report; a file that could not even be read counts as one failure. */
function count(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const unreadable = report.testResults.filter(result => result.status === 'failed' && !result.assertionResults.some(test => test.status === 'failed')).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unreadable, skipped: report.numPendingTests + report.numTodoTests };
}

/**
 * Runs the vitest projects named; returns `{passed, failed, skipped}`. At least one failure is reported when vitest itself
 * fails. `behind`: only with the processor's time that others leave.
 */
export async function runTests(projects, { limitMs, behind = false }) {
  const file = path.join(root, '.cache', `tests-${projects.join('-')}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  console.log(`\nTests: ${projects.join(', ')} (at most ${limitMs / 60_000} min)`);
  const [command, ...before] = behind && process.platform !== 'win32' ? ['nice', '-n', '10', bin('vitest')] : [bin('vitest')];
  const result = await run(command, [...before, 'run', '-c', 'build/vite/vitest.config.ts', '--passWithNoTests', ...projects.map(p => `--project=${p}`), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { limitMs, show: true, env: { ...process.env, NO_COLOR: '1' } });
  if (result.timedOut) console.error(`Tests: stopped after ${limitMs / 60_000} min`);
  const counted = count(file);
  return result.code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
