import { percentiles, type Measured } from './interleave.ts';
import type { BackupFigures } from './measures/backup.ts';
import type { UnlockFigures } from './measures/unlock.ts';
import type { VerifyFigures } from './measures/verify.ts';
import type { Percentiles, Result } from './report.ts';

/** The names of the floors, as results name them. */
export const FLOORS = { a: 'plain', b: 'encrypted', one: 'encrypted, one connection', sync: 'encrypted, synchronous driver' } as const;

interface Target {
  readonly words: string;
  readonly holds: (product: Percentiles, ratioB: number) => boolean;
}

const READ: Target = { words: '≤ 1.5 × B', holds: (_p, ratio) => ratio <= 1.5 };
const SAVE: Target = { words: '≤ 2 × B', holds: (_p, ratio) => ratio <= 2 };
const SEARCH: Target = { words: '≤ 1.5 × B, p95 ≤ 15 ms', holds: (p, ratio) => ratio <= 1.5 && p.p95 <= 15 };
const FIRST: Target = { words: '≤ 1.5 × B, p95 ≤ 10 ms', holds: (p, ratio) => ratio <= 1.5 && p.p95 <= 10 };

function targetOf(name: string): Target | undefined {
  if (name.startsWith('search')) return SEARCH;
  if (name.startsWith('save')) return SAVE;
  if (name === 'log append') return undefined;
  return name === 'first 50 entries' ? FIRST : READ;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
const common = { n: 1, floorA: null, floorB: null, floorBOne: null, floorBSync: null, ratioB: null, target: '', ok: null, sql: [] } satisfies Partial<Result>;
const same = (value: number): Percentiles => ({ p50: round2(value), p95: round2(value), p99: round2(value) });

/** What product and floors took for one measure. */
export function resultOf({ measure, product, floors, sql }: Measured): Result {
  const floor = (name: string): Percentiles | null => (floors.has(name) ? percentiles(floors.get(name) ?? []) : null);
  const own = percentiles(product);
  const floorB = floor(FLOORS.b);
  const ratioB = floorB === null ? null : round2(own.p50 / floorB.p50);
  const target = targetOf(measure.name);
  return {
    name: measure.name, what: measure.what, n: product.length, unit: 'ms', product: own, floorA: floor(FLOORS.a), floorB, floorBOne: floor(FLOORS.one), floorBSync: floor(FLOORS.sync),
    ratioB, target: target?.words ?? '', ok: target === undefined || ratioB === null ? null : target.holds(own, ratioB), sql,
  };
}

/** Rows a second; more is better, so the slowest round is the p99. */
export function verifyResult({ rows, product, floors, sql }: VerifyFigures): Result {
  const rates = (values: readonly number[] = []): Percentiles => {
    const sorted = values.toSorted((a, b) => b - a);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  };
  const own = rates(product);
  const floorB = rates(floors.get(FLOORS.b));
  const ratioB = round2(floorB.p50 / own.p50);
  return {
    ...common, name: 'log verify', what: `the whole chain of ${rows} rows`, n: product.length, unit: 'rows/s', product: own, floorA: rates(floors.get(FLOORS.a)), floorB,
    floorBOne: rates(floors.get(FLOORS.one)), floorBSync: rates(floors.get(FLOORS.sync)), ratioB, target: READ.words, ok: ratioB <= 1.5, sql,
  };
}

/** The built program's own processes; there is no floor for a card. */
export function unlockResults({ startToOpen, pinToScreen, memory }: UnlockFigures): Result[] {
  const highest = memory['core at its highest'];
  return [
    { ...common, name: 'core start to open', what: 'core and card host started, card in, PIN, state open', n: startToOpen.length, unit: 'ms', product: percentiles(startToOpen) },
    { ...common, name: 'unlock to first screen', what: 'PIN to the answers the start page shows', n: pinToScreen.length, unit: 'ms', product: percentiles(pinToScreen) },
    ...(highest === undefined ? [] : [{ ...common, name: 'core memory', what: 'resident, at its highest', unit: 'MB' as const, product: same(highest), target: '≤ 300 MB', ok: highest <= 300 }]),
  ];
}

/** Ours against restic (in column B) on the same file: time until stored, bytes stored, restore. */
export function backupResults({ ours, restic }: BackupFigures): Result[] {
  const gb = ours.databaseBytes / 1e9;
  const one = (name: string, what: string, rest: Pick<Result, 'unit'> & { ours: number; restic: number | undefined; target?: string; ok?: boolean }): Result => ({
    ...common, name, what, unit: rest.unit, product: same(rest.ours), floorB: rest.restic === undefined ? null : same(rest.restic), target: rest.target ?? '', ok: rest.ok ?? null,
    ratioB: rest.restic === undefined ? null : round2(rest.ours / rest.restic),
  });
  const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);
  const mb = (bytes: number | undefined): number | undefined => (bytes === undefined ? undefined : bytes / 1e6);
  const speed = (ms: number): number => ours.databaseBytes / 1e6 / (ms / 1000);
  const dayPerGb = ours.day.storeMs / 1000 / gb;
  const dayMb = ours.day.storedBytes / 1e6;
  return [
    one('first backup', 'until stored; column B is restic', { unit: 's', ours: ours.first.storeMs / 1000, restic: seconds(restic?.firstMs), target: '≤ 10 s/GB', ok: ours.first.storeMs / 1000 <= 10 * gb }),
    one('first backup, proof', 'read back, checked and compared', { unit: 's', ours: ours.first.proofMs / 1000, restic: undefined }),
    one('backup of a clinic day', 'until stored; column B is restic', { unit: 's', ours: ours.day.storeMs / 1000, restic: seconds(restic?.dayMs), target: '≤ 1.5 s/GB', ok: dayPerGb <= 1.5 }),
    one('backup of a clinic day, stored', 'bytes added; column B is restic', { unit: 'MB', ours: dayMb, restic: mb(restic?.dayBytes), target: '≤ 3 MB', ok: dayMb <= 3 }),
    one('backup of a clinic day, proof', 'read back, checked and compared', { unit: 's', ours: ours.day.proofMs / 1000, restic: undefined }),
    one('backup, nothing changed', 'until stored', { unit: 's', ours: ours.unchanged.storeMs / 1000, restic: undefined }),
    one('restore', 'to a checked and compared database; column B is restic without check', {
      unit: 'MB/s', ours: speed(ours.restoreMs), restic: restic === null ? undefined : speed(restic.restoreMs), target: '≥ 200 MB/s', ok: speed(ours.restoreMs) >= 200,
    }),
  ];
}
