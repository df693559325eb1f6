import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DamagedProgram, loadPageFiles } from '#electron/supervisor/page-files.ts';
import { startFailureText } from '#electron/supervisor/start-failure.ts';
import { cardStarts } from '#electron/supervisor/station.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { buildSmallProgram } from '#test/support/small-program.ts';

let folder: string;
let page: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-files-'));
  page = (await buildSmallProgram(folder, 'document.body.append("page");')).pageFolder;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program’s page', () => {
  it('is served as built, with its type', () => {
    const { status, headers, body } = loadPageFiles(page)('GET', '/page.js');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(Buffer.from(body).toString()).toContain('document.body.append');
  });

  it('does not start with a file that was changed, added to the list by hand, or is gone', () => {
    const changes: ((copy: string) => void)[] = [
      copy => writeFileSync(path.join(copy, 'page.js'), 'alert(1)'),
      copy => rmSync(path.join(copy, 'page.js')),
      copy => rmSync(path.join(copy, 'manifest.json')),
      copy => writeFileSync(path.join(copy, 'manifest.json'), '{"index":"/index.html","files":{"/x":{"file":"../../secret","type":"text/plain","sha256":""}}}'),
      copy => writeFileSync(path.join(copy, 'manifest.json'), 'not json'),
    ];
    changes.forEach((change, index) => {
      const copy = path.join(folder, `copy-${index}`);
      mkdirSync(copy);
      cpSync(page, copy, { recursive: true });
      change(copy);
      expect(() => loadPageFiles(copy)).toThrow(DamagedProgram);
    });
  });
});

describe('a program that cannot start', () => {
  it('says why in Swedish or English, and never how', () => {
    expect(startFailureText(new AppError('instance.alreadyRunning'), 'sv-SE')).toContain('redan öppet');
    expect(startFailureText(new AppError('instance.alreadyRunning'), 'de-DE')).toContain('already open');
    expect(startFailureText(new DamagedProgram('/home/eva/x'), 'sv')).toContain('Installera programmet på nytt');
    expect(startFailureText(new Error('/home/eva/secret'), 'en')).not.toContain('eva');
  });
});

describe('the card software of this computer', () => {
  const data = (station?: object): string => {
    const dataDir = mkdtempSync(path.join(folder, 'data-'));
    if (station) writeFileSync(path.join(dataDir, 'station.json'), JSON.stringify(station));
    return dataDir;
  };

  it('is looked for among what clinics use when nobody chose', () => {
    expect(cardStarts({ dataDir: data(), clinicKind: 'real' }).map(s => s.profile)).toEqual(['netid', 'thales-sac', 'opensc', 'ykcs11']);
  });

  it('is the one an administrator wrote down, with the module’s digest', () => {
    const sha256 = 'a'.repeat(64);
    expect(cardStarts({ dataDir: data({ cardProfile: 'custom', modulePath: '/usr/lib/x.so', sha256 }), clinicKind: 'real' })).toEqual([{ profile: 'custom', clinicKind: 'real', modulePath: '/usr/lib/x.so', sha256 }]);
  });

  it('is never practice software in a real clinic (product.md decision 15)', () => {
    for (const cardProfile of ['practice', 'softhsm'] as const) {
      expect(() => cardStarts({ dataDir: data(), clinicKind: 'real', cardProfile })).toThrow('practice');
      expect(() => cardStarts({ dataDir: data({ cardProfile }), clinicKind: 'real' })).toThrow('practice');
      expect(cardStarts({ dataDir: data(), clinicKind: 'demo', cardProfile })).toHaveLength(1);
    }
  });

  it('is not guessed from a station file that is not understood', () => {
    expect(() => cardStarts({ dataDir: data({ cardProfile: 'something' }), clinicKind: 'real' })).toThrow();
    expect(() => cardStarts({ dataDir: data({ other: 1 }), clinicKind: 'real' })).toThrow();
  });
});
