import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { diskRoots, findNearby } from '#electron/core/services/restore/nearby.ts';

const VERSION = JSON.stringify({ format: 'klinikbok-backup/1', clinicId: '01a2060e-d753-75be-9693-946cb53f6db1', repositoryId: '74550a0d-726b-4b44-b676-943f81d040ba', createdAt: '2026-11-22T08:00:00.000Z' });

describe('backups on attached disks are found without anybody knowing where a disk appears (4C 10)', () => {
  const media = mkdtempSync(path.join(tmpdir(), 'klinikbok-media-'));
  afterAll(() => rmSync(media, { recursive: true }));
  const put = (folder: string, text: string): string => {
    const whole = path.join(media, folder);
    mkdirSync(whole, { recursive: true });
    writeFileSync(path.join(whole, 'VERSION'), text);
    return whole;
  };

  it('on a disk, in our folder on it and in one of the clinic’s own name; nothing that only looks like it, and nothing hidden', async () => {
    const wanted = [put('maria/USB', VERSION), put('maria/Rotation/Klinikbok-backup', VERSION), put('olle/NAS/mottagningen', VERSION)];
    put('maria/Other', 'v1.2');
    put('maria/Huge', VERSION.padEnd(5000));
    put('maria/.Trash', VERSION);
    put('maria/Deep/one/two', VERSION);
    expect((await findNearby([{ folder: media, levels: 2 }, { folder: path.join(media, 'none'), levels: 1 }])).sort()).toEqual(wanted.sort());
  });

  it('knows where each system shows its disks', () => {
    expect(diskRoots('linux').map(root => root.folder)).toContain('/run/media');
    expect(diskRoots('darwin')).toEqual([{ folder: '/Volumes', levels: 1 }]);
    expect(diskRoots('win32')).toContainEqual({ folder: 'E:\\', levels: 0 });
  });
});
