import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keyFingerprint } from '#electron/core/backup/engine/manifest-file.ts';
import { proveBackup } from '#electron/core/backup/engine/prove.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { addPeople, type BackupClinic, signerOf, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';

describe('damage to the place (security.md P5, P6)', () => {
  let clinic: BackupClinic;
  let fileSha256: string;
  let fingerprint: string;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context());
    fingerprint = keyFingerprint(signerOf(clinic.secrets.signingKey).publicKeyDer);
    await clinic.db.snapshot(async ({ file }) => void (fileSha256 = createHash('sha256').update(readFileSync(file)).digest('hex')));
  });
  afterAll(() => clinic.stop());
  const open = (store: MemoryStore, expected: string | null = fingerprint) => openGenerations({ store, identities: [clinic.secrets.recovery.identity], fingerprint: expected });

  it('an unharmed place is whole', async () => {
    const store = MemoryStore.fromFolder(clinic.place);
    const [newest] = await open(store);
    expect(newest).toMatchObject({ missingPacks: 0, manifest: { seq: 2, fileSha256 } });
  });

  it('offers the newest whole backup and counts what the others lack', async () => {
    const store = MemoryStore.fromFolder(clinic.place);
    const [newest, older] = await open(store);
    const only = newest?.manifest.packs.find(pack => older?.manifest.packs.every(other => other.key !== pack.key));
    store.objects.delete(only?.key ?? '');
    expect((await open(store)).map(one => one.missingPacks)).toEqual([1, 0]);
  });

  it('refuses lists of contents that another key signed, even when they are well formed', async () => {
    const stranger = await startBackupClinic({ patients: 1, notes: 0 });
    try {
      await runBackup(stranger.context({ recipients: clinic.context().recipients, identity: clinic.context().identity }));
      const store = MemoryStore.fromFolder(stranger.place);
      await expect(open(store)).rejects.toMatchObject({ code: 'restore.signatureWrong' });
      expect(await open(store, null)).toHaveLength(1);
    } finally {
      await stranger.stop();
    }
  });

  it('J-20: the proof fails, and the next run sends again what was lost, cut or rotten in the place', async () => {
    const damaged = MemoryStore.fromFolder(clinic.place);
    const { generation } = await runBackup(clinic.context({ store: damaged }));
    expect(generation.seq).toBe(3);
    const rotten = (await open(damaged))[0]?.manifest.packs[0]?.key ?? '';
    const bytes = Buffer.from(damaged.objects.get(rotten) ?? Buffer.alloc(0));
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 4;
    damaged.objects.set(rotten, bytes);
    await expect(runBackup(clinic.context({ store: damaged }))).rejects.toMatchObject({ code: 'backup.verifyFailed' });
    const healed = await runBackup(clinic.context({ store: damaged }));
    expect(healed.certificate.outcome).toBe('ok');
    expect(healed.generation.uploadedBytes).toBeGreaterThan(0);
    for (const key of [...damaged.objects.keys()].filter(one => one.includes('/packs/'))) damaged.objects.delete(key);
    const again = await runBackup(clinic.context({ store: damaged }));
    expect(again.certificate.kind).toBe('full');
  });

  it('a light proof reads everything the run wrote and a sample of the rest', async () => {
    const store = MemoryStore.fromFolder(clinic.place);
    const [newest] = await open(store);
    const key = (await store.list('m/')).map(object => object.key).find(name => name.includes(`/snap/${String(newest?.manifest.seq).padStart(8, '0')}`)) ?? '';
    const request = { manifestKey: key, manifestSha256: newest?.sha256 ?? '', newPacks: newest?.manifest.packs ?? [], kind: 'light' as const };
    expect(await proveBackup(clinic.context({ store }), request)).toMatchObject({ kind: 'light', outcome: 'ok' });
    store.objects.set(newest?.manifest.packs[0]?.key ?? '', Buffer.from('rotten'));
    await expect(proveBackup(clinic.context({ store }), request)).rejects.toMatchObject({ code: 'backup.verifyFailed' });
  });
});
