import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** Each file breaks one rule; `null` breaks none. */
const PLANTED: readonly [file: string, text: string, rule: string | null][] = [
  ['shared/kernel/brand.ts', 'export const brand = 1;', null],
  ['shared/kernel/ok.ts', "export { brand } from './brand.ts';", null],
  ['shared/kernel/up.ts', "export { patient } from '../domain/patients/patient.ts';", 'layer:shared/kernel'],
  ['shared/domain/patients/patient.ts', 'export const patient = 1;', null],
  ['shared/domain/patients/disk.ts', "export { readFileSync } from 'node:fs';", 'shared-needs-no-machine'],
  ['electron/core/services/patients/service.ts', 'export const service = 1;', null],
  ['electron/core/services/agenda/service.ts', "export { service } from '../patients/service.ts';", 'services-are-strangers:agenda'],
  ['electron/core/services/agenda/by-knex.ts', "export { knex } from 'knex';", 'package:knex'],
  ['electron/core/services/setup/first.ts', "export { service } from '../patients/service.ts';", 'services-are-strangers:setup'],
  ['electron/core/repositories/patients.ts', "export { service } from '../services/patients/service.ts';", 'layer:electron/core/repositories'],
  ['electron/core/db/migrations/0001-first.ts', "export { brand } from '#shared/kernel/brand.ts';", 'migrations-stand-alone'],
  ['electron/core/extra/uses.ts', "export { brand } from '#shared/kernel/brand.ts';", 'folder-without-a-row'],
  ['electron/card-host/reach.ts', "export { service } from '../core/services/patients/service.ts';", 'layer:electron/card-host'],
  ['electron/core/services/patients/card.ts', "export { host } from '#electron/card-host/host.ts';", 'layer:electron/core/services'],
  ['electron/card-host/host.ts', "export const host = 1; export * from 'pkcs11js';", null],
  ['electron/core/services/patients/pkcs.ts', "export * from 'pkcs11js';", 'package:pkcs11js'],
  ['electron/supervisor/app.ts', "export { app } from 'electron';", 'package:electron'],
  ['electron/shell/app.ts', "export { app } from 'electron';", null],
  ['electron/shell/browser.ts', "export { chromium } from 'playwright-core';", 'package:playwright-core'],
  ['electron/supervisor/types.ts', "import type { Page } from 'playwright-core'; export type P = Page;", 'package:playwright-core'],
  ['electron/wire/strange.ts', "export * from 'esbuild';", 'package-without-a-row'],
  ['renderer/ui/Button.tsx', "export { Button } from '@mantine/core';", null],
  ['renderer/screens/patients/Card.tsx', "export { Button } from '@mantine/core';", 'package:@mantine/.*|get-nonce|dayjs'],
  ['renderer/screens/agenda/Day.tsx', "export { Button } from '../patients/Card.tsx';", 'screens-are-strangers'],
  ['renderer/screens/agenda/core.ts', "export { service } from '#electron/core/services/patients/service.ts';", 'layer:renderer/screens'],
  ['shared/domain/agenda/react.ts', "export { useState } from 'react';", 'package:react|react-dom|@types/react|@types/react-dom|csstype'],
  ['shared/contract/a.ts', "import { b } from './b.ts'; export const a = (): number => b();", 'no-cycles'],
  ['shared/contract/b.ts', "import { a } from './a.ts'; export const b = (): number => a();", null],
  ['electron/wire/testing.ts', "export { fake } from '#test/fake.ts';", 'nothing-imports-tests'],
  ['test/fake.ts', 'export const fake = 1;', null],
  ['electron/wire/gone.ts', "export { gone } from './not-there.ts';", 'everything-resolves'],
];

let folder: string;
let found: Map<string, string[]>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-layers-'));
  for (const name of ['node_modules', 'package.json', 'tsconfig.json']) symlinkSync(path.join(root, name), path.join(folder, name));
  for (const [file, text] of PLANTED) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${text}\n`);
  }
  const { stdout } = spawnSync(path.join(root, 'node_modules/.bin/depcruise'), ['--config', path.join(root, 'build/lint/layers.cjs'), '--output-type', 'json', 'shared', 'electron', 'renderer'], { cwd: folder, encoding: 'utf8', timeout: 60_000, maxBuffer: 1e8 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  found = new Map();
  for (const { from, rule } of summary.violations) found.set(from, [...(found.get(from) ?? []), rule.name]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the layer table', () => {
  for (const [file, text, rule] of PLANTED) {
    if (rule) it(`catches ${file}: ${text}`, () => expect(found.get(file) ?? []).toContain(rule));
    else it(`allows ${file}`, () => expect(found.get(file) ?? []).toEqual([]));
  }
});
