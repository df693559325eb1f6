import { renameSync } from 'node:fs';
import { join } from 'node:path';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { placeIn } from '#electron/core/clinic/clinic-place.ts';
import type { OpenStore } from '#electron/core/ports/backup-store.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { createUpdateGuard } from '#electron/core/services/drill/update-guard.ts';
import { type DrillClinic, fillClinic, startDrillClinic } from '#test/support/backup/drill-clinic.ts';
import { KEY } from '#test/support/harness.ts';

/** A store that takes every question and answers none. */
const silent: OpenStore = place => new Proxy(openStore(place), { get: (store, name) => (typeof Reflect.get(store, name) === 'function' ? () => new Promise(() => undefined) : Reflect.get(store, name)) });

describe('before a new program changes the database (J-20)', () => {
  let clinic: DrillClinic;
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

  const guarded = async (opening: OpenStore = openStore, limitMs = 20_000): Promise<{ outcome: string; logged: string }> => {
    const guard = createUpdateGuard({ place: placeIn(clinic.dir, join(clinic.dir, 'clinic')), openStore: opening, clock: clinic.clock, appVersion: '0.6.0', newId: v7, limitMs });
    const keep = await guard({ db: clinic.db, keyHex: () => KEY, from: 23, to: 25 });
    await keep({ db: clinic.db, log: clinic.log });
    const [row] = (await clinic.db.reader.raw('SELECT outcome FROM update_proof ORDER BY rowid DESC LIMIT 1')) as { outcome: string }[];
    const [event] = (await clinic.db.reader.raw("SELECT outcome FROM audit_event WHERE action = 'VERIFY' AND reason_code = 'beforeUpdate' ORDER BY seq DESC LIMIT 1")) as { outcome: string }[];
    return { outcome: row?.outcome ?? '', logged: event?.outcome ?? '' };
  };

  it('the newest backup is read back first, and that is kept and logged', async () => {
    expect(await guarded()).toEqual({ outcome: 'proven', logged: 'ok' });
  });

  it('an old backup is said to be old', async () => {
    clinic.clock.advance(3 * 86_400_000);
    expect(await guarded()).toEqual({ outcome: 'older', logged: 'ok' });
  });

  it('no place, and a place that never answers, are said and never keep anybody from a journal', async () => {
    renameSync(join(clinic.dir, 'usb'), join(clinic.dir, 'away'));
    expect(await guarded()).toEqual({ outcome: 'none', logged: 'failed' });
    renameSync(join(clinic.dir, 'away'), join(clinic.dir, 'usb'));
    expect(await guarded(silent, 50)).toEqual({ outcome: 'none', logged: 'failed' });
  });

  it('what was found is never changed', async () => {
    await expect(clinic.db.write(tx => tx.raw("UPDATE update_proof SET outcome = 'proven'"))).rejects.toThrow();
  });
});
