import { renameSync } from 'node:fs';
import { join } from 'node:path';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import type { UpdatePerson } from '#electron/core/clinic/before-update.ts';
import { placeIn } from '#electron/core/clinic/clinic-place.ts';
import type { OpenStore } from '#electron/core/ports/backup-store.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { createUpdateGuard } from '#electron/core/services/drill/update-guard.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { type DrillClinic, fillClinic, startDrillClinic } from '#test/support/backup/drill-clinic.ts';
import { KEY } from '#test/support/harness.ts';

const countProofs = async (): Promise<number> => ((await clinic.db.reader.raw('SELECT count(*) AS n FROM update_proof')) as [{ n: number }])[0].n;

/** An account of the clinic at the door. */
async function someone(roles: readonly Role[], goOn: UpdatePerson['goOn'] = null): Promise<UpdatePerson> {
  const { userId: id } = await clinic.as(...roles);
  return { goOn, who: () => Promise.resolve({ id, name: 'Maria Ek', title: '', hsaId: null, roles, status: 'active', place: null }) };
}

let clinic: DrillClinic;

/** A store that takes every question and answers none. */
const silent: OpenStore = place => new Proxy(openStore(place), { get: (store, name) => (typeof Reflect.get(store, name) === 'function' ? () => new Promise(() => undefined) : Reflect.get(store, name)) });

describe('before a new program changes the database (J-20)', () => {
  beforeAll(async () => {
    clinic = await startDrillClinic();
    await fillClinic(clinic, 1);
    const usb = await clinic.addPlace('usb');
    await clinic.backUp(usb);
    if (usb.place.kind !== 'folder') throw new Error('a folder was made');
    const { path, repositoryPath } = usb.place;
    // As the setting was before there were several places.
    await clinic.db.write(tx => putSetting(tx, 'backup', { value: { place: { path, repositoryPath, repositoryId: usb.repositoryId }, schedule: {} }, at: clinic.clock.now().toISOString() }));
  });
  afterAll(() => clinic.stop());

  /** One update with this person at the door; who went on and what the log says. */
  const guarded = async ({ opening = openStore, limitMs = 20_000, person }: { opening?: OpenStore; limitMs?: number; person?: UpdatePerson } = {}) => {
    const guard = createUpdateGuard({ place: placeIn(clinic.dir, join(clinic.dir, 'clinic')), openStore: opening, clock: clinic.clock, appVersion: '0.6.0', newId: v7, limitMs });
    const keep = await guard({ db: clinic.db, clinic: clinic.deps.clinic, trust: { certificates: [], policies: {}, minimumLoa: 3 }, keyHex: () => KEY, from: 23, to: 25, person });
    await keep({ db: clinic.db, log: clinic.log });
    const [row] = (await clinic.db.reader.raw('SELECT outcome, chosen_by AS "by" FROM update_proof ORDER BY rowid DESC LIMIT 1')) as { outcome: string; by: string | null }[];
    const [event] = (await clinic.db.reader.raw("SELECT outcome, actor_id AS actor, reason_code AS code, reason_text AS text FROM audit_event WHERE action = 'VERIFY' AND object_type = 'update' ORDER BY seq DESC LIMIT 1")) as { outcome: string; actor: string | null; code: string; text: string }[];
    return { outcome: row?.outcome, by: row?.by, logged: event?.outcome, actor: event?.actor, code: event?.code, text: event?.text };
  };

  const NOBODY = { by: null, actor: null };

  it('the newest backup is read back first, and that is kept and logged', async () => {
    expect(await guarded()).toMatchObject({ outcome: 'proven', logged: 'ok', code: 'beforeUpdate', ...NOBODY });
  });

  it('with a proven backup nobody is asked, whoever signs in', async () => {
    expect(await guarded({ person: await someone(['administrator']) })).toMatchObject({ outcome: 'proven', ...NOBODY });
  });

  it('an old backup is said to be old', async () => {
    clinic.clock.advance(3 * 86_400_000);
    expect(await guarded()).toMatchObject({ outcome: 'older', logged: 'ok' });
  });

  it('no place, and a place that never answers, are said and kept; while a clinic is set up nobody is asked', async () => {
    renameSync(join(clinic.dir, 'usb'), join(clinic.dir, 'away'));
    expect(await guarded()).toMatchObject({ outcome: 'none', logged: 'failed', text: 'schema 23 -> 25, none; backup.placeMissing' });
    renameSync(join(clinic.dir, 'away'), join(clinic.dir, 'usb'));
    expect(await guarded({ opening: silent, limitMs: 50 })).toMatchObject({ outcome: 'none', logged: 'failed', ...NOBODY });
  });

  it('an administrator is asked, and an answer without a reason is none; with one it is kept and logged under their name', async () => {
    const asked = { code: 'update.unproven', params: { problem: 'backup.placeMissing', person: 'Maria Ek', decides: 1 } };
    const rowsBefore = await countProofs();
    for (const goOn of [null, { reason: '  ' }]) await expect(guarded({ opening: silent, limitMs: 50, person: await someone(['administrator', 'practitioner'], goOn) })).rejects.toMatchObject(asked);
    expect(await countProofs()).toBe(rowsBefore);
    const person = await someone(['administrator'], { reason: 'Disken är hos IT.' });
    const { id } = (await person.who({} as never))!;
    expect(await guarded({ opening: silent, limitMs: 50, person })).toMatchObject({ outcome: 'none', by: id, actor: id, logged: 'failed', code: 'update.decided', text: 'Disken är hos IT.; schema 23 -> 25, none; backup.placeMissing' });
  });

  it('anybody else is told, and may go on because somebody waits for care; that is kept under their name', async () => {
    await expect(guarded({ opening: silent, limitMs: 50, person: await someone(['receptionist']) })).rejects.toMatchObject({ code: 'update.unproven', params: { decides: 0 } });
    const person = await someone(['practitioner'], { reason: '' });
    const { id } = (await person.who({} as never))!;
    expect(await guarded({ opening: silent, limitMs: 50, person })).toMatchObject({ by: id, actor: id, code: 'update.care', text: 'schema 23 -> 25, none; backup.placeMissing' });
  });

  it('what was found is never changed', async () => {
    await expect(clinic.db.write(tx => tx.raw("UPDATE update_proof SET outcome = 'proven'"))).rejects.toThrow();
  });
});
