import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect, it } from 'vitest';

import { AREAS } from '#renderer/commands/groups.ts';

const RENDERER = resolve(import.meta.dirname, '../../../renderer');

/** The area a command names itself after: `{ id: 'money.pay', message: … }`, wherever in the renderer it is written. */
const COMMAND = /\bid: '([a-z][A-Za-z]*)\.[A-Za-z.]+',\s*message: /g;

it('every area that has commands has a heading of its own in the shortcut list, so that none falls under “the program” unseen', () => {
  const files = readdirSync(RENDERER, { recursive: true, withFileTypes: true }).filter(file => file.isFile() && /\.tsx?$/.test(file.name)).map(file => join(file.parentPath, file.name));
  const areas = new Set(files.flatMap(file => [...readFileSync(file, 'utf8').matchAll(COMMAND)].map(match => match[1] ?? '')));
  expect(areas.size).toBeGreaterThan(15);
  expect([...areas].filter(area => !(area in AREAS)).sort()).toEqual([]);
});
