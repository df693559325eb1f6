import type { Reader, Writer } from '../db/handles.ts';
import type { LogRow } from './log.ts';
import { BLOCK_ROWS, blocksOf, type LogFilter, type Span, spansOf } from './log-spans.ts';

/** A page of the wanted rows. */
export interface LogQuery extends LogFilter {
  /** Rows with a smaller seq than this. */
  readonly before: number | null;
  readonly limit: number;
}

export interface NamedLogRow extends LogRow {
  readonly actor_name: string | null;
  readonly actor_title: string | null;
}

/** A page of rows, newest first (by seq, never by the clock), with the actor's name as it is now. */
export async function readLogPage(db: Reader, query: LogQuery): Promise<NamedLogRow[]> {
  const lines: NamedLogRow[] = [];
  for (const span of await spansOf(db, query)) {
    if (query.before !== null && span.first >= query.before) continue;
    // Days overlap only where the clock went back; then a later span may still hold a newer row than the last one found.
    const isFull = lines.length >= query.limit && span.last < (lines[query.limit - 1]?.seq ?? 0);
    if (isFull) break;
    lines.push(...(await readSpan(db, query, span)));
    lines.sort((a, b) => b.seq - a.seq);
  }
  return lines.filter((row, index) => row.seq !== lines[index - 1]?.seq).slice(0, query.limit);
}

async function readSpan(db: Reader, query: LogQuery, span: Span): Promise<NamedLogRow[]> {
  const where: string[] = ['e.seq >= ?', 'e.seq <= ?'];
  const last = Math.min(span.last, (query.before ?? Number.MAX_SAFE_INTEGER) - 1);
  const values: (string | number)[] = [span.first, last];
  const add = (condition: string, ...bound: (string | number)[]): void => {
    where.push(condition);
    values.push(...bound);
  };
  if (query.patientId !== undefined) {
    const blocks = blocksOf({ first: span.first, last });
    add(`e.seq / ${BLOCK_ROWS} IN (SELECT value FROM json_each(?)) AND substr(e.patient_id, 25) = substr(?, 25) AND e.patient_id = ?`, JSON.stringify(blocks), query.patientId, query.patientId);
  }
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
function indexFor({ patientId, refusedOnly }: LogQuery): string {
  if (patientId !== undefined) return 'INDEXED BY audit_event_in_block';
  return refusedOnly ? 'INDEXED BY audit_event_refused' : 'NOT INDEXED';
}

/** Rows after this seq in chain order, for exporting. */
export async function readLogRows(db: Reader, { after, limit }: { readonly after: number; readonly limit: number }): Promise<LogRow[]> {
  return (await db.raw('SELECT * FROM audit_event NOT INDEXED WHERE seq > ? ORDER BY seq LIMIT ?', [after, limit])) as LogRow[];
}

/** A row as checking needs it: `body` is the RFC 8785 text that its hash covers, made by SQLite five times faster than here. */
export interface ChainRow {
  readonly seq: number;
  readonly hash: string;
  readonly prev_hash: string;
  readonly day: string;
  readonly action: string;
  readonly actor: string;
  readonly body: string;
}

const HASHED = [
  'action', 'actor_hsa', 'actor_id', 'actor_role', 'at', 'category', 'count', 'mono_ms', 'object_id', 'object_type', 'object_version', 'origin', 'outcome', 'patient_id',
  'prev_hash', 'reason_code', 'reason_text', 'seq', 'session_id', 'tz_offset_min', 'unit', 'workstation',
] as const satisfies readonly (keyof LogRow)[];
const CHAIN_SQL = `SELECT seq, hash, prev_hash, substr(at, 1, 10) AS day, action, coalesce(actor_id, '') AS actor, json_object(${HASHED.map(name => `'${name}', ${name}`).join(', ')}) AS body
  FROM audit_event NOT INDEXED WHERE seq > ? ORDER BY seq LIMIT ?`;

/** Rows after this seq in chain order, for checking. */
export async function readChainRows(db: Reader, { after, limit }: { readonly after: number; readonly limit: number }): Promise<ChainRow[]> {
  return (await db.raw(CHAIN_SQL, [after, limit])) as ChainRow[];
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

/** Keeps a signed point for ever. */
export async function insertCheckpoint(tx: Writer, { seq, hash, at, signature }: StoredCheckpoint): Promise<void> {
  await tx.raw('INSERT INTO audit_checkpoint (seq, hash, at, signature) VALUES (?, ?, ?, ?)', [seq, hash, at, signature]);
}

/** Where one person's rows of one action on one day lie. */
export type DayRange = { readonly action: string; readonly actor: string; readonly day: string; readonly first_seq: number; readonly last_seq: number };

/** A page of the day index as stored, in the order of its key, for comparing with the rows themselves; `after` is the page before's last. */
export async function readDays(db: Reader, after: DayRange | null, limit: number): Promise<DayRange[]> {
  return (await db.raw('SELECT action, actor, day, first_seq, last_seq FROM audit_day WHERE (action, actor, day) > (?, ?, ?) ORDER BY action, actor, day LIMIT ?', [
    after?.action ?? '', after?.actor ?? '', after?.day ?? '', limit,
  ])) as DayRange[];
}
