// The long form of test/e2e/practitioner/typing-killed.test.ts: notes of 3,000 characters are typed with the autosave running
// while core, card host or the whole shell with its window are killed at random, two hundred times. After every kill somebody
// signs in again and finds everything but at most the last two seconds, and everything that was shown as saved.
// `npm run test:kill [-- --kills 200] [-- --seed N]`; the same seed is the same order of kills.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) } } });
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills is a whole number from 1');
if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number from 0');
console.log(`${kills} kills, seed ${seed}`);
const ended = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'build/vite/vitest.config.ts', '--silent=false', 'test/e2e/practitioner/typing-killed.test.ts'], {
  stdio: 'inherit', env: { ...process.env, KLINIKBOK_KILLS: String(kills), KLINIKBOK_SEED: String(seed) }, cwd: new URL('../..', import.meta.url),
});
process.exitCode = ended.status ?? 1;
