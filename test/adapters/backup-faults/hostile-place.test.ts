import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keyFingerprint, openManifest, sealManifest } from '#electron/core/backup/engine/manifest-file.ts';
import { newSnapKey } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { recommendedOf } from '#electron/core/backup/restore/generations.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { type BackupClinic, addPeople, signerOf, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { FaultyStore } from '#test/support/backup/faulty-store.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { beginTrial, databaseSha256, generationsOf, restoreFile, type Trial } from '#test/support/backup/trial.ts';

/** Everybody who may write in the place, or runs it, can do these. None may stop a backup for good, none may pass unnoticed. */
describe('a place that lies (design/backup.md G; security.md P5, P6)', () => {
  let clinic: BackupClinic;
  /** The place after each of four backups, oldest first. */
  const past: MemoryStore[] = [];
  let trial: Trial;
  let fingerprint: string;
  let sha256: string;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    for (let generation = 1; generation <= 4; generation += 1) {
      await runBackup(clinic.context());
      past.push(MemoryStore.fromFolder(clinic.place));
      await addPeople(clinic.db, { patients: 1, notes: 1 });
    }
    fingerprint = keyFingerprint(signerOf(clinic.secrets.signingKey).publicKeyDer);
    sha256 = await databaseSha256(clinic);
  });
  afterAll(() => clinic.stop());

  const now = () => new MemoryStore(past.at(-1)?.objects);
  const run = (store: BackupStore) => {
    trial = beginTrial(clinic);
    return runBackup(trial.context(store));
  };
  const again = (store: BackupStore) => runBackup(trial.context(store));
  const machineOf = (store: MemoryStore) => /^m\/([0-9a-f]{16})\//.exec([...store.objects.keys()].find(key => key.startsWith('m/')) ?? '')?.[1] ?? '';
  const snapOf = (store: MemoryStore, seq: number) => [...store.objects.keys()].find(key => key.includes(`/snap/${String(seq).padStart(8, '0')}-`)) ?? '';
  const bytesOf = (store: MemoryStore, key: string) => store.objects.get(key) ?? Buffer.alloc(0);

  /** What every lie must leave possible: the next run in the same series, and the newest whole with the kit. */
  async function expectGoesOn(store: MemoryStore, seq: number): Promise<void> {
    const { generation, certificate } = await again(store);
    expect(generation).toMatchObject({ seq, machineId: machineOf(past[0] ?? store) });
    expect(certificate.outcome).toBe('ok');
    const newest = recommendedOf(await generationsOf(clinic, store, fingerprint));
    if (newest === undefined) throw new Error('no backup');
    expect(newest.manifest.seq).toBe(seq);
    expect(await restoreFile(clinic, store, newest)).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
  }

  it('FL-24: an old list (the newest backup left out) is refused with both numbers, and writes nothing; it goes on when the list is right again', async () => {
    const store = now();
    const stale = new FaultyStore(store, { bends: { list: (_prefix, found) => found.filter(one => one.key !== snapOf(store, 4)) } });
    await expect(run(stale)).rejects.toMatchObject({ code: 'backup.placeRolledBack', params: { found: 3, expected: 4 } });
    expect(stale.calls.filter(call => call.op === 'put')).toEqual([]);
    await expectGoesOn(store, 5);
  });

  it('a list in another order changes nothing', async () => {
    const store = now();
    const { generation } = await run(new FaultyStore(store, { bends: { list: (_prefix, found) => [...found].reverse() } }));
    expect(generation).toMatchObject({ seq: 5, machineId: machineOf(store) });
    const shuffled = new FaultyStore(store, { bends: { list: (_prefix, found) => [...found].sort((a, b) => (a.key.slice(-20) < b.key.slice(-20) ? -1 : 1)) } });
    expect((await generationsOf(clinic, shuffled)).map(one => one.manifest.seq)).toEqual([5, 4, 3, 2, 1]);
  });

  it('the whole place put back to an earlier day is refused, whichever day', async () => {
    for (const [index, earlier] of past.slice(0, 3).entries()) {
      await expect(run(new MemoryStore(earlier.objects))).rejects.toMatchObject({ code: 'backup.placeRolledBack', params: { found: index + 1, expected: 4 } });
    }
  });

  it('answers of an earlier day under today’s names are refused', async () => {
    const store = now();
    const old = bytesOf(store, snapOf(store, 3));
    const replaying = new FaultyStore(store, { bends: { get: (key, bytes) => (key === snapOf(store, 4) ? old : bytes) } });
    await expect(run(replaying)).rejects.toMatchObject({ code: 'backup.placeDamaged' });
    await expectGoesOn(store, 5);
  });

  it('an old list of contents under a newer name neither stops the backups nor counts as the newest', async () => {
    const store = now();
    for (const seq of [5, 6, 99_999_999]) store.objects.set(newSnapKey(machineOf(store), seq), bytesOf(store, snapOf(store, 2)));
    await run(store);
    const machines = new Set((await generationsOf(clinic, store, fingerprint)).map(one => one.manifest.machineId));
    expect([...machines]).toEqual([machineOf(store)]);
    await expectGoesOn(store, 6);
  });

  it('rubbish under the name of a newer backup neither stops the backups nor counts as one', async () => {
    const store = now();
    for (const seq of [5, 6, 99_999_999]) store.objects.set(newSnapKey(machineOf(store), seq), randomBytes(500));
    await run(store);
    await expectGoesOn(store, 6);
  });

  it('a newer list of contents signed by somebody else’s key neither stops the backups nor is offered with the kit', async () => {
    const store = now();
    const real = await openManifest(bytesOf(store, snapOf(store, 4)), [clinic.secrets.recovery.identity], null);
    const thief = signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    for (const seq of [5, 6]) {
      const forged = { ...real.manifest, seq, previous: real.sha256, createdAt: '2099-01-01T00:00:00.000Z' };
      store.objects.set(newSnapKey(machineOf(store), seq), (await sealManifest(forged, thief, [clinic.secrets.recovery.recipient, clinic.secrets.own.recipient])).file);
    }
    await run(store);
    await expectGoesOn(store, 6);
  });

  it('another clinic’s place in ours is refused; its objects among ours change nothing', async () => {
    const other = await startBackupClinic({ patients: 3, notes: 1 });
    try {
      await runBackup(other.context());
      const theirs = MemoryStore.fromFolder(other.place);
      await expect(run(new MemoryStore(theirs.objects))).rejects.toMatchObject({ code: 'backup.placeForeign' });
      const swapped = new MemoryStore([...past.at(-1)?.objects ?? [], ['VERSION', bytesOf(theirs, 'VERSION')]]);
      await expect(run(swapped)).rejects.toMatchObject({ code: 'backup.placeForeign' });
      const mixed = new MemoryStore([...theirs.objects, ...(past.at(-1)?.objects ?? [])]);
      for (const [key, bytes] of theirs.objects) mixed.objects.set(key.replace(/^m\/[0-9a-f]{16}/, `m/${machineOf(past[0] ?? mixed)}`), key === 'VERSION' ? bytesOf(past[0] ?? mixed, 'VERSION') : bytes);
      await run(mixed);
      await expectGoesOn(mixed, 6);
      const replaced = now();
      replaced.objects.set(snapOf(replaced, 4), [...theirs.objects].find(([key]) => key.includes('/snap/'))?.[1] ?? Buffer.alloc(0));
      await expect(run(replaced)).rejects.toMatchObject({ code: 'backup.placeDamaged' });
    } finally {
      await other.stop();
    }
  });

  it('the other of two disks in this one’s place, or VERSION under another number: not written to', async () => {
    const store = now();
    const version = JSON.parse(bytesOf(store, 'VERSION').toString()) as { repositoryId: string };
    store.objects.set('VERSION', Buffer.from(JSON.stringify({ ...version, repositoryId: 'c0ffee00-0000-4000-8000-000000000000' })));
    const watched = new FaultyStore(store);
    trial = beginTrial(clinic);
    await expect(runBackup(trial.context(watched, { repositoryId: version.repositoryId }))).rejects.toMatchObject({ code: 'backup.placeMissing' });
    expect(watched.calls.some(call => call.op === 'put')).toBe(false);
  });

  it('VERSION gone, cut off or of a stranger: refused before anything is written', async () => {
    for (const [bytes, code] of [[undefined, 'backup.placeMissing'], [Buffer.from('{"format":'), 'backup.placeDamaged'], [Buffer.alloc(0), 'backup.placeDamaged']] as const) {
      const store = now();
      if (bytes === undefined) store.objects.delete('VERSION');
      else store.objects.set('VERSION', bytes);
      const watched = new FaultyStore(store);
      await expect(run(watched)).rejects.toMatchObject({ code });
      expect(watched.calls.some(call => call.op === 'put')).toBe(false);
    }
  });

  it('every kind of object, deleted or cut off: refused or sent again, and then whole', async () => {
    for (const damage of ['delete', 'cut'] as const) {
      for (const folder of ['packs', 'vault', 'keys']) {
        const store = now();
        for (const key of [...store.objects.keys()].filter(one => one.includes(`/${folder}/`))) {
          if (damage === 'delete') store.objects.delete(key);
          else store.objects.set(key, bytesOf(store, key).subarray(0, Math.floor(bytesOf(store, key).length / 2)));
        }
        await run(store);
        await expectGoesOn(store, 6);
      }
      const store = now();
      if (damage === 'delete') store.objects.delete(snapOf(store, 4));
      else store.objects.set(snapOf(store, 4), bytesOf(store, snapOf(store, 4)).subarray(0, 100));
      await expect(run(store)).rejects.toMatchObject({ code: damage === 'delete' ? 'backup.placeRolledBack' : 'backup.placeDamaged' });
    }
  });

  it('the files that open the backups with a card: rotten, cut off or gone ones fail the proof or are stored again beside the bad one', async () => {
    const spoil: Record<string, (bytes: Buffer) => Buffer | undefined> = {
      rotten: bytes => Buffer.from(bytes.map((byte, index) => (index === 2 ? byte ^ 1 : byte))), cut: bytes => bytes.subarray(1), gone: () => undefined,
    };
    for (const [damage, change] of Object.entries(spoil)) {
      const store = now();
      for (const key of [...store.objects.keys()].filter(one => one.includes('/keys/'))) {
        const changed = change(bytesOf(store, key));
        if (changed === undefined) store.objects.delete(key);
        else store.objects.set(key, changed);
      }
      await run(store).then(() => expect(damage).not.toBe('rotten'), error => expect(error).toMatchObject({ code: 'backup.verifyFailed' }));
      await expectGoesOn(store, 6);
      const copies = [...store.objects].filter(([key]) => /\/keys\/card-1.*\.p7m$/.test(key)).map(([, bytes]) => bytes.toString());
      expect(copies, damage).toContain('wrapped for a card');
    }
  });
});
