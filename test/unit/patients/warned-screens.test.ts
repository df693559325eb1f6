import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { WARNED_SCREENS } from '#test/support/warned-screens.ts';

const SCREENS = 'renderer/screens';
const filesUnder = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /\.tsx?$/.test(file)).map(file => join(folder, file));

/** Every route's path; one named by a constant is looked up in its area. */
function routes(): string[] {
  return readdirSync(SCREENS).filter(name => name !== 'README.md').map(area => join(SCREENS, area, 'index.ts')).flatMap(file => {
    const words = [...filesUnder(dirname(file)), 'renderer/commands/use-work-lists.ts'].map(one => readFileSync(one, 'utf8')).join('\n');
    return [...readFileSync(file, 'utf8').matchAll(/\{\s*path: ([A-Z_]+|'[^']*'), component/g)].map(([, path = '']) =>
      path.startsWith("'") ? path.slice(1, -1) : (new RegExp(`const ${path} = '([^']*)'`).exec(words)?.[1] ?? `${file}: ${path}`));
  });
}

describe('K-21 a warning is seen on every screen of its patient', () => {
  it('and it is decided for each screen there is how: a new route is added to the list with its decision', () => {
    expect(routes().toSorted()).toEqual(Object.keys(WARNED_SCREENS).toSorted());
  });

  it('with the strip above every address that names a patient', () => {
    for (const [path, how] of Object.entries(WARNED_SCREENS)) if (path.includes('$patientId')) expect([path, how]).toEqual([path, 'strip']);
  });
});
