import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MIGRATIONS, type Migration } from '#electron/core/db/migrations/index.ts';
import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { type CardDrawer, openCardDrawer, PINS } from '#test/support/cards/card-drawer.ts';
import { type CoreDesk, startCoreDesk } from '#test/support/core-desk.ts';
import { backUp, enrolFirst, MARIA, printKit } from '#test/support/first-run.ts';

const PASSPHRASE = 'tre gula paraplyer';
const asked = (params: object) => ({ detail: { code: 'update.unproven', params } });

let drawer: CardDrawer;
let desk: CoreDesk;
let paper: string;
let secret: Buffer;

const shipped = MIGRATIONS.length;

/** The next sign-in is by a program that knows one more step. */
async function aNewProgram(): Promise<void> {
  await desk.relock();
  const version = (MIGRATIONS.at(-1)?.version ?? 0) + 1;
  (MIGRATIONS as Migration[]).push({ version, up: async tx => void (await tx.raw(`CREATE TABLE made_by_${version} (id TEXT) STRICT`)) });
}

const signInRut = (over: object = {}) => desk.client.session.signInWithPassphrase({ userName: 'rut', passphrase: PASSPHRASE, code: codeOfStep(secret, stepAt(desk.clock.now())), ...over });
const loggedUpdates = async () => (await desk.client.log.all({ actions: ['VERIFY'] })).lines.filter(line => line.reasonCode === 'beforeUpdate').map(line => [line.actor?.name ?? null, line.reasonText?.replace(/\d+ -> \d+/, 'a -> b')]);

beforeAll(async () => {
  drawer = openCardDrawer();
  drawer.issue('maria', MARIA);
  drawer.issue('new', MARIA);
  await drawer.insert('maria');
  desk = startCoreDesk({ cards: drawer.cards });
  await enrolFirst(desk, drawer);
  paper = await printKit(desk);
  const userId = uuid();
  await desk.client.staff.add({ id: userId, draft: { givenName: 'Rut', familyName: 'Östlund', title: 'Receptionist', profession: 'receptionist', hsaId: '', roles: ['receptionist'] } });
  const shown = await desk.client.staff.beginPassphrase({ userId, userName: 'rut', passphrase: PASSPHRASE });
  secret = fromBase32(shown.totpSecret.replaceAll(' ', ''))!;
  await desk.client.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: codeOfStep(secret, stepAt(desk.clock.now())) });
  desk.clock.advance(30_000);
});
afterAll(async () => {
  (MIGRATIONS as Migration[]).length = shipped;
  await desk.stop();
  drawer.stop();
});

describe('a new program changes the database and no backup can be proven (J-20)', () => {
  it('the administrator is asked, with card and with kit, and nothing has changed; with a reason the update goes on in their name', async () => {
    await aNewProgram();
    const question = asked({ problem: 'backup.notConfigured', person: 'Maria Ek', decides: 1 });
    await expect(desk.client.session.signInWithCard({ pin: PINS.auth })).rejects.toMatchObject(question);
    await expect(desk.client.session.signInWithCard({ pin: PINS.auth, goOn: { reason: '' } })).rejects.toMatchObject(question);
    await drawer.insert('new');
    await expect(desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth })).rejects.toMatchObject(question);
    await desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth, goOn: { reason: 'Huset har brunnit.' } });
    expect(await loggedUpdates()).toEqual([['Maria Ek', 'schema a -> b, none; backup.notConfigured; Huset har brunnit.']]);
    expect((await desk.client.drill.status({})).unprovenUpdate).toMatchObject({ by: 'Maria Ek' });
    const { lines } = await desk.client.log.all({ actions: ['LOGIN_FAIL'] });
    expect(lines).toEqual([]); // asked back is not refused
  });

  it('a receptionist is told and may go on; a wrong code is refused before anything is said or changed, and the right one is not used up by the question', async () => {
    await aNewProgram();
    await expect(signInRut({ code: '000000' })).rejects.toMatchObject({ detail: { code: 'auth.wrongCredentials' } });
    await expect(signInRut()).rejects.toMatchObject(asked({ person: 'Rut Östlund', decides: 0 }));
    expect((await signInRut({ goOn: { reason: '' } })).user?.name).toBe('Rut Östlund');
    await desk.relock();
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    expect((await loggedUpdates())[0]).toEqual(['Rut Östlund', 'schema a -> b, none; backup.notConfigured; care']);
    expect((await desk.client.drill.status({})).unprovenUpdate).toMatchObject({ by: 'Rut Östlund' });
  });

  it('with a backup that can be proven nobody is asked', async () => {
    const place = path.join(desk.dataDir, '..', 'usb');
    mkdirSync(place);
    await desk.client.setup.chooseBackupPlace({ path: place });
    await backUp(desk);
    await aNewProgram();
    expect((await desk.client.session.signInWithCard({ pin: PINS.auth })).user?.name).toBe('Maria Ek');
    expect((await loggedUpdates())[0]?.[1]).toBe('schema a -> b, proven');
  });
});
