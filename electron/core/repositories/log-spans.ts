import type { AuditAction } from '#shared/domain/log/audit.ts';
import type { Reader } from '../db/handles.ts';

/** Which rows of the log are wanted. Instants: `fromAt` included, `toAt` excluded. */
export interface LogFilter {
  readonly patientId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly fromAt: string | null;
  readonly toAt: string | null;
  readonly actions: readonly AuditAction[];
  readonly refusedOnly: boolean;
}

/** Rows of the log whose seq lies here, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Rows whose patients lie together in the index audit_event_in_block (migration 0029). */
export const BLOCK_ROWS = 2048;
/** Blocks asked for at once in the newest rows; twice as many with each step back: the first page is wanted most. */
const FIRST_BLOCKS = 2;

/**
 * Where the wanted rows lie in the chain, newest first; exact even when the clock went back, because every row is
 * counted to its own day. One span per day where certain actions or a person's rows are wanted; a patient's are looked
 * for block by block; else one span over all days.
 */
export async function spansOf(db: Reader, query: LogFilter): Promise<readonly Span[]> {
  const days = [query.fromAt?.slice(0, 10) ?? '', query.toAt?.slice(0, 10) ?? '9999-12-31'] as const;
  if (query.patientId === undefined && !query.refusedOnly && (query.actions.length > 0 || query.actorId !== undefined)) return spansOfDays(db, query, days);
  const [whole] = await spanOver(db, query, days);
  if (whole === undefined) return [];
  return query.patientId === undefined ? [whole] : spansOfBlocks(whole);
}

const spanOver = async (db: Reader, { fromAt, toAt }: LogFilter, days: readonly [string, string]): Promise<readonly Span[]> =>
  fromAt === null && toAt === null
    ? found(await db.raw('SELECT 1 AS first, max(seq) AS last FROM audit_event'))
    : found(await db.raw('SELECT min(first_seq) AS first, max(last_seq) AS last FROM audit_day WHERE day >= ? AND day <= ?', [...days]));

/** Every action that was ever logged: the first word of the day index's key, found by leaping from one to the next. */
const LOGGED_ACTIONS = `WITH RECURSIVE logged(action) AS (SELECT min(action) FROM audit_day
  UNION ALL SELECT (SELECT min(d.action) FROM audit_day d WHERE d.action > logged.action) FROM logged WHERE logged.action IS NOT NULL) SELECT action FROM logged`;

async function spansOfDays(db: Reader, { actions, actorId }: LogFilter, days: readonly [string, string]): Promise<readonly Span[]> {
  const wanted = actions.length > 0 ? 'SELECT value FROM json_each(?)' : LOGGED_ACTIONS;
  return found(await db.raw(
    `SELECT min(first_seq) AS first, max(last_seq) AS last FROM audit_day
     WHERE action IN (${wanted}) AND day >= ? AND day <= ? ${actorId === undefined ? '' : 'AND actor = ?'} GROUP BY day ORDER BY last DESC`,
    [...(actions.length > 0 ? [JSON.stringify(actions)] : []), ...days, ...(actorId === undefined ? [] : [actorId])],
  ));
}

/** The blocks from the newest on, a few at first. */
function spansOfBlocks({ first, last }: Span): readonly Span[] {
  const spans: Span[] = [];
  for (let [end, blocks] = [last, FIRST_BLOCKS]; end >= first; blocks *= 2) {
    const start = Math.max(first, (Math.floor(end / BLOCK_ROWS) - blocks + 1) * BLOCK_ROWS);
    spans.push({ first: start, last: end });
    end = start - 1;
  }
  return spans;
}

/** The numbers of the blocks that a span touches. */
export function blocksOf({ first, last }: Span): number[] {
  const from = Math.floor(first / BLOCK_ROWS);
  return Array.from({ length: Math.floor(last / BLOCK_ROWS) - from + 1 }, (_, index) => from + index);
}

/** An empty day gives a row of nulls. */
const found = (rows: unknown): readonly Span[] => (rows as { first: number | null; last: number | null }[]).flatMap(({ first, last }) => (first === null || last === null ? [] : [{ first, last }]));
