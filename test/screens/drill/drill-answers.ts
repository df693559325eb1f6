import type { DrillStatus, DrillSummary } from '#shared/contract/drill.ts';
import { DRILL_CHECKS, type DrillCertificate } from '#shared/domain/drill/drill.ts';

/** What the clock of these tests shows. */
export const NOW = new Date('2026-11-23T09:00:00.000Z');

/** An instant so many hours before it. */
export const before = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const NAS = { targetId: 'nas', repositoryId: 'r-nas', name: 'NAS i förrådet', kind: 'folder', where: '/mnt/nas/klinikbok' } as const;
const USB = { targetId: 'usb', repositoryId: 'r-usb', name: 'USB-disken', kind: 'folder', where: 'E:\\' } as const;

export const aSummary = (id: string, hours: number, over: Partial<DrillSummary> = {}): DrillSummary => ({
  id, endedAt: before(hours), trigger: 'scheduled', keys: 'clinic', place: NAS, generationAt: before(hours + 1), databaseBytes: 1_372_000_000, durationMs: 38_000, outcome: 'ok', errorCode: null, ...over,
});

export const LAST_GOOD = aSummary('c-31', 60);
export const CERTIFICATES: readonly DrillSummary[] = [
  LAST_GOOD, aSummary('c-30', 228, { place: USB, trigger: 'request', durationMs: 152_000 }), aSummary('c-29', 400, { outcome: 'failed', errorCode: 'backup.verifyFailed', place: USB }),
  aSummary('c-28', 5000, { keys: 'kit', trigger: 'kit' }),
];

const counts = { patients: 4231, notes: 32_240, versions: 34_302, log: 437_900 };
export const aDrillCertificate = (over: Partial<DrillCertificate> = {}): DrillCertificate => ({
  format: 'klinikbok-drill/1', id: 'c-31', clinic: { id: 'k', name: 'Ekens läkarmottagning' }, program: '0.5.0', trigger: 'scheduled', keys: 'clinic', place: NAS,
  generation: { id: 'm/31', createdAt: before(61), manifestSha256: 'ab'.repeat(32), databaseBytes: 1_372_000_000, schemaVersion: 25, appVersion: '0.5.0', counts, logHead: { seq: 437_900, hash: 'cd'.repeat(32) } },
  startedAt: before(60.02), endedAt: before(60), durationMs: 38_000, bytesRead: 1_380_000_000, found: { counts, logHead: { seq: 437_900, hash: 'cd'.repeat(32) } },
  lines: DRILL_CHECKS.map((check, index) => ({ check, outcome: 'ok' as const, checked: [1, 171, 1, 1, 334_960, 1, 1, 6, 437_900, 200, 148, 100, 20][index] ?? 1, wrong: 0 })),
  outcome: 'ok', errorCode: null, orderedBy: null, scratchRemoved: true, ...over,
});

/** A clinic whose newest backup was restored on trial two and a half days ago, from one of two places. */
export const aDrillStatus = (over: Partial<DrillStatus> = {}): DrillStatus => ({
  places: [{ ...place(NAS), last: LAST_GOOD, lastGoodAt: LAST_GOOD.endedAt }, { ...place(USB), last: CERTIFICATES[1] ?? null, lastGoodAt: before(228) }],
  lastGood: LAST_GOOD, failed: null, firstBackupAt: before(9000), kit: { madeAt: before(9000), lastDrillAt: before(5000), dueAt: '2027-04-29T01:00:00.000Z' }, unprovenUpdate: null, running: null, nextAt: '2026-11-28T01:30:00.000Z', ...over,
});

function place({ targetId, name, kind, where }: typeof NAS | typeof USB) {
  return { targetId, name, kind, where };
}
