import type { BackupStatus } from '#shared/contract/backup.ts';
import type { Certificate, Generation } from '#shared/domain/backup/backup.ts';
import type { ProbeReport, TargetPlace, TargetStatus } from '#shared/domain/backup/target-status.ts';
import { NO_LIMITS } from '#shared/domain/backup/target.ts';

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
  { ...NEWEST, repositoryId: 'repository-1', certificate: aCertificate(NEWEST, 60) },
  ...Array.from({ length: 5 }, (_, index) => {
    const generation = aGeneration(30 - index, 64 + 1440 * (index + 1));
    return { ...generation, repositoryId: index % 2 === 0 ? 'repository-2' : 'repository-1', certificate: index === 4 ? null : aCertificate(generation, 60 + 1440 * (index + 1), { kind: index === 0 ? 'full' : 'light' }) };
  }),
];

/** A folder whose newest backup was proven an hour ago. */
export const aTarget = (over: Partial<TargetStatus> = {}): TargetStatus => ({
  id: '01990000-0000-7000-8000-000000000001', name: 'NAS i förrådet', repositoryId: 'repository-1', addedAt: before(60 * 24 * 90), place: { kind: 'folder', path: '/mnt/nas/klinikbok' },
  absenceDays: null, retentionDays: 400, contents: null, expiry: null, freeBytes: 812_000_000_000, problem: null, last: NEWEST, certificate: aCertificate(NEWEST, 60), lastFullProof: aCertificate(NEWEST, 60),
  attempt: { runId: 'r', startedAt: before(66), endedAt: before(60), trigger: 'nightly', outcome: 'ok', errorCode: null }, waiting: null, nextRunAt: '2026-11-24T01:00:00.000Z', generations: 6, ...over,
});

export const PROTECTED: ProbeReport = {
  isProtected: true, lines: (['versions', 'lock', 'deleteVersion', 'delete', 'overwrite', 'shorten', 'publish', 'otherPrefix', 'policy', 'lifecycle', 'expiry', 'archive', 'wrongDigest'] as const).map(check => ({ check, outcome: 'protected' as const, detail: '' })),
};
export const UNPROTECTED: ProbeReport = { isProtected: false, lines: PROTECTED.lines.map(line => (line.check === 'deleteVersion' || line.check === 'lock' ? { ...line, outcome: 'unprotected' as const } : line.check === 'publish' ? { ...line, outcome: 'unknown' as const } : line)) };

type ServerPlace = Extract<TargetPlace, { kind: 's3' }>;

/** A server in Germany, protected and with its sheet in the envelope. */
export const aServer = (over: Partial<ServerPlace> = {}, target: Partial<TargetStatus> = {}): TargetStatus => aTarget({
  id: '01990000-0000-7000-8000-000000000002', name: 'Hetzner Falkenstein', repositoryId: 'repository-2', freeBytes: null, generations: 4, addedAt: before(60 * 24 * 30),
  place: {
    kind: 's3', endpoint: 'https://fsn1.your-objectstorage.com', region: 'fsn1', bucket: 'nackrosen', prefix: 'c1/', keyEnd: '7QXA', hasAuthority: false,
    residency: { class: 'eu', country: 'DE', operator: 'Hetzner Online GmbH', source: 'docs.hetzner.com, 2026-11-20', judgedAt: before(60 * 24 * 30), decision: null },
    protection: { at: before(60 * 30), report: PROTECTED, lostAt: null }, sheet: { madeAt: before(60 * 24 * 30), confirmedAt: before(60 * 24 * 30) }, locksExtendedAt: null, ...over,
  },
  ...target,
});

/** A clinic whose backup was proven an hour ago, in one folder. What is given for `target` goes there. */
export const aStatus = (over: Partial<BackupStatus> = {}, target: Partial<TargetStatus> = {}): BackupStatus => ({
  targets: [aTarget(target)], last: NEWEST, certificate: aCertificate(NEWEST, 60), lastFullProof: aCertificate(NEWEST, 60),
  attempt: aTarget(target).attempt, schedule: { nightly: true, nightlyAt: '02:00', dayEndAfter: '16:00' }, limits: NO_LIMITS, nextRunAt: '2026-11-24T01:00:00.000Z', running: null, generations: 6, receiptPrintedAt: before(60 * 24 * 9), ...over,
});
