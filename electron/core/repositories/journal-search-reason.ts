import type { SearchReason } from '#shared/domain/journal/search-reasons.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface StatedSearchReason {
  readonly code: SearchReason;
  readonly text: string;
  readonly at: string;
}

/** This person's newest reason in this session, stated after `since`. */
export async function findSearchReason(db: Reader, of: { readonly userId: string; readonly sessionId: string; readonly since: string }): Promise<StatedSearchReason | undefined> {
  const [row] = (await db.raw(
    'SELECT reason_code AS code, reason_text AS text, stated_at AS at FROM journal_search_reason WHERE user_id = ? AND session_id = ? AND stated_at > ? ORDER BY stated_at DESC LIMIT 1',
    [of.userId, of.sessionId, of.since],
  )) as StatedSearchReason[];
  return row;
}

/** Keeps why somebody searches; never changed afterwards. */
export async function insertSearchReason(tx: Writer, reason: StatedSearchReason & { readonly id: string; readonly userId: string; readonly sessionId: string }): Promise<void> {
  await tx.raw('INSERT INTO journal_search_reason (id, user_id, session_id, reason_code, reason_text, stated_at) VALUES (?, ?, ?, ?, ?, ?)', [reason.id, reason.userId, reason.sessionId, reason.code, reason.text, reason.at]);
}
