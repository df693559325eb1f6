import { readdirSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { performDrill } from '#electron/core/backup/drill/perform-drill.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { scratchInspector } from '#electron/core/services/drill/inspect-scratch.ts';
import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { type DrillClinic, fillClinic, startDrillClinic } from '#test/support/backup/drill-clinic.ts';
import { FaultyStore } from '#test/support/backup/faulty-store.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { MAY_MOUNT, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';

/** Every amount of room in the long run (`npm run test:faults`); a few otherwise. */
const ALL = process.env['KLINIKBOK_FAULTS'] === 'all';
const PAGE = 4096;

/** A whole backup on a full disk is a whole backup: nobody may be told that it is damaged (design/backup.md G). */
describe.skipIf(!MAY_MOUNT)('the disk fills up while a sound backup is restored', () => {
  let clinic: DrillClinic;
  let place: MemoryStore;
  let manifest: Manifest;
  let disk: SmallDisk;
  beforeAll(async () => {
    clinic = await startDrillClinic();
    await fillClinic(clinic, 2);
    const target = await clinic.addPlace('place');
    await clinic.backUp(target);
    place = MemoryStore.fromFolder(path.join(clinic.dir, 'place'));
    const [newest] = await openGenerations({ store: place, identities: [parseKit(clinic.kit).identity.reveal()], fingerprint: null });
    if (newest === undefined) throw new Error('no backup');
    ({ manifest } = newest);
    disk = mountSmallDisk(100);
  });
  afterAll(async () => {
    disk.remove();
    await clinic.stop();
  });

  /** Room left when the first pack is asked for: from nothing at all to enough for the database and not for what is beside it. */
  function rooms(): number[] {
    const bytes = manifest.pages * PAGE;
    const around = [0, bytes / 2, bytes - PAGE, bytes, bytes + 2 * PAGE, bytes + 16 * PAGE, bytes + 64 * PAGE];
    const every = Array.from({ length: 40 }, (_, index) => Math.floor((index * manifest.pages) / 40) * PAGE);
    return ALL ? [...around, ...every, ...[1, 3, 4, 8, 12, 24, 32, 48].map(pages => bytes + pages * PAGE)] : around;
  }

  /** The place, and a disk that is filled at the first pack. */
  function filling(leaving: number): FaultyStore {
    let isFilled = false;
    return new FaultyStore(place, {
      plan: call => {
        if (!isFilled && call.op === 'get' && call.key.includes('/packs/')) disk.fill(leaving);
        isFilled ||= call.key.includes('/packs/');
        return 'none';
      },
    });
  }

  it('a restore says that there is no room and leaves nothing behind, or is whole; it never says that the backup is damaged', async () => {
    const { identity, keyHex } = parseKit(clinic.kit);
    const ended = new Set<string>();
    for (const room of rooms()) {
      const folder = path.join(disk.folder, 'restore-1');
      const outcome = await stageRestore({
        store: filling(room), manifest: manifest, identities: [identity.reveal()], keyHex, folder, inspect: inspectDatabase,
        onProgress: () => undefined,
      }).then(comparison => (comparison.equal ? 'whole' : JSON.stringify(comparison)), (error: unknown) => (isAppError(error) ? error.code : String(error)));
      expect(['whole', 'restore.diskFull'], `${room / PAGE} pages of room`).toContain(outcome);
      disk.makeRoom();
      expect(readdirSync(disk.folder), `${room / PAGE} pages of room`).toEqual(outcome === 'whole' ? ['restore-1'] : []);
      if (outcome === 'whole') expect(readdirSync(folder).sort(), 'nothing lies beside it').toEqual(['clinic.db', 'vault']);
      disk.empty();
      ended.add(outcome);
    }
    expect([...ended].sort()).toEqual(['restore.diskFull', 'whole']);
  });

  it('a drill says the same: no room, and not that the backups are bad', async () => {
    for (const room of rooms()) {
      const findings = await performDrill({
        store: filling(room), ...parseKit(clinic.kit), workFolder: disk.folder, fingerprint: null, clinicId: manifest.clinicId, anchor: null,
        inspect: scratchInspector({ live: null, signer: null, monotonicMs: () => performance.now() }),
        onProgress: () => undefined, signal: new AbortController().signal,
      });
      expect(findings.lines.filter(line => line.outcome === 'failed'), `${room / PAGE} pages of room`).toEqual([]);
      expect([null, 'restore.diskFull'], `${room / PAGE} pages of room`).toContain(findings.errorCode);
      expect(findings.scratchRemoved).toBe(true);
      disk.makeRoom();
    }
  });
});
