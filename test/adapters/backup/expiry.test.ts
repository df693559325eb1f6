import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { folderExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { findGenerations } from '#electron/core/backup/restore/generations.ts';
import { addPeople, openBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildChild } from '#test/support/backup/build-child.ts';
import { expireOld } from '#test/support/backup/expire-old.ts';
import { addHistory } from '#test/support/backup/long-history.ts';

/** Every step in the long run (`KILLS=all`); every seventh otherwise. */
const EVERY = process.env['KILLS'] === 'all' ? 1 : 7;
const ADDED = 35;
const STEP_DAYS = 14;
/** 35 × 14 days: 36 backups, of which the newest thirty always stay. */
const EXPIRED = ADDED + 1 - 30;

describe('old backups expire from a folder (design/backup.md, retention)', () => {
  let folder: string;
  let years: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-expiry-'));
    years = path.join(folder, 'years');
    mkdirSync(years);
    const clinic = await openBackupClinic(years);
    await addPeople(clinic.db, { patients: 4, notes: 2 });
    const began = new Date(Date.now() - (ADDED + 1) * STEP_DAYS * 86_400_000);
    await runBackup(clinic.context({ now: () => began }));
    const yesterday = new Date(Date.now() - 86_400_000);
    await addHistory(clinic.context(), clinic.place, { count: ADDED, stepDays: STEP_DAYS, last: { createdAt: yesterday, storedAt: yesterday } });
    mkdirSync(path.join(clinic.place, 'archive/m/2025-01-01-00000001-aaaaaaaa'), { recursive: true });
    writeFileSync(path.join(clinic.place, 'archive/m/2025-01-01-00000001-aaaaaaaa/part-00001.age'), 'kept for ever');
    await clinic.stop();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const copy = (name: string): string => {
    const to = path.join(folder, name);
    rmSync(to, { recursive: true, force: true });
    cpSync(years, to, { recursive: true, preserveTimestamps: true });
    return to;
  };
  const look = async (where: string) => {
    const clinic = await openBackupClinic(where);
    const found = await findGenerations({ store: new FolderStore(clinic.place), identities: [clinic.secrets.recovery.identity], fingerprint: null });
    await clinic.stop();
    return { ...found, seqs: found.generations.map(one => one.manifest.seq).sort((a, b) => a - b), whole: found.generations.every(one => one.missingPacks === 0), identity: clinic.secrets.recovery.identity };
  };

  it('what is older than 400 days goes, with the packs only it needed; the rest is whole and restores', async () => {
    const where = copy('plain');
    const clinic = await openBackupClinic(where);
    const packs = async () => (await clinic.context().store.list('m/')).filter(one => one.key.includes('/packs/')).length;
    const before = await packs();
    const expired = await expireOld(clinic);
    expect(expired.record).toMatchObject({ generations: EXPIRED, heldBack: null });
    expect(expired.record.bytes).toBeGreaterThan(0);
    await expired.noted();
    // bases began with backups 1, 6, 11, …; the oldest that stays is 7 and needs that of 6
    expect(before - (await packs())).toBe(1);
    const left = await look(where);
    expect({ seqs: [left.seqs[0], left.seqs.length], whole: left.whole, gone: left.gone, unread: left.unread }).toEqual({ seqs: [EXPIRED + 1, 30], whole: true, gone: [], unread: [] });
    const oldest = left.generations.at(-1)?.manifest;
    if (oldest === undefined) throw new Error('nothing is left');
    const target = path.join(where, 'check.db');
    const built = await rebuild({ store: clinic.context().store, manifest: oldest, identities: [left.identity], target, onProgress: () => undefined });
    expect(built).toMatchObject({ fileSha256: oldest.fileSha256, missingPages: [] });
    expect(readFileSync(path.join(where, 'place/archive/m/2025-01-01-00000001-aaaaaaaa/part-00001.age'), 'utf8')).toBe('kept for ever');
    expect((await expireOld(clinic)).record).toMatchObject({ generations: 0, bytes: 0 });
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    expect((await runBackup(clinic.context())).certificate).toMatchObject({ kind: 'full', outcome: 'ok' });
    await clinic.stop();
  }, 60_000);

  it('with the clock ten years ahead a backup is made and nothing goes', async () => {
    const clinic = await openBackupClinic(copy('ahead'));
    const ahead = new Date(Date.now() + 3653 * 86_400_000);
    // so long that age decides, not the number of backups: 4 are older
    const first = await expireOld(clinic, 440);
    expect(first.record.generations).toBe(4);
    await first.noted();
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context({ now: () => ahead }));
    expect((await expireOld(clinic, 440)).record).toEqual({ generations: 0, bytes: 0, heldBack: null });
    expect((await look(clinic.folder)).seqs).toHaveLength(ADDED + 2 - 4);
    await clinic.stop();
  }, 60_000);

  it('killed at any step, every backup that stays is whole, and the next look finishes and tells all of it', async () => {
    const child = await buildChild('child-expiry');
    const run = (where: string, n: number) => spawnSync('node', [child, where, String(n)], { encoding: 'utf8', timeout: 60_000 });
    const steps = Number(run(copy('trial'), 0).stdout);
    expect(steps).toBeGreaterThan(EXPIRED);
    for (let n = 1; n <= steps; n += EVERY) {
      const where = copy('trial');
      expect(run(where, n).signal, `step ${n}`).toBe('SIGKILL');
      const killed = await look(where);
      expect({ n, whole: killed.whole, newest: killed.seqs.at(-1), kept: killed.seqs.length >= 30 }).toEqual({ n, whole: true, newest: ADDED + 1, kept: true });
      const clinic = await openBackupClinic(where);
      expect((await expireOld(clinic)).record.generations, `step ${n}`).toBe(EXPIRED);
      expect(await look(where)).toMatchObject({ whole: true, gone: [], unread: [] });
      await clinic.stop();
    }
    rmSync(child, { force: true });
  }, 240_000);

  it('refuses every name that is none of an expired backup, before it touches anything', async () => {
    const where = copy('names');
    const place = path.join(where, 'place');
    const [snap] = (await new FolderStore(place).list('m/')).filter(one => one.key.includes('/snap/'));
    for (const key of ['VERSION', 'tools/restore.py', 'archive/m/2025-01-01-00000001-aaaaaaaa/part-00001.age', 'm/../../secrets.json', `m/${'a'.repeat(16)}/packs/../../../VERSION`]) {
      await expect(folderExpiry(place).remove([snap?.key ?? '', key])).rejects.toThrow('never expires');
    }
    expect(existsSync(path.join(place, ...(snap?.key ?? 'missing').split('/')))).toBe(true);
    await expect(folderExpiry(path.join(where, 'unplugged')).remove([snap?.key ?? ''])).rejects.toMatchObject({ code: 'backup.placeMissing' });
  });
});
