import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { backUp, enrolFirst, MARIA, printKit } from '#test/support/first-run.ts';
import { installNextProgram, removeNextPrograms } from '#test/support/next-program.ts';

const refused = (code: string) => ({ detail: { code } });
const head = () => readFileSync(path.join(desk.dataDir, 'clinic/vault/head.json'));

let drawer: CardDrawer;
let desk: CoreDesk;
let paper: string;

beforeAll(async () => {
  drawer = openCardDrawer();
  drawer.issue('lost', MARIA);
  drawer.issue('new', MARIA);
  drawer.issue('stranger', { hsaId: 'SE2321000016-9999', givenName: 'Olle', surname: 'Ny', title: 'Läkare' });
  drawer.issue('nurse', { hsaId: 'SE2321000016-1002', givenName: 'Ture', surname: 'Berg', title: 'Sjuksköterska' });
});
afterAll(() => drawer.stop());
beforeEach(async () => {
  await drawer.insert('lost');
  desk = startCoreDesk({ cards: drawer.cards });
  await enrolFirst(desk, drawer);
  paper = await printKit(desk);
});
afterEach(async () => {
  removeNextPrograms();
  expect(desk.reported).toEqual([]);
  await desk.stop();
});

describe('every card is lost (L-10: the kit on paper and a new card of an administrator, without the vendor)', () => {
  it('the new card alone opens nothing; with the kit it opens the clinic, and from then on without it', async () => {
    await desk.relock();
    await drawer.insert('new');
    await expect(desk.client.session.signInWithCard({ pin: PINS.auth })).rejects.toMatchObject(refused('vault.entryMissing'));
    expect(await desk.client.session.recoverWithKit({ kit: paper.toLowerCase(), pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek', roles: ['administrator'] } });
    expect(desk.session()).toMatchObject({ idleMinutes: 15 });
    await desk.relock();
    expect(await desk.client.session.signInWithCard({ pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek' } });
    const { lines } = await desk.client.log.all({ actions: ['LOGIN_OK', 'LOGIN_FAIL', 'CRED_CHANGE'] });
    expect(lines.map(line => [line.action, line.reasonCode])).toEqual([
      ['LOGIN_OK', 'card'], ['LOGIN_OK', 'kit'], ['LOGIN_FAIL', 'vault.entryMissing'], ['CRED_CHANGE', 'kit'], ['LOGIN_OK', 'card'], ['CRED_CHANGE', 'cardEnrolled'],
    ]);
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true });
  });

  it('shows both cards with issuer and number, so that the lost one can be taken away (J-14)', async () => {
    await desk.relock();
    await drawer.insert('new');
    await desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth });
    const { people: [maria] } = await desk.client.staff.overview({});
    expect(maria?.keys.map(key => [key.kind, key.label !== '', key.addedAt !== null, key.isDamaged])).toEqual([['card', true, true, false], ['card', true, true, false]]);
    expect(new Set(maria?.keys.map(key => key.label)).size).toBe(2);
    await desk.client.staff.removeKey({ userId: maria!.id, keyId: maria!.keys[0]!.id });
    await desk.relock();
    await drawer.insert('lost');
    await expect(desk.client.session.signInWithCard({ pin: PINS.auth })).rejects.toMatchObject(refused('vault.entryMissing'));
  });

  it('refuses a kit that is mistyped, or was replaced by a newer one, and changes nothing; the try is in the log (A-03)', async () => {
    const newer = await printKit(desk);
    await desk.relock();
    const before = head();
    await drawer.insert('new');
    for (const wrong of [newer.replace(/^.{5}/, 'AAAAA'), paper, 'hej']) {
      await expect(desk.client.session.recoverWithKit({ kit: wrong, pin: PINS.auth })).rejects.toMatchObject(refused('restore.kitWrong'));
    }
    expect(head().equals(before)).toBe(true);
    await desk.client.session.recoverWithKit({ kit: newer, pin: PINS.auth });
    const { lines } = await desk.client.log.all({ actions: ['LOGIN_FAIL'] });
    expect(lines.map(line => [line.reasonCode, line.reasonText?.split(' ')[0]])).toEqual(Array.from({ length: 3 }, () => ['restore.kitWrong', 'kit']));
  });

  it('refuses the right kit with the card of somebody unknown, of a person who is no administrator, and with a wrong PIN', async () => {
    const id = uuid();
    await desk.client.staff.add({ id, draft: { givenName: 'Ture', familyName: 'Berg', title: 'Sjuksköterska', profession: 'nurse', hsaId: 'SE2321000016-1002', roles: ['practitioner'] } });
    await desk.relock();
    const before = head();
    await drawer.insert('stranger');
    await expect(desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth })).rejects.toMatchObject(refused('card.hsaIdUnknown'));
    await drawer.insert('nurse');
    await expect(desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth })).rejects.toMatchObject(refused('auth.forbidden'));
    await drawer.insert('new');
    await expect(desk.client.session.recoverWithKit({ kit: paper, pin: '000000' })).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^card\.pinWrong/) } });
    expect(head().equals(before)).toBe(true);
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked' });
    await expect(desk.client.staff.overview({})).rejects.toMatchObject(refused('auth.locked'));
  });

  it('a new program that finds no backup asks the administrator first, with card and with kit, and changes nothing; with a reason it goes on in their name, and with a proven backup it does not ask (J-20)', async () => {
    const updates = async () => (await desk.client.log.all({ actions: ['VERIFY'] })).lines.filter(line => line.reasonText?.includes('schema') === true).map(line => [line.actor?.name ?? null, line.reasonCode, line.reasonText?.replace(/\d+ -> \d+/, 'a -> b')]);
    const question = { detail: { code: 'update.unproven', params: { problem: 'backup.notConfigured', person: 'Maria Ek', decides: 1 } } };
    await desk.relock();
    installNextProgram();
    for (const goOn of [undefined, { reason: '' }]) await expect(desk.client.session.signInWithCard({ pin: PINS.auth, goOn })).rejects.toMatchObject(question);
    await drawer.insert('new');
    await expect(desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth })).rejects.toMatchObject(question);
    await desk.client.session.recoverWithKit({ kit: paper, pin: PINS.auth, goOn: { reason: 'Huset har brunnit.' } });
    expect(await updates()).toEqual([['Maria Ek', 'update.decided', 'Huset har brunnit.; schema a -> b, none; backup.notConfigured']]);
    expect((await desk.client.drill.status({})).unprovenUpdate).toMatchObject({ by: 'Maria Ek' });
    expect((await desk.client.log.all({ actions: ['LOGIN_FAIL'] })).lines).toEqual([]); // asked back is not refused
    const place = path.join(desk.dataDir, '..', 'usb');
    mkdirSync(place);
    await desk.client.setup.chooseBackupPlace({ path: place });
    await backUp(desk);
    await desk.relock();
    installNextProgram();
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    expect((await updates())[0]).toEqual([null, 'beforeUpdate', 'schema a -> b, proven']);
  });
});
