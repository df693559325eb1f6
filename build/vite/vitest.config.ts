import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');
const from = (folder: string) => path.join(root, folder);
const tests = (...folders: string[]) => folders.map(folder => `test/${folder}/**/*.test.{ts,tsx}`);

/** One pcscd and one set of virtual readers, or the whole program with all its processes: these files run one after the other. */
const ONE_AT_A_TIME = [...tests('**/cards', 'e2e/practitioner', 'e2e/security', 'restore'), 'test/e2e/*.test.ts'];
/** Each file has a browser of its own; two of them fill the machine. The receptionist's day is a page on real services. */
const SCREENS = tests('screens', 'e2e/reception');
const QUICK = tests('unit', 'contract', 'db');

export default defineConfig({
  root,
  resolve: { alias: { '#shared': from('shared'), '#electron': from('electron'), '#renderer': from('renderer'), '#test': from('test') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      // Nothing here keeps state between files, and loading the program anew for each of a hundred would take as long as the tests.
      { extends: true, test: { name: 'quick', include: QUICK, exclude: ONE_AT_A_TIME, isolate: false } },
      { extends: true, test: { name: 'rest', include: ['test/**/*.test.{ts,tsx}'], exclude: [...QUICK, ...SCREENS, ...ONE_AT_A_TIME] } },
      { extends: true, test: { name: 'screens', include: SCREENS, exclude: ONE_AT_A_TIME } },
      { extends: true, test: { name: 'serial', include: ONE_AT_A_TIME, fileParallelism: false } },
    ],
  },
});
