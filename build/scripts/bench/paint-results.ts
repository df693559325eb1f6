import { percentiles } from './interleave.ts';
import type { PaintFigures } from './measures/paint.ts';
import type { Result } from './report.ts';

/** From key to picture (tasks.md 4A; issue "Reception's day"): what a person waits for, so it has no floor. */
export function paintResults(figures: PaintFigures): Result[] {
  const one = (name: string, what: string, times: readonly number[], limit: number): Result => {
    const product = percentiles(times);
    return {
      name, what, n: times.length, unit: 'ms', product, floorA: null, floorB: null, floorBOne: null, floorBSync: null, ratioB: null, target: `p95 ≤ ${limit} ms`, ok: product.p95 <= limit, sql: [],
    };
  };
  const busy = `${figures.visitsShown} visits drawn, ${figures.nodes} elements`;
  return [
    one('day, next', `PageDown, 20 practitioners, ${busy}`, figures.nextDay, 100),
    one('day, never seen', 'Shift+PageUp, a week further back each time', figures.farDay, 100),
    one('week, next', 'PageUp in the week of one practitioner', figures.nextWeek, 150),
    one('week, next practitioner', 'J', figures.nextPractitioner, 150),
    one('cursor', 'ArrowDown in a full day', figures.cursor, 50),
    one('search, each letter', 'Ctrl+K and a name, letter by letter', figures.search, 50),
  ];
}
