import { percentiles, type Measured } from './interleave.ts';
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

export const round2 = (value: number): number => Math.round(value * 100) / 100;
export const common = { n: 1, floorA: null, floorB: null, floorBOne: null, floorBSync: null, ratioB: null, target: '', ok: null, sql: [] } satisfies Partial<Result>;
export const same = (value: number): Percentiles => ({ p50: round2(value), p95: round2(value), p99: round2(value) });

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
