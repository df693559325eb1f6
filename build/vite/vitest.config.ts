import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');
const from = (folder: string) => path.join(root, folder);

export default defineConfig({
  root,
  resolve: { alias: { '#shared': from('shared'), '#electron': from('electron'), '#renderer': from('renderer'), '#test': from('test') } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
