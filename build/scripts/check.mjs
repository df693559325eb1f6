/** `npm run check`: the fast part before every commit: types, lint, layers, texts, and the unit, contract and database tests. */
import { runTests } from './run-tests.mjs';
import { failWith } from './run.mjs';
import { staticChecks } from './static-checks.mjs';

async function main() {
  const failedChecks = await staticChecks();
  const { passed, failed } = await runTests(['quick'], { limitMs: 900_000 });
  if (failedChecks.length > 0) console.log(`Failed before the tests: ${failedChecks.join(', ')}`);
  console.log(`\n${passed} passed, ${failed + failedChecks.length} failed`);
  if (failed + failedChecks.length > 0) process.exitCode = 1;
}

main().catch(failWith);
