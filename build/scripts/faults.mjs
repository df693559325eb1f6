// The long form of test/adapters/backup-faults and test/server/backup-faults: every request of a backup and of a restore cut
// in every way, every step of backup, drill and restore killed, a disk filled and pulled out at every point, 10,000 damaged
// objects and 200 drills with objects lost at random; on folders, in memory and on the real server. What proves what stands
// in build/docs/backup-faults.md.
// `npm run test:faults [-- --mutations 10000] [-- --drills 200] [-- --seed N]`; the same seed is the same order of faults
// (the names of objects, and so which of them is hit, are drawn anew).
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { ensureServer } from './rgw/ensure.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({
  options: {
    mutations: { type: 'string', default: '10000' }, drills: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
  },
});
const wanted = { KLINIKBOK_FAULTS: 'all', KILLS: 'all', KLINIKBOK_MUTATIONS: values.mutations, KLINIKBOK_DRILLS: values.drills, KLINIKBOK_SEED: values.seed };
for (const name of ['mutations', 'drills', 'seed']) if (!/^\d+$/.test(values[name])) throw new Error(`--${name} is a whole number from 0`);
console.log(`${values.mutations} mutations, ${values.drills} drills, seed ${values.seed}`);
await setUp();
// Those of a real server begin when it answers; without its packages they say what is missing.
await ensureServer({ userPid: process.pid, wait: false }).catch(error => console.error(error.message));
const ended = spawnSync(process.execPath, [
  'node_modules/vitest/vitest.mjs', 'run', '-c', 'build/vite/vitest.config.ts', '--silent=false', '--testTimeout=3600000', 'backup-faults', 'test/adapters/backup/killed.test.ts', 'test/adapters/backup/expiry.test.ts', 'test/adapters/drill/killed-drill.test.ts',
], { stdio: 'inherit', env: { ...process.env, ...wanted }, cwd: new URL('../..', import.meta.url) });
process.exitCode = ended.status ?? 1;
