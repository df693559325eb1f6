import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LocalState } from '#electron/core/backup/engine/local-state.ts';
import { keyFingerprint, openManifest } from '#electron/core/backup/engine/manifest-file.ts';
import { readVersion } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, signerOf, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { findUndetected, type Whole } from '#test/support/backup/damage-report.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { mutate, MUTATION_KINDS, seeded, type MutationSource } from '#test/support/backup/repository-mutations.ts';
import { generationsOf } from '#test/support/backup/trial.ts';

/** 10,000 in the long run (`npm run test:faults`). */
const ROUNDS = Number(process.env['KLINIKBOK_MUTATIONS'] ?? 300);
const SEED = Number(process.env['KLINIKBOK_SEED'] ?? 20_261_122);
const BACKUPS = 8;

describe('any object of a repository, damaged in any way (security.md P5, P6; J-20)', () => {
  let clinic: BackupClinic;
  let other: BackupClinic;
  let source: MutationSource;
  let whole: Whole;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    let older = new MemoryStore();
    for (let count = 1; count <= BACKUPS; count += 1) {
      await runBackup(clinic.context());
      if (count === 2) older = MemoryStore.fromFolder(clinic.place);
      if (count < BACKUPS) await addPeople(clinic.db, { patients: 2, notes: 1 });
    }
    other = await startBackupClinic({ patients: 4, notes: 1 });
    await runBackup(other.context());
    const place = MemoryStore.fromFolder(clinic.place);
    source = { place, older, foreign: MemoryStore.fromFolder(other.place) };
    whole = await describePlace(place);
  });
  afterAll(async () => {
    await other.stop();
    await clinic.stop();
  });

  async function describePlace(place: MemoryStore): Promise<Whole> {
    const version = await readVersion(place, '');
    if (version === undefined) throw new Error('no repository');
    const snapOf = new Map<string, string>();
    for (const [key, bytes] of place.objects) {
      if (key.includes('/snap/')) snapOf.set((await openManifest(bytes, [clinic.secrets.recovery.identity], null)).sha256, key);
    }
    const state = await LocalState.load(clinic.at('work'), version.repositoryId);
    const fingerprint = keyFingerprint(signerOf(clinic.secrets.signingKey).publicKeyDer);
    return { clinic, version, fingerprint, generations: await generationsOf(clinic, place, fingerprint), snapOf, keyFiles: state.fields.keys };
  }

  it('an unharmed place is reported as whole, so that the report can be believed', async () => {
    expect(whole.generations).toHaveLength(BACKUPS);
    expect(new Set(whole.generations.flatMap(one => one.manifest.packs.map(pack => pack.key))).size).toBeGreaterThanOrEqual(BACKUPS);
    expect(await findUndetected(whole, { store: new MemoryStore(source.place.objects), changed: [] })).toEqual([]);
  });

  it(`${ROUNDS} mutations, seed ${SEED}: every one leaves an exact restore or an exact list of what is missing`, async () => {
    const draw = seeded(SEED);
    const undetected: string[] = [];
    const harmed = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { kind, store, changed } = mutate(source, round, draw);
      if (changed.length > 0) harmed.set(kind, (harmed.get(kind) ?? 0) + 1);
      const wrong = await findUndetected(whole, { store, changed });
      undetected.push(...wrong.map(what => `round ${round}, ${kind} ${changed.join(', ')}: ${what}`));
    }
    expect(undetected).toEqual([]);
    const harmless = MUTATION_KINDS.filter(kind => !harmed.has(kind));
    expect(harmless).toEqual(['duplicate']);
    process.stdout.write(`${[...harmed.values()].reduce((sum, count) => sum + count, 0)} of ${ROUNDS} mutations changed something; undetected: ${undetected.length}\n`);
  }, 3_600_000);
});
