import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa } from '../../../build/scripts/test-ca.mjs';
import { startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { readKitPaper } from '#test/support/kit-paper.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { until } from '#test/support/until.ts';

const PINS = { auth: '123456', sign: '654321' };
const clinic = { name: 'Ekens läkarmottagning', organisationNumber: '5560360793', hsaId: 'SE5560360793-A001', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;

describe('the computer burns (product.md: running again before lunch)', () => {
  let folder: string;
  let place: string;
  let ca: TestCa;
  let host: CardHostProcess;
  let desk: CoreDesk;
  let paper: string;
  let machineFile: string;

  const idle = () => until('the backup to end', async () => (await desk.client.backup.status({})).running === null);
  const backUp = async () => {
    await desk.client.backup.run({});
    await idle();
    return desk.client.backup.status({});
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-burned-'));
    place = path.join(folder, 'usb');
    mkdirSync(place);
    writeFileSync(path.join(place, 'holiday.jpg'), 'not ours');
    ca = createTestCa(path.join(folder, 'ca'));
    const people = [
      issuePerson(ca, { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' }),
    ];
    const conf = loadSoftHsm(path.join(folder, 'hsm'), people, { pin: PINS });
    host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: conf });
    desk = startCoreDesk({ cards: host.client });
    await desk.client.setup.saveClinic(clinic);
    await desk.client.setup.importIssuers({ files: ca.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, base64: Buffer.from(der).toString('base64') })) });
    await desk.client.setup.enrolCard({ pin: PINS.auth });
    machineFile = path.join(desk.dataDir, 'machine.json');
  });
  afterAll(async () => {
    await desk.stop();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the wizard prints the kit, takes a place and counts as done when one backup was restored on trial (J-20, L-10)', async () => {
    const { pdfBase64, askBack } = await desk.client.setup.createKit({});
    const { groups, identity } = readKitPaper(pdfBase64);
    expect(groups.every(group => group.length === 5)).toBe(true);
    expect(identity).not.toBe('');
    paper = groups.join(' ');
    await desk.client.setup.confirmKit({ groups: [groups[askBack[0] - 1] ?? '', groups[askBack[1] - 1] ?? ''] });
    expect(await desk.client.backup.checkPlace({ path: place })).toMatchObject({ state: 'occupied', repositoryPath: path.join(place, 'Klinikbok-backup') });
    await desk.client.setup.chooseBackupPlace({ path: place });
    await expect(desk.client.setup.finish({})).rejects.toMatchObject({ detail: { code: 'setup.stepMissing' } });
    const status = await backUp();
    expect(status.attempt).toMatchObject({ outcome: 'ok', errorCode: null });
    expect(status).toMatchObject({ generations: 1, certificate: { kind: 'full', outcome: 'ok' }, targets: [{ place: { kind: 'folder', path: place }, problem: null, generations: 1, attempt: { outcome: 'ok' } }] });
    await desk.client.setup.finish({});
    expect(existsSync(path.join(place, 'Klinikbok-backup/tools/restore.py'))).toBe(true);
    expect(readdirSync(place).sort()).toEqual(['Klinikbok-backup', 'holiday.jpg']);
    expect(desk.reported).toEqual([]);
  });

  it('on the new computer the kit typed from paper brings everything back, and the card signs in', async () => {
    expect((await backUp()).attempt).toMatchObject({ outcome: 'ok' });
    const before = await desk.client.backup.status({});
    await desk.stop();
    desk = startCoreDesk({ cards: host.client });
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'firstRun' });
    expect(await desk.client.restore.inspect({ place: { kind: 'folder', path: place } })).toMatchObject({ generations: 2, machines: 1, sameClinic: null, cards: 1 });
    await expect(desk.client.restore.unlock({ place: { kind: 'folder', path: place }, key: { kit: paper.replace(/^.{5}/, 'AAAAA') } })).rejects.toMatchObject({ detail: { code: 'restore.kitWrong' } });
    const { choices, clinicName, expected } = await desk.client.restore.unlock({ place: { kind: 'folder', path: place }, key: { kit: paper.toLowerCase() } });
    expect({ clinicName, expected }).toEqual({ clinicName: clinic.name, expected: [] });
    expect(choices.map(choice => [choice.seq, choice.recommended, choice.missingPacks])).toEqual([[2, true, 0], [1, false, 0]]);
    expect(choices[0]).toMatchObject({ id: before.last?.id, counts: before.last?.counts });
    const twice = async <T>(ask: () => Promise<T>): Promise<T[]> => {
      const both = await Promise.allSettled([ask(), ask()]); // two windows, one moment: the second is told so, and the first goes on
      expect(both.filter(one => one.status === 'rejected')).toMatchObject([{ reason: { detail: { code: 'busy' } } }]);
      return both.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    };
    await twice(() => desk.client.restore.start({ generationId: choices[0]?.id ?? '' }));
    await until('the restore to end', async () => (await desk.client.restore.state({})).step !== 'running');
    expect(await desk.client.restore.state({})).toMatchObject({ step: 'compared', comparison: { equal: true, missingPageCount: 0 } });
    expect(existsSync(path.join(desk.dataDir, 'clinic'))).toBe(false);
    expect(await twice(() => desk.client.restore.adopt({}))).toMatchObject([{ step: 'adopted', keptAside: null }]);
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked', clinic: { name: clinic.name } });
    expect(await desk.client.session.signInWithCard({ pin: PINS.auth })).toMatchObject({ phase: 'open', user: { name: 'Maria Ek' } });
    await expect(desk.client.restore.inspect({ place: { kind: 'folder', path: place } })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    // The same log goes on: what came before the backup, the row about the restore, then this sign-in, one unbroken chain.
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true });
    const { lines } = await desk.client.log.all({ actions: ['RESTORE', 'LOGIN_OK', 'SETUP'] });
    expect(lines.slice(0, 2).map(line => [line.action, line.actor?.name ?? null])).toEqual([['LOGIN_OK', 'Maria Ek'], ['RESTORE', null]]);
    expect(lines.slice(2).some(line => line.action === 'SETUP')).toBe(true);
    expect(desk.reported).toEqual([]);
  });

  it('the restored clinic goes on backing up to the same place as a new series', async () => {
    const status = await backUp();
    expect(status.attempt).toMatchObject({ outcome: 'ok', errorCode: null });
    expect(readdirSync(path.join(place, 'Klinikbok-backup/m'))).toHaveLength(2);
    expect(status.last?.seq).toBe(1);
  });

  it('a card alone opens the backups too; an existing clinic is kept aside, and the computer knows what should be newest', async () => {
    await desk.relock();
    const machine = readFileSync(machineFile.replace(/.*data/, desk.dataDir), 'utf8');
    expect(machine).toContain(clinic.name);
    const { choices, expected } = await desk.client.restore.unlock({ place: { kind: 'folder', path: place }, key: { pin: PINS.auth } });
    expect(choices).toHaveLength(3);
    expect(expected).toMatchObject([{ by: 'computer', seq: 1, verdict: 'here' }]);
    await desk.client.restore.confirm({ generationId: choices.at(-1)?.id ?? '', persons: ['Maria Ek', 'Nils Al'], secondKey: null });
    await desk.client.restore.start({ generationId: choices.at(-1)?.id ?? '' });
    await until('the restore to end', async () => (await desk.client.restore.state({})).step !== 'running');
    const adopted = await desk.client.restore.adopt({});
    expect(adopted.keptAside).toMatch(/old-/);
    expect(existsSync(path.join(adopted.keptAside ?? '', 'clinic.db'))).toBe(true);
    expect(await desk.client.session.signInWithCard({ pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek' } });
    expect(desk.reported).toEqual([]);
  });

  it('notices when newer backups were taken away from the place', async () => {
    await desk.relock();
    const copy = path.join(folder, 'emptied');
    cpSync(path.join(place, 'Klinikbok-backup'), copy, { recursive: true });
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    await desk.client.setup.finish({}).catch(() => undefined);
    await backUp();
    await desk.relock();
    const { expected } = await desk.client.restore.unlock({ place: { kind: 'folder', path: copy }, key: { kit: paper } });
    expect(expected).toMatchObject([{ by: 'computer', verdict: 'gone' }]);
  });
});
