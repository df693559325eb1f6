import type { SlotHold } from '#shared/domain/agenda/hold.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface Hold {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly resourceIds: readonly string[];
  /** ISO UTC, buffers included. */
  readonly blockStart: string;
  readonly blockEnd: string;
  readonly expiresAt: string;
}

/** Sets a hold anew in place of its earlier stretch, and throws away what has run out. True when it stands elsewhere than before. */
export async function putHold(tx: Writer, hold: Hold, now: string): Promise<boolean> {
  await tx.raw('DELETE FROM slot_hold WHERE expires_at <= ?', [now]);
  const before = (await tx.raw('SELECT resource_id AS resourceId, block_start AS blockStart, block_end AS blockEnd FROM slot_hold WHERE id = ? AND user_id = ?', [hold.id, hold.userId])) as {
    resourceId: string; blockStart: string; blockEnd: string;
  }[];
  await dropHold(tx, hold);
  await tx('slot_hold').insert(
    hold.resourceIds.map(resourceId => ({
      id: hold.id, resource_id: resourceId, user_id: hold.userId, session_id: hold.sessionId, block_start: hold.blockStart, block_end: hold.blockEnd, expires_at: hold.expiresAt,
    })),
  );
  const isSame = (one: (typeof before)[number]) => hold.resourceIds.includes(one.resourceId) && one.blockStart === hold.blockStart && one.blockEnd === hold.blockEnd;
  return before.length !== hold.resourceIds.length || !before.every(isSame);
}

/** Lets go of a hold of this person. True when there was one. */
export async function dropHold(tx: Writer, hold: { readonly id: string; readonly userId: string }): Promise<boolean> {
  return (await tx('slot_hold').where({ id: hold.id, user_id: hold.userId }).delete()) > 0;
}

export interface HoldQuestion {
  readonly resourceIds: readonly string[];
  readonly from: string;
  readonly to: string;
  /** ISO UTC; what ended before means nothing. */
  readonly now: string;
}

/** Two stretches of one index per column: a hold is shorter than a day, so it begins at most a day before. */
export const HOLDS_SQL = `SELECT h.id AS id, h.resource_id AS resourceId, h.user_id AS userId, u.name AS name, h.block_start AS "start", h.block_end AS "end", h.expires_at AS expiresAt
  FROM json_each(?) asked
  CROSS JOIN slot_hold h ON h.resource_id = asked.value AND h.block_start > ? AND h.block_start < ?
  CROSS JOIN user_account u ON u.id = h.user_id
  WHERE h.block_end > ? AND h.expires_at > ? ORDER BY h.block_start`;

export interface LiveHold {
  readonly id: string;
  readonly resourceId: string;
  readonly userId: string;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly expiresAt: string;
}

/** The live holds that touch [from, to) in these columns. */
export async function findHolds(db: Reader, { resourceIds, from, to, now }: HoldQuestion): Promise<LiveHold[]> {
  const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString();
  return (await db.raw(HOLDS_SQL, [JSON.stringify(resourceIds), dayBefore, to, from, now])) as LiveHold[];
}

/** As screens see it: who of the staff, never for whom. */
export const toSlotHold = (hold: LiveHold, userId: string): SlotHold => ({
  id: hold.id, resourceId: hold.resourceId, start: hold.start, end: hold.end, byName: hold.name, isOwn: hold.userId === userId,
});
