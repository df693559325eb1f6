/** Runs vitest and reads its own count, so that the closing figure is what was run and not what was printed. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { bin, root, run } from './run.mjs';

/** Tests that passed and failed in one report, and the files with a failure; a file that could not even be read counts as one failure. */
function count(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, files: [] };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const files = report.testResults.filter(result => result.status === 'failed').map(result => ({
    name: path.relative(root, result.name).split(path.sep).join('/'),
    failed: Math.max(1, result.assertionResults.filter(test => test.status === 'failed').length),
  }));
  const failed = files.reduce((sum, one) => sum + one.failed, 0);
  return { passed: report.numPassedTests, failed: Math.max(failed, report.numFailedTests), skipped: report.numPendingTests + report.numTodoTests, files };
}

/**
 * Runs the vitest projects named; returns `{passed, failed, skipped, files}`. At least one failure is reported when vitest
 * itself fails. `behind`: only with the processor's time that others leave. `only`: these files alone, one after the other.
 */
export async function runTests(projects, { limitMs, behind = false, only = [] }) {
  const file = path.join(root, '.cache', `tests-${projects.join('-')}${only.length > 0 ? '-again' : ''}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  console.log(`\nTests: ${projects.join(', ')} (at most ${limitMs / 60_000} min)`);
  const [command, ...before] = behind && process.platform !== 'win32' ? ['nice', '-n', '10', bin('vitest')] : [bin('vitest')];
  const how = [...projects.map(p => `--project=${p}`), ...(only.length > 0 ? ['--maxWorkers=1', ...only] : ['--passWithNoTests'])];
  const result = await run(command, [...before, 'run', '-c', 'build/vite/vitest.config.ts', ...how, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { limitMs, show: true, env: { ...process.env, NO_COLOR: '1' } });
  if (result.timedOut) console.error(`Tests: stopped after ${limitMs / 60_000} min`);
  const counted = count(file);
  return result.code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** More files than this do not fail because the computer was busy. */
const MOST_AGAIN = 3;

/**
 * Two browsers, card readers and a server share the cores with each other; a computer that stands still for some seconds
 * then fails a test that nothing is wrong with. The few files that failed run once more, alone: what is broken fails again.
 * Whoever passes only now is named at the end: it is to be mended. Returns what to add to the counts.
 */
export async function lookAgain(runs, projects, limit) {
  const files = runs.flatMap(counted => counted.files);
  if (files.length === 0 || files.length > MOST_AGAIN) return { passed: 0, failed: 0, skipped: 0, unsteady: [] };
  console.log(`\nOnce more, alone: ${files.map(one => one.name).join(', ')}`);
  const again = await runTests(projects, { ...limit, only: files.map(one => one.name) });
  // A run that ended before its report, or a file it never reached, clears nobody.
  const cleared = again.passed === 0 ? [] : files.filter(one => !again.files.some(failed => failed.name === one.name));
  const unsteady = again.failed > 0 && again.files.length === 0 ? [] : cleared;
  const failed = unsteady.reduce((sum, one) => sum + one.failed, 0);
  return { passed: failed, failed: -failed, skipped: 0, unsteady: unsteady.map(one => one.name) };
}
