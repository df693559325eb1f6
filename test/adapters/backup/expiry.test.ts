import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { folderExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { newestGeneration } from '#electron/core/backup/drill/newest-generation.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { findGenerations } from '#electron/core/backup/restore/generations.ts';
import type { SpareBackup } from '#electron/core/backup/restore/salvage.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { versionedReads } from '#electron/core/backup/restore/versioned-reads.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
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

/** A folder in which another computer lets old backups expire just before one of these objects is first asked for. */
class ExpiringMeanwhile extends FolderStore {
  hasExpired = false;
  readonly #isMoment: (key: string) => boolean;
  readonly #expire: () => Promise<unknown>;

  constructor(place: string, isMoment: (key: string) => boolean, expireNow: () => Promise<unknown>) {
    super(place);
    this.#isMoment = isMoment;
    this.#expire = expireNow;
  }

  override async get(key: string): Promise<Buffer | undefined> {
    if (!this.hasExpired && this.#isMoment(key)) {
      this.hasExpired = true;
      await this.#expire();
    }
    return super.get(key);
  }
}

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

  it('a restore that reads an old backup while another computer lets it expire is whole, or borrows and lists exactly what is gone', async () => {
    for (const moment of ['/snap/', '/packs/'] as const) {
      const clinic = await openBackupClinic(copy('meanwhile'));
      const store = new ExpiringMeanwhile(clinic.place, key => key.includes(moment), () => expireOld(clinic));
      const { recovery, keyHex } = clinic.secrets;
      const { generations, unread, gone } = await findGenerations({ store: versionedReads(store), identities: [recovery.identity], fingerprint: null });
      expect({ moment, seqs: generations.length, unread, gone }).toEqual({ moment, seqs: moment === '/snap/' ? 30 : ADDED + 1, unread: [], gone: [] });
      const oldest = generations.at(-1);
      if (oldest === undefined) throw new Error('no backup');
      const restore = (spares: readonly SpareBackup[]) => stageRestore({
        store: versionedReads(store, [oldest.manifest]), manifest: oldest.manifest, identities: [recovery.identity], keyHex: new Redacted(keyHex),
        folder: path.join(clinic.folder, `restored-${spares.length}`), inspect: inspectDatabase, spares, onProgress: () => undefined,
      });
      const { pages } = oldest.manifest;
      const lost = { equal: false, found: null, missingPageCount: pages, borrowedPageCount: 0, unnamedPages: pages, unreadablePacks: 0 };
      expect(await restore([]), `gone when ${moment} was asked for`).toMatchObject(moment === '/packs/' ? lost : { equal: true, missingPageCount: 0, borrowedPageCount: 0 });
      expect(store.hasExpired, moment).toBe(true);
      if (moment === '/packs/') expect(await restore(generations.slice(0, -1).map(({ manifest }) => ({ store, manifest })))).toMatchObject({ equal: true, missingPageCount: 0, borrowedPageCount: pages });
      await clinic.stop();
    }
  }, 60_000);

  it('a drill that meets another computer’s newest backup as it expires holds on to what stays, and calls nothing damaged', async () => {
    const clinic = await openBackupClinic(copy('drilled'));
    const old = `m/${'b'.repeat(16)}/snap/00000007-${'c'.repeat(32)}.age`;
    await new FolderStore(clinic.place).put(old, Buffer.from('of a computer that was replaced'));
    const store = new ExpiringMeanwhile(clinic.place, key => key === old, () => folderExpiry(clinic.place).remove([old]));
    const newest = await newestGeneration({ store, identities: [clinic.secrets.own.identity], fingerprint: null, clinicId: clinic.secrets.clinicId, anchor: null });
    expect([store.hasExpired, newest.manifest.seq]).toEqual([true, ADDED + 1]);
    await clinic.stop();
  });

  it('a list that is taken while backups expire shows what is left, and not that the place is missing', async () => {
    const place = path.join(folder, 'crowd');
    const names = Array.from({ length: 300 }, (_, index) => `m/${'a'.repeat(16)}/packs/${String(index).padStart(32, '0')}.age`);
    mkdirSync(path.join(place, path.dirname(names[0] ?? '')), { recursive: true });
    for (const name of names) writeFileSync(path.join(place, name), 'x');
    const [listed] = await Promise.all([new FolderStore(place).list('m/'), folderExpiry(place).remove(names)]);
    expect(listed.length).toBeLessThanOrEqual(names.length);
    expect(await new FolderStore(place).list('m/')).toEqual([]);
  });

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
