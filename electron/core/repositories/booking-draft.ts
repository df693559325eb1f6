import type { BookingDraft } from '#shared/domain/agenda/booking-draft.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** One person's unfinished booking, or null. */
export async function findDraft(db: Reader, userId: string): Promise<BookingDraft | null> {
  const [row] = (await db.raw('SELECT draft FROM booking_draft WHERE user_id = ?', [userId])) as { draft: string }[];
  return row ? (JSON.parse(row.draft) as BookingDraft) : null;
}

/** Keeps it in place of the one before; null throws it away. */
export async function putDraft(tx: Writer, at: { readonly userId: string; readonly at: string }, draft: BookingDraft | null): Promise<void> {
  if (draft === null) return void (await tx('booking_draft').where({ user_id: at.userId }).delete());
  await tx.raw('INSERT INTO booking_draft (user_id, draft, changed_at) VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET draft = excluded.draft, changed_at = excluded.changed_at', [
    at.userId, JSON.stringify(draft), at.at,
  ]);
}
