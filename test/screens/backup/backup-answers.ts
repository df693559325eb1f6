import type { BackupStatus } from '#shared/contract/backup.ts';
import type { Certificate, Generation } from '#shared/domain/backup/backup.ts';

/** What the clock of these tests shows. */
export const NOW = new Date('2026-11-23T09:00:00.000Z');

/** An instant so many minutes before it. */
export const before = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();

export const aGeneration = (seq: number, minutes: number, over: Partial<Generation> = {}): Generation => ({
  id: `machine/${seq}`, machineId: 'machine', seq, createdAt: before(minutes), databaseBytes: 182_400_000 + seq * 100_000, uploadedBytes: seq === 1 ? 182_000_000 : 1_900_000,
  counts: { patients: 4_200 + seq, notes: 31_000 + seq * 40, versions: 33_000 + seq * 42, log: 410_000 + seq * 900 }, logHead: { seq: 410_000 + seq * 900, hash: `hash-${seq}` }, appVersion: '0.1.0', schemaVersion: 7, ...over,
});

export const aCertificate = (generation: Generation, minutes: number, over: Partial<Certificate> = {}): Certificate => ({
  id: `certificate-${generation.seq}`, generationId: generation.id, kind: 'full', outcome: 'ok', verifiedAt: before(minutes), durationMs: 252_000, bytesRead: generation.databaseBytes,
  pagesChecked: 44_000, counts: generation.counts, logHead: generation.logHead, manifestSha256: 'ab'.repeat(32), ...over,
});

export const NEWEST = aGeneration(31, 64);
export const GENERATIONS = [
  { ...NEWEST, certificate: aCertificate(NEWEST, 60) },
  ...Array.from({ length: 5 }, (_, index) => {
    const generation = aGeneration(30 - index, 64 + 1440 * (index + 1));
    return { ...generation, certificate: index === 4 ? null : aCertificate(generation, 60 + 1440 * (index + 1), { kind: index === 0 ? 'full' : 'light' }) };
  }),
];

/** A clinic whose backup was proven an hour ago. */
export const aStatus = (over: Partial<BackupStatus> = {}): BackupStatus => ({
  place: { path: '/mnt/nas/klinikbok', freeBytes: 812_000_000_000, problem: null },
  last: NEWEST, certificate: aCertificate(NEWEST, 60), lastFullProof: aCertificate(NEWEST, 60),
  attempt: { runId: 'r', startedAt: before(66), endedAt: before(60), trigger: 'nightly', outcome: 'ok', errorCode: null },
  freshness: 'fresh', schedule: { nightly: true, nightlyAt: '02:00', dayEndAfter: '16:00' }, nextRunAt: '2026-11-24T01:00:00.000Z', running: null, generations: 6, ...over,
});
