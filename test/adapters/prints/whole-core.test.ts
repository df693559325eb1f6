import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { until } from '#test/support/until.ts';

import { createTestCa, issuePerson, loadSoftHsm } from '../../../build/scripts/test-ca.mjs';

const PINS = { auth: '123456', sign: '654321' };
const CLINIC = { name: 'Ekens läkarmottagning', organisationNumber: '5560360793', hsaId: '', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;

let folder: string;
let host: CardHostProcess;
let desk: CoreDesk;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-sheet-'));
  const ca = createTestCa(path.join(folder, 'ca'));
  const admin = issuePerson(ca, { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' });
  host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: loadSoftHsm(path.join(folder, 'hsm'), [admin], { pin: PINS }) });
  desk = startCoreDesk({ cards: host.client });
  await desk.client.setup.saveClinic(CLINIC);
  await desk.client.setup.importIssuers({ files: ca.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, base64: Buffer.from(der).toString('base64') })) });
  await desk.client.setup.enrolCard({ pin: PINS.auth, alsoPractitioner: true });
});
afterAll(async () => {
  expect(desk.reported).toEqual([]);
  await desk.stop();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

const outside = (name: string): string => {
  mkdirSync(path.join(folder, name), { recursive: true });
  return path.join(folder, name);
};

describe('the emergency sheet and a calendar file through the whole core (C-13, C-15)', () => {
  it('are written by themselves once somebody has signed in again', async () => {
    const { user } = await desk.client.session.state({});
    const userId = user?.id ?? '';
    const service = await desk.client.schedule.saveService({
      id: null, version: 0, resourceIds: [],
      draft: { name: 'Återbesök', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'exempt', colour: 'blue', needs: [], rules: {}, active: true },
    });
    const maria = await desk.client.schedule.saveResource({ id: null, version: 0, kind: 'practitioner', userId, name: 'Maria Ek', policy: 'warn', capacity: 1, active: true });
    const { version, hasSheetPassword: _none, ...draft } = await desk.client.prints.settings({});
    await desk.client.prints.saveSettings({ version, draft: { ...draft, sheetFolder: outside('usb') } });
    const { password } = await desk.client.prints.newSheetPassword({});
    await desk.client.feeds.setFolder({ version: (await desk.client.feeds.list({})).version, folder: outside('sync') });
    const { fileName } = await desk.client.feeds.renew({ resourceId: maria.id });
    const patientId = uuid();
    await desk.client.patients.register({
      id: patientId, draft: { givenName: 'Åsa', familyName: 'Karlsson', birthDate: '1981-12-18', sex: 'F', number: null, identityLevel: null, protection: 'none', registrationNote: '', contacts: [], address: null },
    });
    const start = new Date(Math.ceil(desk.clock.now().getTime() / 3_600_000) * 3_600_000 + 24 * 3_600_000).toISOString();
    await desk.client.agenda.book({ serviceId: service.id, resourceIds: [maria.id], start: { instant: start }, patientId, outsideHours: true });

    await desk.relock();
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    const sheet = () => execFileSync('pdftotext', ['-layout', '-upw', password, path.join(outside('usb'), 'klinikbok-reservlista.pdf'), '-'], { encoding: 'utf8', timeout: 30_000 });
    await until('the sheet to have the visit', async () => sheet().includes('Karlsson, Åsa'), 60_000);
    await until('the calendar file to have it', async () => readFileSync(path.join(outside('sync'), fileName ?? ''), 'utf8').includes('SUMMARY:Bokad'), 60_000);
    expect(await desk.client.prints.sheetStatus({})).toMatchObject({ state: 'ok', problem: null });
  });

  it('do not lie in the program’s own folder', async () => {
    const { version, hasSheetPassword: _none, ...draft } = await desk.client.prints.settings({});
    await expect(desk.client.prints.saveSettings({ version, draft: { ...draft, sheetFolder: path.join(desk.dataDir, 'clinic') } })).rejects.toMatchObject({ detail: { code: 'folder.insideData' } });
  });
});
