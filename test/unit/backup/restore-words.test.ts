import { expect, it } from 'vitest';

import { ERROR_CODES } from '#shared/kernel/app-error.ts';

import { wordsFor } from '../../../build/scripts/restore/restore-words.ts';

/** What only somebody who writes to a place is told. */
const WRITING = ['server.full', 'restore.comparisonFailed', 'restore.notConfirmed', 'restore.sameKey'];

it('npm run restore has words for every refusal of a server and of a restore, and says which line or folder is meant', () => {
  const met = ERROR_CODES.filter(code => /^(server|restore)\./.test(code) && !WRITING.includes(code));
  expect(met.filter(code => wordsFor({ code, params: {} }) === code)).toEqual([]);
  expect(wordsFor({ code: 'restore.serverSheetWrong', params: { field: 'check' } })).toBe('the server sheet is not complete, or is mistyped (line: check)');
  expect(wordsFor({ code: 'backup.placeMissing', params: { path: '/mnt/nas' } })).toBe('the folder with the backups does not exist or cannot be read (at: /mnt/nas)');
  expect(wordsFor({ code: 'backup.placeDamaged', params: { path: '' } })).toBe('the backups are damaged');
});
