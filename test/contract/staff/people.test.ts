import { readdirSync } from 'node:fs';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { removeLeftKeys } from '#electron/core/services/staff/manage-people.ts';
import { vaultAccess } from '#electron/core/services/staff/vault-access.ts';
import { readVault } from '#electron/core/security/vault/vault.ts';

import { draft, newCard, startStaffClinic } from './staff-clinic.ts';

type Clinic = Awaited<ReturnType<typeof startStaffClinic>>;
const refused = (code: string) => ({ detail: { code } });

describe("the clinic's people (product.md decision 9, J-14)", () => {
  let c: Clinic;
  let admin: Awaited<ReturnType<Clinic['as']>>;
  beforeEach(async () => {
    c = await startStaffClinic();
    admin = await c.as('administrator');
  });
  afterEach(async () => {
    expect(c.reported).toEqual([]);
    await c.stop();
  });

  const add = async (over: object = {}) => {
    const id = uuid();
    await admin.staff.add({ id, draft: draft(over) });
    return id;
  };
  const person = async (id: string) => (await admin.staff.get({ id })).person;
  const enrol = async (id: string, hsaId: string) => {
    c.reader.card = newCard(hsaId);
    return admin.staff.enrolCard({ userId: id, pin: '123456' });
  };

  it('a person is added with roles, listed for everybody, and the log says who got which role', async () => {
    const id = await add({ hsaId: 'se2321000016-abc1', roles: ['practitioner', 'administrator'] });
    expect(await person(id)).toMatchObject({ name: 'Eva Ek', hsaId: 'SE2321000016-ABC1', status: 'active', keys: [], lastSignInAt: null, version: 1 });
    const receptionist = await c.as('receptionist');
    const seen = (await receptionist.staff.list({})).people.find(one => one.id === id);
    expect(seen).toEqual({ id, name: 'Eva Ek', title: 'Leg. fysioterapeut', profession: 'physiotherapist', roles: ['practitioner', 'administrator'], status: 'active' });
    expect((await c.logOf('USER_ADD', 'ROLE_GRANT')).map(row => [row.action, row.object_id, row.reason_code, row.actor_id])).toEqual([
      ['USER_ADD', id, null, admin.userId], ['ROLE_GRANT', id, 'practitioner', admin.userId], ['ROLE_GRANT', id, 'administrator', admin.userId],
    ]);
  });

  it('only an administrator manages people; the refusal is in the log', async () => {
    for (const role of ['receptionist', 'practitioner'] as const) {
      const other = await c.as(role);
      await expect(other.staff.add({ id: uuid(), draft: draft() })).rejects.toMatchObject(refused('auth.forbidden'));
      await expect(other.staff.overview({})).rejects.toMatchObject(refused('auth.forbidden'));
      await expect(other.staff.enrolCard({ userId: admin.userId, pin: '123456' })).rejects.toMatchObject(refused('auth.forbidden'));
    }
    expect(await c.logOf('ACCESS_DENIED')).toHaveLength(6);
  });

  it('an HSA-id belongs to one person, whatever its letter case', async () => {
    await add({ hsaId: 'SE2321000016-ABC2' });
    await expect(admin.staff.add({ id: uuid(), draft: draft({ hsaId: 'se2321000016-abc2' }) })).rejects.toMatchObject(refused('staff.hsaIdTaken'));
    const other = await add();
    await expect(admin.staff.update({ id: other, version: 1, draft: draft({ hsaId: 'SE2321000016-abc2' }) })).rejects.toMatchObject(refused('staff.hsaIdTaken'));
  });

  it.each([{ givenName: ' ' }, { hsaId: 'SE12-X' }, { roles: [] }, { roles: ['owner'] }, { roles: ['practitioner', 'practitioner'] }, { title: '' }])('refuses %j', async over => {
    await expect(admin.staff.add({ id: uuid(), draft: draft(over) as never })).rejects.toMatchObject(refused('input.invalid'));
  });

  it('a change keeps the earlier state with who changed it, and two changes on the same version do not overwrite each other', async () => {
    const id = await add();
    await admin.staff.update({ id, version: 1, draft: draft({ title: 'Chef', roles: ['practitioner', 'administrator'] }) });
    await expect(admin.staff.update({ id, version: 1, draft: draft({ title: 'Annan' }) })).rejects.toMatchObject(refused('record.changedMeanwhile'));
    const { person: now, history } = await admin.staff.get({ id });
    expect(now).toMatchObject({ title: 'Chef', version: 2 });
    expect(history).toHaveLength(1);
    expect(history[0]?.by).toMatch(/Lind$/);
    expect(history[0]?.changes).toEqual([
      { field: 'title', from: 'Leg. fysioterapeut', to: 'Chef' }, { field: 'roles', from: '["practitioner"]', to: '["practitioner","administrator"]' },
    ]);
    await admin.staff.update({ id, version: 2, draft: draft({ title: 'Chef', roles: ['administrator'] }) });
    expect((await c.logOf('ROLE_REVOKE')).map(row => row.reason_code)).toEqual(['practitioner']);
  });

  it('the last administrator can be neither closed nor made something else (H110)', async () => {
    const me = await person(admin.userId);
    const same = draft({ givenName: me.givenName, familyName: me.familyName, hsaId: me.hsaId ?? '' });
    await expect(admin.staff.update({ id: me.id, version: me.version, draft: same })).rejects.toMatchObject(refused('staff.lastAdministrator'));
    await expect(admin.staff.close({ id: me.id, version: me.version })).rejects.toMatchObject(refused('staff.lastAdministrator'));
    const second = await add({ roles: ['administrator'] });
    await enrol(me.id, me.hsaId!);
    // a second administrator who has no way in does not count as somebody who can open the clinic
    await expect(admin.staff.close({ id: me.id, version: me.version })).rejects.toMatchObject(refused('vault.lastAdministrator'));
    await admin.staff.close({ id: second, version: 1 });
  });

  it('the last key of an administrator is not taken away (H110)', async () => {
    const me = await person(admin.userId);
    await enrol(me.id, me.hsaId!);
    const [key] = (await person(me.id)).keys;
    await expect(admin.staff.removeKey({ userId: me.id, keyId: key!.id })).rejects.toMatchObject(refused('vault.lastAdministrator'));
    c.reader.card = newCard(me.hsaId!);
    await admin.staff.enrolCard({ userId: me.id, pin: '123456' });
    await admin.staff.removeKey({ userId: me.id, keyId: key!.id });
    expect((await person(me.id)).keys).toHaveLength(1);
  });

  it('closing a person ends the session, the key entry and the sign-in at once, and leaves their history (J-14, H109)', async () => {
    const me = await person(admin.userId);
    await enrol(me.id, me.hsaId!);
    const id = await add({ hsaId: 'SE2321000016-ABC3' });
    await enrol(id, 'SE2321000016-ABC3');
    expect(readdirSync(path.join(c.place.folder, 'e'))).toHaveLength(2);
    await admin.staff.close({ id, version: 1 });
    expect(c.ended).toEqual([id]);
    expect(await person(id)).toMatchObject({ status: 'closed', keys: [], closedAt: c.clock.now().toISOString() });
    expect(readdirSync(path.join(c.place.folder, 'e'))).toHaveLength(1);
    expect((await readVault(c.place)).head.entries.map(entry => entry.userRef)).toEqual([me.id]);
    await expect(admin.staff.update({ id, version: 2, draft: draft() })).rejects.toMatchObject(refused('staff.closed'));
    await expect(enrol(id, 'SE2321000016-ABC3')).rejects.toMatchObject(refused('staff.closed'));
    await admin.staff.reopen({ id, version: 2 });
    expect(await person(id)).toMatchObject({ status: 'active', keys: [] });
  });

  it('a closing cut short after the database is finished at the next unlock', async () => {
    const id = await add({ hsaId: 'SE2321000016-ABC4' });
    await enrol(id, 'SE2321000016-ABC4');
    await c.db.write(tx => tx.raw(`UPDATE user_account SET status = 'closed' WHERE id = ?`, [id]));
    await removeLeftKeys({ db: c.db, vault: vaultAccess(c.holder, c.clock) });
    expect((await readVault(c.place)).head.entries).toEqual([]);
  });

  it('a card is enrolled for the person whose HSA-id it carries, once', async () => {
    const id = await add({ hsaId: 'SE2321000016-ABC5' });
    const stranger = await add({ hsaId: 'SE2321000016-ABC6' });
    await expect(admin.staff.enrolCard({ userId: id, pin: '123456' })).rejects.toMatchObject(refused('card.absent'));
    c.reader.card = newCard('SE2321000016-ABC5');
    expect((await admin.staff.inspectCard({ userId: id })).match).toBe('same');
    expect((await admin.staff.inspectCard({ userId: stranger })).match).toBe('other');
    await expect(admin.staff.enrolCard({ userId: stranger, pin: '123456' })).rejects.toMatchObject(refused('staff.cardOfAnother'));
    await expect(admin.staff.enrolCard({ userId: id, pin: '000000' })).rejects.toMatchObject(refused('card.pinWrong'));
    await admin.staff.enrolCard({ userId: id, pin: '123456' });
    expect((await admin.staff.inspectCard({ userId: id })).match).toBe('enrolled');
    await expect(admin.staff.enrolCard({ userId: id, pin: '123456' })).rejects.toMatchObject(refused('staff.cardTaken'));
    expect((await person(id)).keys).toMatchObject([{ kind: 'card', label: 'Test CA · 9752 01', isDamaged: false, alg: 'ecdh-sha256kdf-aes256wrap' }]);
    expect((await c.logOf('CRED_CHANGE')).map(row => row.reason_code)).toEqual(['cardEnrolled']);
  });

  it('with one reader the cards may be swapped for a limited time, which is in the log', async () => {
    const id = await add();
    expect(await admin.staff.allowCardSwap({ userId: id })).toEqual({ seconds: 180 });
    expect(c.swaps).toEqual([180]);
    expect(await c.logOf('CRED_CHANGE')).toMatchObject([{ reason_code: 'cardSwap', object_id: id }]);
  });

  it('the access list says who has not been reviewed for a year, and by whom the last review was (J-14)', async () => {
    const id = await add();
    expect((await person(id)).reviewDue).toBe(false);
    c.clock.advance(366 * 86_400_000);
    expect((await person(id)).reviewDue).toBe(true);
    await admin.staff.confirmReview({ id, version: 1 });
    const after = (await admin.staff.overview({})).people.find(one => one.id === id);
    expect(after).toMatchObject({ reviewDue: false, reviewedAt: c.clock.now().toISOString() });
    expect(after?.reviewedBy).toMatch(/Lind$/);
    await expect(c.db.write(tx => tx.raw('DELETE FROM access_review'))).rejects.toThrow();
    await expect(admin.staff.confirmReview({ id, version: 7 })).rejects.toMatchObject(refused('record.changedMeanwhile'));
  });
});
