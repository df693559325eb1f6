import type { AuditAction } from '#shared/domain/log/audit.ts';
import type { Reader } from '../db/handles.ts';
import type { LogRow } from './log.ts';

/** Which rows of the log to read. Instants: `fromAt` included, `toAt` excluded. */
export interface LogQuery {
  readonly patientId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly fromAt: string | null;
  readonly toAt: string | null;
  readonly actions: readonly AuditAction[];
  readonly refusedOnly: boolean;
  /** Rows with a smaller seq than this. */
  readonly before: number | null;
  readonly limit: number;
}

export interface NamedLogRow extends LogRow {
  readonly actor_name: string | null;
  readonly actor_title: string | null;
}

/** The rows' place in the chain between two instants; exact even when the clock went back, because every row is counted to its own day. */
async function seqRange(db: Reader, { fromAt, toAt }: LogQuery): Promise<{ readonly first: number; readonly last: number } | null> {
  if (fromAt === null && toAt === null) return { first: 0, last: Number.MAX_SAFE_INTEGER };
  const [row] = (await db.raw('SELECT min(first_seq) AS first, max(last_seq) AS last FROM audit_day WHERE day >= ? AND day <= ?', [
    fromAt?.slice(0, 10) ?? '', toAt?.slice(0, 10) ?? '9999-12-31',
  ])) as { first: number | null; last: number | null }[];
  return row?.first == null || row.last === null ? null : { first: row.first, last: row.last };
}

/** A page of rows, newest first (by seq, never by the clock), with the actor's name as it is now. */
export async function readLogPage(db: Reader, query: LogQuery): Promise<NamedLogRow[]> {
  const range = await seqRange(db, query);
  if (range === null) return [];
  const where: string[] = ['e.seq >= ?', 'e.seq <= ?'];
  const values: (string | number)[] = [range.first, Math.min(range.last, (query.before ?? Number.MAX_SAFE_INTEGER) - 1)];
  const add = (condition: string, ...bound: (string | number)[]): void => {
    where.push(condition);
    values.push(...bound);
  };
  if (query.patientId !== undefined) add('e.patient_id = ?', query.patientId);
  if (query.actorId !== undefined) add('e.actor_id = ?', query.actorId);
  if (query.fromAt !== null) add('e.at >= ?', query.fromAt);
  if (query.toAt !== null) add('e.at < ?', query.toAt);
  if (query.refusedOnly) add(`e.outcome <> 'ok'`);
  if (query.actions.length > 0) add('e.action IN (SELECT value FROM json_each(?))', JSON.stringify(query.actions));
  return (await db.raw(
    `SELECT e.*, u.name AS actor_name, u.title AS actor_title FROM audit_event e ${indexFor(query)} LEFT JOIN user_account u ON u.id = e.actor_id
     WHERE ${where.join(' AND ')} ORDER BY e.seq DESC LIMIT ?`,
    [...values, query.limit],
  )) as NamedLogRow[];
}

/** Five years of log are only instant through the right index; the planner has no statistics to choose by. */
function indexFor({ patientId, actorId, refusedOnly }: LogQuery): string {
  if (patientId !== undefined) return 'INDEXED BY audit_event_of_patient';
  if (refusedOnly) return 'INDEXED BY audit_event_refused';
  return actorId !== undefined ? 'INDEXED BY audit_event_of_actor' : 'NOT INDEXED';
}

/** Rows after this seq in chain order, for checking and exporting. */
export async function readLogRows(db: Reader, { after, limit }: { readonly after: number; readonly limit: number }): Promise<LogRow[]> {
  return (await db.raw('SELECT * FROM audit_event NOT INDEXED WHERE seq > ? ORDER BY seq LIMIT ?', [after, limit])) as LogRow[];
}

export interface StoredCheckpoint {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly signature: string;
}

/** Signed points after this seq, in chain order. */
export async function readCheckpoints(db: Reader, after = 0): Promise<StoredCheckpoint[]> {
  return (await db.raw('SELECT seq, hash, at, signature FROM audit_checkpoint WHERE seq > ? ORDER BY seq', [after])) as StoredCheckpoint[];
}

/** The newest signed point, or null. */
export async function lastCheckpoint(db: Reader): Promise<StoredCheckpoint | null> {
  const [row] = (await db.raw('SELECT seq, hash, at, signature FROM audit_checkpoint ORDER BY seq DESC LIMIT 1')) as StoredCheckpoint[];
  return row ?? null;
}

export type DayRange = { readonly day: string; readonly first_seq: number; readonly last_seq: number };

/** The day index as stored, for comparing with the rows themselves. */
export async function readDays(db: Reader): Promise<DayRange[]> {
  return (await db.raw('SELECT day, first_seq, last_seq FROM audit_day ORDER BY day')) as DayRange[];
}
