import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { ERROR_CODES } from '#shared/kernel/app-error.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const sources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && entry.name.endsWith('.ts')).map(entry => path.join(entry.parentPath, entry.name));

it('every refusal the user can be told is given somewhere in the program; a contract that only allows it does not count', () => {
  const isList = (file: string) => file.includes(`${path.sep}contract${path.sep}`) || file.endsWith('app-error.ts') || file.endsWith('messages.gen.ts');
  const text = [...sources('electron'), ...sources('shared')].filter(file => !isList(file)).map(file => readFileSync(file, 'utf8')).join('\n');
  expect(ERROR_CODES.filter(code => !text.includes(`'${code}'`))).toEqual([]);
});
