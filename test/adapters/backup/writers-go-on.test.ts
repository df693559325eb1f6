import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { FollowingHash } from '#electron/core/backup/engine/work/following-hash.ts';
import { CREW_BUNDLE, openCrew } from '#electron/core/backup/engine/work/crew.ts';
import { PACK_OVERHEAD } from '#electron/core/backup/engine/work/jobs.ts';
import { newMemory } from '#electron/core/backup/engine/work/memory.ts';
import { pageMacKey } from '#electron/core/backup/engine/page-check.ts';
import { openConnection } from '#electron/core/db/open-connection.ts';
import { platformDriver } from '#electron/core/db/platform-driver.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildWorker } from '#test/support/backup/build-worker.ts';

describe('while a backup runs', () => {
  let clinic: BackupClinic;
  afterEach(() => clinic.stop());

  it('somebody who reads for a long time neither stops the backup for good nor the writers', async () => {
    clinic = await startBackupClinic();
    await addPeople(clinic.db, { patients: 50, notes: 2 });
    const reader = await openConnection({ driver: await platformDriver(), file: clinic.db.file, mode: 'readonly', getKeyHex: () => clinic.secrets.keyHex });
    await reader.all('BEGIN');
    await reader.all('SELECT count(*) FROM patient');
    await addPeople(clinic.db, { patients: 1, notes: 0 }); // in the WAL, which the reader keeps from being emptied
    const backup = runBackup(clinic.context());
    // each of these waits for its turn behind a try of the snapshot; all of them pass while the reader still reads
    for (let round = 0; round < 10; round += 1) await addPeople(clinic.db, { patients: 1, notes: 0 });
    await reader.close();
    const { generation, certificate } = await backup;
    expect(generation.counts.patients).toBe(81);
    expect(certificate.outcome).toBe('ok');
  });

  it.each([
    ['ends as it begins', 'process.exit(1)'],
    ['throws as it begins', 'throw new Error("not here")'],
    ['cannot be read', '<<<'],
    ['never says that it runs', 'setInterval(() => undefined, 1000)'],
  ])('where a thread %s, the caller’s own does its work and nothing is lost', async (_, program) => {
    clinic = await startBackupClinic({ patients: 20, notes: 5 });
    const bundle = path.join(clinic.folder, CREW_BUNDLE);
    writeFileSync(bundle, program);
    const crew = openCrew({ bundle, startLimitMs: 300 });
    try {
      await clinic.db.snapshot(async ({ file, pages, pageSize }) => {
        const bytes = readFileSync(file);
        const macKey = pageMacKey(clinic.secrets.keyHex, bytes);
        const [content, into] = [newMemory(bytes.length), newMemory(bytes.length + PACK_OVERHEAD)];
        content.set(bytes);
        const numbers = Uint32Array.from({ length: pages }, (__, index) => index + 1);
        const seal = () => crew.seal({ content, into, numbers, pageSize, macKey, recipients: [clinic.secrets.own.recipient] });
        const [sealed] = await Promise.all([seal(), crew.check({ content: new Uint8Array(bytes), first: 1, pageSize, macKey })]);
        if ('badPage' in sealed) throw new Error('a sound page was called bad');
        const opened = await crew.open({ file: new Uint8Array(into.subarray(0, sealed.size)), pack: { ...sealed, pages }, pageSize, identities: [clinic.secrets.own.identity] });
        expect(Buffer.from(opened ?? []).equals(bytes)).toBe(true);
        const follower = crew.follow(file, bytes.length);
        follower.advance(bytes.length);
        expect(await follower.done).toBe(createHash('sha256').update(bytes).digest('hex'));
      });
    } finally {
      await crew.close();
    }
  });

  it('the threads give what the caller’s own thread gives: packs, damage, checks and hashes', async () => {
    clinic = await startBackupClinic({ patients: 20, notes: 5 });
    const bundle = await buildWorker(clinic.folder, CREW_BUNDLE);
    const [threads, own] = [openCrew({ bundle }), openCrew({ bundle: path.join(clinic.folder, 'not-there') })];
    try {
      await clinic.db.snapshot(async ({ file, pages, pageSize }) => {
        const bytes = readFileSync(file);
        const macKey = pageMacKey(clinic.secrets.keyHex, bytes);
        const numbers = Uint32Array.from({ length: pages }, (_, index) => index + 1);
        for (const crew of [threads, own]) {
          const [content, into] = [newMemory(bytes.length), newMemory(bytes.length + PACK_OVERHEAD)];
          content.set(bytes);
          const job = { content, into, numbers, pageSize, macKey, recipients: [clinic.secrets.own.recipient] };
          const sealed = await crew.seal(job);
          if ('badPage' in sealed) throw new Error('a sound page was called bad');
          const packed = new Uint8Array(into.subarray(0, sealed.size));
          expect(createHash('sha256').update(packed).digest('hex')).toBe(sealed.sha256);
          const pack = { size: sealed.size, sha256: sealed.sha256, pages };
          const opened = await crew.open({ file: new Uint8Array(packed), pack, pageSize, identities: [clinic.secrets.own.identity] });
          expect(Buffer.from(opened ?? []).equals(bytes)).toBe(true);
          const rotten = new Uint8Array(packed);
          rotten[rotten.length - 3] = (rotten[rotten.length - 3] ?? 0) ^ 1;
          expect(await crew.open({ file: rotten, pack, pageSize, identities: [clinic.secrets.own.identity] })).toBeUndefined();
          const torn = new Uint8Array(bytes);
          torn[2 * pageSize + 100] = (torn[2 * pageSize + 100] ?? 0) ^ 1;
          expect(await crew.check({ content: new Uint8Array(torn), first: 1, pageSize, macKey })).toEqual([3]);
          content.set(torn);
          expect(await crew.seal(job)).toEqual({ badPage: 3 });
          const follower = crew.follow(file, bytes.length);
          follower.advance(pageSize);
          follower.advance(bytes.length);
          expect(await follower.done).toBe(createHash('sha256').update(bytes).digest('hex'));
          const calledOff = crew.follow(file, bytes.length);
          calledOff.cancel();
          expect(await calledOff.done).toBeNull();
        }
      });
      await expect(threads.follow(path.join(clinic.folder, 'no-such-file'), 1).done).rejects.toThrow('ENOENT');
      await expect(new FollowingHash(path.join(clinic.folder, 'no-such-file'), 1).done).rejects.toThrow('ENOENT');
    } finally {
      await threads.close();
    }
  });
});
