import { percentiles } from './interleave.ts';
import type { JournalFigures } from './measures/journal.ts';
import type { PaintFigures } from './measures/paint.ts';
import type { Result } from './report.ts';

function one(name: string, what: string, times: readonly number[], limit: number): Result {
  const product = percentiles(times);
  return {
    name, what, n: times.length, unit: 'ms', product, floorA: null, floorB: null, floorBOne: null, floorBSync: null, ratioB: null, target: `p95 ≤ ${limit} ms`, ok: product.p95 <= limit, sql: [],
  };
}

/** From key to picture (tasks.md 4A; issue "Reception's day"): what a person waits for, so it has no floor. */
export function paintResults(figures: PaintFigures): Result[] {
  const busy = `${figures.visitsShown} visits drawn, ${figures.nodes} elements`;
  return [
    one('day, next', `PageDown, 20 practitioners, ${busy}`, figures.nextDay, 100),
    one('day, never seen', 'Shift+PageUp after PageDown: nothing fetched ahead', figures.farDay, 100),
    one('day, week by week', 'Shift+PageDown again and again', figures.byWeeks, 100),
    one('week, next', 'PageUp in the week of one practitioner', figures.nextWeek, 150),
    one('week, next practitioner', 'J', figures.nextPractitioner, 150),
    one('cursor', 'ArrowDown in a full day', figures.cursor, 50),
    one('search, each letter', 'Ctrl+K and a name, letter by letter', figures.search, 50),
  ];
}

/** The long journal on screen (issue "The journal in depth"): opening it, looking through it, and searching everybody's. */
export function journalResults(figures: JournalFigures): Result[] {
  return [
    one('journal, open', `Alt+J after a sign-in, ${figures.entries} entries, first screen drawn`, figures.open, 150),
    one('journal, all there', 'the same key, until every entry can be searched', figures.whole, 1_000),
    one('journal, each letter', 'search within the patient, letter by letter', figures.letter, 50),
    one('journal, scroll', 'PageDown', figures.scroll, 50),
    one('next patient', 'F4: reason of the visit, patient strip and last note of somebody whose chart was not open before', figures.next, 150),
    ...typingResults(figures.typing),
    one('journals, search', `Enter, ${figures.notes} notes, 50 hits with their log rows`, figures.clinic, 500),
  ];
}

/** Beside a bare contenteditable of the same length in a window of its own: what the browser itself takes for a key and a frame. */
function typingResults({ letter, work, bareLetter, bareWork, longTasks, saves }: JournalFigures['typing']): Result[] {
  const longest = Math.round(Math.max(0, ...longTasks));
  const beside = (result: Result, bare: readonly number[]): Result => {
    const floorB = percentiles(bare);
    return { ...result, floorB, ratioB: Math.round((100 * result.product.p50) / floorB.p50) / 100 };
  };
  return [
    beside(one('typing, each letter', `from the key to the frame with the letter, ${letter.length} letters into a note of 3,000, ${saves} saves meanwhile, ${longTasks.length} tasks over 50 ms (longest ${longest})`, letter, 16), bareLetter),
    beside(one('typing, work', 'what of that the page itself is busy with', work, 8), bareWork),
  ];
}
