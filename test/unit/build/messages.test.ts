import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-messages-'));
  write('shared/kernel/app-error.ts', "export const ERROR_CODES = [\n  'internal', // ours\n  'card.absent',\n] as const;\n");
  give({});
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const TEXTS = { error: { internal: 'x', card: { absent: 'x' } }, agenda: { hello: 'x {name}', count: '{n, plural, one {# x} other {# x}}', day: '{when, date, short}' } };

/** Writes complete texts in both languages, with `sv` changed at the top level of an area. */
function give(changes: Record<string, object>): void {
  for (const [area, tree] of Object.entries(TEXTS)) {
    write(`shared/messages/en/${area}.json`, JSON.stringify(tree));
    write(`shared/messages/sv/${area}.json`, JSON.stringify({ ...tree, ...changes[area] }));
  }
}

function check(...flags: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'build/scripts/generate-messages.mjs'), '--root', folder, ...flags], { encoding: 'utf8', timeout: 30_000 });
  return { ok: status === 0, output: stdout + stderr };
}

it('accepts complete texts and writes keys with the arguments they need', () => {
  expect(check()).toMatchObject({ ok: true });
  const made = readFileSync(path.join(folder, 'shared/messages/messages.gen.ts'), 'utf8');
  expect(made).toContain("readonly 'agenda.hello': { readonly name: string | number };");
  expect(made).toContain("readonly 'agenda.count': { readonly n: number };");
  expect(made).toContain("readonly 'agenda.day': { readonly when: Date | number };");
  expect(check('--check')).toMatchObject({ ok: true });
});

it('says that the generated file is out of date', () => {
  check();
  write('shared/messages/messages.gen.ts', '// old\n');
  expect(check('--check').output).toContain('out of date');
});

const FAULTS: readonly [what: string, changes: Record<string, object>, sentence: string][] = [
  ['a text missing in one language', { agenda: { hello: undefined } }, 'sv agenda.hello: missing'],
  ['an empty text', { agenda: { hello: ' ' } }, 'sv agenda.hello: empty'],
  ['text that is not ICU', { agenda: { hello: 'x {name' } }, 'sv agenda.hello: not valid ICU'],
  ['other arguments in one language', { agenda: { hello: 'x {nam}' } }, 'agenda.hello: the languages use different arguments (nam | name)'],
  ['an error text without a code', { error: { ghost: 'x' } }, 'error.ghost: no such error code'],
  ['a code without a text', { error: { card: {} } }, 'sv error.card.absent: missing'],
];
for (const [what, changes, sentence] of FAULTS) {
  it(`finds ${what}`, () => {
    give(changes);
    expect(check('--check')).toMatchObject({ ok: false, output: expect.stringContaining(sentence) as string });
  });
}

it('finds a code that has no text in any language', () => {
  write('shared/kernel/app-error.ts', "export const ERROR_CODES = ['internal', 'card.absent', 'db.io'] as const;\n");
  expect(check('--check')).toMatchObject({ ok: false, output: expect.stringContaining('error code db.io has no text') as string });
});
