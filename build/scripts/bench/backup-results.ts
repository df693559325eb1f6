import type { BackupFigures } from './measures/backup.ts';
import type { Result } from './report.ts';
import { common, round2, same } from './results.ts';

interface Line {
  readonly name: string;
  readonly what: string;
  readonly unit: Result['unit'];
  readonly ours: number;
  readonly restic?: number | undefined;
  readonly target?: string;
  readonly ok?: boolean;
}

const asResult = ({ name, what, unit, ours, restic, target, ok }: Line): Result => ({
  ...common, name, what, unit, product: same(ours), floorB: restic === undefined ? null : same(restic), target: target ?? '', ok: ok ?? null,
  ratioB: restic === undefined || restic === 0 ? null : round2(ours / restic),
});

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);
const mb = (bytes: number | undefined): number | undefined => (bytes === undefined ? undefined : bytes / 1e6);

function runs({ ours, restic }: BackupFigures): Line[] {
  const gb = ours.databaseBytes / 1e9;
  const first = ours.first.storeMs / 1000;
  const dayMb = ours.day.storedBytes / 1e6;
  return [
    { name: 'first backup', what: 'until stored; column B is restic', unit: 's', ours: first, restic: seconds(restic?.first.ms), target: '≤ restic', ok: restic === null || ours.first.storeMs <= restic.first.ms },
    { name: 'first backup, proof', what: 'read back, checked and compared', unit: 's', ours: ours.first.proofMs / 1000 },
    { name: 'nothing changed', what: 'until stored; column B is restic', unit: 's', ours: ours.unchanged.storeMs / 1000, restic: seconds(restic?.unchanged.ms), target: '≤ 0.3 s/GB', ok: ours.unchanged.storeMs / 1000 <= 0.3 * gb },
    { name: 'clinic day', what: '40 entries, 2,000 log rows of 40 patients (design/backup.md §D); until stored; column B is restic', unit: 's', ours: ours.day.storeMs / 1000, restic: seconds(restic?.day.ms), target: '≤ 1.5 s/GB', ok: ours.day.storeMs / 1000 <= 1.5 * gb },
    { name: 'clinic day, stored', what: 'bytes added; column B is restic', unit: 'MB', ours: dayMb, restic: mb(restic?.day.bytes), target: '≤ 3 MB', ok: dayMb <= 3 },
    { name: 'day of ten practitioners', what: '210 entries, 420 versions, 2,100 log rows (design/storage.md §E); until stored', unit: 's', ours: ours.bigDay.storeMs / 1000, restic: seconds(restic?.bigDay.ms) },
    { name: 'day of ten practitioners, stored', what: 'bytes added; column B is restic', unit: 'MB', ours: ours.bigDay.storedBytes / 1e6, restic: mb(restic?.bigDay.bytes) },
    { name: 'day of ten practitioners, proof', what: 'read back, checked and compared', unit: 's', ours: ours.bigDay.proofMs / 1000 },
  ];
}

function others({ ours, restic }: BackupFigures): Line[] {
  const speed = (ms: number): number => ours.databaseBytes / 1e6 / (ms / 1000);
  const { alone, beside } = ours.writer;
  const extra = (ours.rss.highest - ours.rss.before) / 1024 / 1024;
  return [
    {
      name: 'restore', what: 'to the file on the disk, SHA-256 compared; column B is restic, which compares nothing', unit: 'MB/s', ours: speed(ours.restoreMs),
      restic: restic === null ? undefined : speed(restic.restoreMs), target: '≥ 200 MB/s', ok: speed(ours.restoreMs) >= 200,
    },
    { name: 'restore, checks', what: 'every page’s HMAC, quick_check and counts', unit: 'MB/s', ours: speed(ours.checkMs) },
    { name: 'memory of a first backup', what: 'resident, above what it was before', unit: 'MiB', ours: extra, target: '≤ 200 MiB', ok: extra <= 200 },
    {
      name: 'longest commit beside a backup', what: `of ${beside.commits}; alone (column B) of ${alone.commits}; p99 ${round2(beside.p99)} against ${round2(alone.p99)} ms`, unit: 'ms', ours: beside.max,
      restic: alone.max, target: '≤ 50 ms more', ok: beside.max - alone.max <= 50,
    },
  ];
}

/** Ours against restic (in column B) on the same file in the same run. */
export const backupResults = (figures: BackupFigures): Result[] =>
  [...runs(figures), ...others(figures)].map(line => asResult({ ...line, name: `${figures.place}: ${line.name}` }));
