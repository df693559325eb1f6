// The long form of test/db/journal/killed.test.ts: a note of 3,000 characters is typed with the autosave running while its
// process is killed at random, two hundred times. After every kill the file must be whole and hold everything that was
// acknowledged; the next process goes on from what is there. `node build/scripts/kill-journal.mjs [--kills 200]`
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills is a number from 1');
const ended = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'build/vite/vitest.config.ts', 'test/db/journal/typing-killed.test.ts'], {
  stdio: 'inherit', env: { ...process.env, KLINIKBOK_KILLS: String(kills) }, cwd: new URL('../..', import.meta.url),
});
process.exitCode = ended.status ?? 1;
