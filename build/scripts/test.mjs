/** `npm test`: everything, from a fresh clone. The last line is `N passed, N failed`. */
import { ensureServer } from './rgw/ensure.mjs';
import { failWith } from './run.mjs';
import { setUp } from './setup.mjs';

const LIMIT = { limitMs: 1_500_000 };

async function main() {
  await setUp();
  // Loaded only now: on a fresh clone their packages were not there before.
  const { buildAll } = await import('./build.mjs');
  const { staticChecks } = await import('./static-checks.mjs');
  const { lookAgain, runTests } = await import('./run-tests.mjs');
  const missing = await buildAll();
  const failedChecks = [...(missing.length > 0 ? ['Build'] : []), ...(await staticChecks())];
  // Starts beside the first tests and is there when the first one asks; without its packages those tests say what is missing.
  await ensureServer({ userPid: process.pid, wait: false }).catch(error => console.error(error.message));
  const runs = [];
  runs.push(await runTests(['quick', 'rest'], LIMIT));
  // one after the other among themselves, and mostly waiting for cards and programs: the time they leave is the screens'
  runs.push(...(await Promise.all([runTests(['screens'], { ...LIMIT, behind: true }), runTests(['serial'], LIMIT)])));
  const again = await lookAgain(runs, ['quick', 'rest', 'screens', 'serial'], LIMIT);
  runs.push(again);
  const sum = key => runs.reduce((total, counted) => total + counted[key], 0);
  if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped (each says why above)`);
  if (failedChecks.length > 0) console.log(`Failed before the tests: ${failedChecks.join(', ')}`);
  const failed = sum('failed') + failedChecks.length;
  for (const name of again.unsteady) console.log(`Unsteady, to be mended: ${name} failed beside other tests and passed alone`);
  console.log(`\n${sum('passed')} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

main().catch(error => {
  failWith(error);
  console.log('\n0 passed, 1 failed');
});
