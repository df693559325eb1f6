import type { ErrorCode } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** A practitioner's calendar file that is in use. */
export interface StoredFeed {
  readonly id: string;
  readonly resourceId: string;
  /** The file's name without `.ics`; a secret. */
  readonly token: string;
  readonly writtenAt: string | null;
  readonly problem: ErrorCode | null;
}

/** Calendar files that are written now; ended ones are left out. */
export async function findFeeds(db: Reader): Promise<StoredFeed[]> {
  return (await db.raw('SELECT id, resource_id AS resourceId, token, written_at AS writtenAt, problem FROM calendar_feed WHERE ended_at IS NULL')) as StoredFeed[];
}

/** Begins a calendar file under a name nobody can guess: `token` is part of it. */
export async function insertFeed(tx: Writer, feed: { readonly id: string; readonly resourceId: string; readonly token: string }, change: Change): Promise<void> {
  await tx('calendar_feed').insert({ id: feed.id, resource_id: feed.resourceId, token: feed.token, created_at: change.at, version: 1, changed_at: change.at, changed_by: change.by });
}

/** The file's name never comes back: a new file is a new row. */
export async function endFeed(tx: Writer, id: string, change: Change): Promise<void> {
  await tx.raw('UPDATE calendar_feed SET ended_at = ?, version = version + 1, changed_at = ?, changed_by = ? WHERE id = ? AND ended_at IS NULL', [change.at, change.at, change.by, id]);
  await tx('calendar_feed_entry').where({ feed_id: id }).delete();
}

/** How the newest attempt to write the file went; `writtenAt` null leaves the old time. */
export async function saveFeedState(tx: Writer, id: string, state: { readonly writtenAt: string | null; readonly problem: ErrorCode | null }): Promise<void> {
  await tx.raw('UPDATE calendar_feed SET written_at = coalesce(?, written_at), problem = ? WHERE id = ?', [state.writtenAt, state.problem, id]);
}

/** What the file says about one visit. Instants ISO UTC. */
export interface FeedEntry {
  readonly appointmentId: string;
  /** Opaque and stable; says nothing about the visit. */
  readonly uid: string;
  /** Grows with every change of time or of being cancelled (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  readonly start: string;
  readonly end: string;
  readonly cancelled: boolean;
  /** When this event last changed. */
  readonly changedAt: string;
}

/** What the file said of each visit when it was last written, so that a change raises the sequence (RFC 5545, 3.8.7.4). */
export async function findFeedEntries(db: Reader, feedId: string): Promise<FeedEntry[]> {
  const rows = (await db.raw(
    `SELECT appointment_id AS appointmentId, uid, sequence, start_utc AS "start", end_utc AS "end", cancelled, changed_at AS changedAt
     FROM calendar_feed_entry WHERE feed_id = ?`,
    [feedId],
  )) as (Omit<FeedEntry, 'cancelled'> & { cancelled: number })[];
  return rows.map(row => ({ ...row, cancelled: row.cancelled === 1 }));
}

/** Writes what is new or different and forgets what the file no longer says. */
export async function saveFeedEntries(tx: Writer, feedId: string, change: { readonly changed: readonly FeedEntry[]; readonly gone: readonly string[] }): Promise<void> {
  for (const entry of change.changed) {
    await tx.raw(
      `INSERT INTO calendar_feed_entry (feed_id, appointment_id, uid, sequence, start_utc, end_utc, cancelled, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (feed_id, appointment_id) DO UPDATE SET sequence = excluded.sequence, start_utc = excluded.start_utc, end_utc = excluded.end_utc,
         cancelled = excluded.cancelled, changed_at = excluded.changed_at`,
      [feedId, entry.appointmentId, entry.uid, entry.sequence, entry.start, entry.end, entry.cancelled ? 1 : 0, entry.changedAt],
    );
  }
  if (change.gone.length > 0) await tx.raw('DELETE FROM calendar_feed_entry WHERE feed_id = ? AND appointment_id IN (SELECT value FROM json_each(?))', [feedId, JSON.stringify(change.gone)]);
}

/** Times at which a column is taken, no more than that. Bindings as in appointment-range.ts. */
export const TAKEN_SQL = `SELECT a.id AS id, a.start_utc AS "start", a.end_utc AS "end"
  FROM appointment_resource ar CROSS JOIN appointment a ON a.id = ar.appointment_id
  WHERE ar.resource_id = ? AND ar.block_start > ? AND ar.block_start < ? AND ar.active = 1 AND a.start_utc >= ? ORDER BY a.start_utc, a.id`;

/** The visits of a column that begin in [from, to). */
export async function findTaken(db: Reader, at: { readonly resourceId: string; readonly from: string; readonly to: string }): Promise<{ id: string; start: string; end: string }[]> {
  return (await db.raw(TAKEN_SQL, [at.resourceId, new Date(Date.parse(at.from) - 86_400_000).toISOString(), at.to, at.from])) as { id: string; start: string; end: string }[];
}
