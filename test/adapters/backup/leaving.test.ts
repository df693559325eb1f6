import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DeletionCertificate } from '#shared/domain/leaving/leaving.ts';
import { startLeavingClinic, type LeavingClinic } from '#test/support/backup/leaving-clinic.ts';

const YES = { keepsJournal: true, owner: null } as const;

describe('the end of the service (G-18, XM C.4)', () => {
  let clinic: LeavingClinic;
  let maria: Awaited<ReturnType<LeavingClinic['as']>>;
  let usb: { repositoryId: string; path: string };
  const at = (name: string) => path.join(clinic.dir, name);
  const remove = async (repositoryId: string, typedName: string) => {
    await maria.leaving.remove({ repositoryId, typedName, ...YES });
    await clinic.whenIdle();
    return maria.leaving.state({});
  };

  beforeAll(async () => {
    clinic = await startLeavingClinic();
    maria = await clinic.as('administrator');
    usb = await clinic.addFolder('USB-disk');
    writeFileSync(path.join(usb.path, 'semester.jpg'), 'not ours');
  });
  afterAll(() => clinic.stop());

  it('refuses to delete the only proven copy, and a name that was not typed right', async () => {
    expect((await maria.leaving.state({})).places).toMatchObject([{ name: 'USB-disk', where: usb.path, isOnlyCopy: true, approvedBy: null, leftAt: null }]);
    await expect(remove(usb.repositoryId, 'USB-disk')).rejects.toMatchObject({ detail: { code: 'leaving.onlyCopy' } });
    await expect(remove(usb.repositoryId, 'disken')).rejects.toMatchObject({ detail: { code: 'leaving.nameWrong', params: { name: 'USB-disk' } } });
    await expect((await clinic.as('practitioner')).leaving.remove({ repositoryId: usb.repositoryId, typedName: 'USB-disk', ...YES })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    expect(existsSync(path.join(usb.path, 'VERSION'))).toBe(true);
  });

  it('takes a full copy along that was restored on trial, with scripts and pages; twice into the same folder is refused', async () => {
    mkdirSync(at('nas'));
    await expect(maria.leaving.exportAll({ folder: at('data/clinic') })).rejects.toMatchObject({ detail: { code: 'backup.placeInsideData' } });
    const { path: folder } = await maria.leaving.exportAll({ folder: at('nas') });
    await clinic.whenIdle();
    const { exports, problem, running } = await maria.leaving.state({});
    expect({ problem, running, path: exports[0]?.path, patients: exports[0]?.counts.patients }).toEqual({ problem: null, running: null, path: folder, patients: 1 });
    expect(readdirSync(path.join(folder, 'tools'))).toEqual(expect.arrayContaining(['restore.py', 'LAS-MIG.md', 'README.md', 'FORMAT.md', 'SHA256SUMS', 'SHA256SUMS.sig', 'signer.der']));
    await expect(maria.leaving.exportAll({ folder: at('nas') })).rejects.toMatchObject({ detail: { code: 'leaving.folderUsed' } });
  });

  it('then deletes what is ours and nothing else, takes the place out of use, and leaves the journal here alone', async () => {
    const before = (await clinic.db.reader.raw('SELECT count(*) AS n FROM patient')) as { n: number }[];
    const survey = await maria.leaving.survey({ repositoryId: usb.repositoryId, owner: null });
    expect(survey.objects).toBeGreaterThan(3);
    const { certificates, places, problem } = await remove(usb.repositoryId, ' usb-DISK ');
    expect({ problem, left: readdirSync(usb.path), used: await clinic.used() }).toEqual({ problem: null, left: ['semester.jpg'], used: [] });
    expect(certificates).toMatchObject([{ placeName: 'USB-disk', complete: true, leftObjects: 0, restGoesAt: null }]);
    expect(places).toMatchObject([{ name: 'USB-disk', leftAt: expect.any(String), left: { objects: 0 } }]);
    expect(await clinic.db.reader.raw('SELECT count(*) AS n FROM patient')).toEqual(before);
    const rows = (await clinic.db.reader.raw("SELECT action, reason_code AS reason, count FROM audit_event WHERE reason_code LIKE 'leaving.%' ORDER BY seq")) as { action: string }[];
    expect(rows).toEqual([
      { action: 'EXPORT', reason: 'leaving.export', count: null }, { action: 'BACKUP', reason: 'leaving.remove', count: null }, { action: 'BACKUP', reason: 'leaving.removed', count: survey.objects },
    ]);
  });

  it('gives a certificate that stock openssl verifies, and a page to print that says that the journal stays', async () => {
    const [{ id = '' } = {}] = (await maria.leaving.state({})).certificates;
    const { files, commands } = await maria.leaving.papers({ id, language: 'sv' });
    for (const file of files) writeFileSync(at(file.name), Buffer.from(file.content, 'base64'));
    for (const command of commands) execFileSync('sh', ['-c', command], { cwd: clinic.dir, stdio: 'pipe', timeout: 20_000 });
    const [pdf = '', json = ''] = files.map(file => file.name);
    const said = DeletionCertificate.parse(JSON.parse(readFileSync(at(json), 'utf8')));
    expect(said).toMatchObject({ complete: true, approvedBy: null, place: { name: 'USB-disk' }, outcome: { left: { objects: 0, bytes: 0 } } });
    expect(execFileSync('pdftotext', ['-layout', at(pdf), '-']).toString().replace(/\s+/g, ' ')).toContain('Journalen på klinikens egen dator är inte raderad. Den ska bevaras i minst tio år');
    writeFileSync(at(json), JSON.stringify({ ...said, complete: false }));
    expect(() => execFileSync('sh', ['-c', commands[0] ?? ''], { cwd: clinic.dir, stdio: 'pipe', timeout: 20_000 })).toThrow('Verification failure');
  });

  it('lets a second administrator say yes to the only copy, for a day, and never the same person', async () => {
    const disk = await clinic.addFolder('Ensam disk');
    clinic.clock.set(new Date(clinic.clock.now().getTime() + 8 * 86_400_000).toISOString()); // by now the export is no fresh proof any more
    const only = async () => (await maria.leaving.state({})).places.find(place => place.repositoryId === disk.repositoryId);
    await maria.leaving.approve({ repositoryId: disk.repositoryId });
    expect(await only()).toMatchObject({ isOnlyCopy: true, approvedBy: null });
    await expect(remove(disk.repositoryId, 'Ensam disk')).rejects.toMatchObject({ detail: { code: 'leaving.onlyCopy' } });
    const erik = await clinic.as('administrator');
    await erik.leaving.approve({ repositoryId: disk.repositoryId });
    clinic.clock.set(new Date(clinic.clock.now().getTime() + 25 * 3_600_000).toISOString());
    await expect(remove(disk.repositoryId, 'Ensam disk')).rejects.toMatchObject({ detail: { code: 'leaving.onlyCopy' } });
    await erik.leaving.approve({ repositoryId: disk.repositoryId });
    expect(await only()).toMatchObject({ approvedBy: expect.any(String) });
    expect((await remove(disk.repositoryId, 'Ensam disk')).certificates[0]).toMatchObject({ placeName: 'Ensam disk', complete: true });
    expect(existsSync(disk.path)).toBe(false);
    expect(clinic.reported).toEqual([]);
  });
});
