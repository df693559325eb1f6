import type { Reader, Writer } from '../db/handles.ts';

export interface Presence {
  readonly noteId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly at: string;
  readonly expiresAt: string;
}

/** Says that this session writes in the note, for a while, and throws away what has run out. */
export async function putPresence(tx: Writer, { noteId, sessionId, userId, at, expiresAt }: Presence): Promise<void> {
  await tx.raw('DELETE FROM note_presence WHERE expires_at <= ?', [at]);
  await tx.raw(
    `INSERT INTO note_presence (note_id, session_id, user_id, since, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (note_id, session_id) DO UPDATE SET expires_at = excluded.expires_at`,
    [noteId, sessionId, userId, at, expiresAt],
  );
}

/** Says that this session has left the note. */
export async function dropPresence(tx: Writer, { noteId, sessionId }: { readonly noteId: string; readonly sessionId: string }): Promise<void> {
  await tx.raw('DELETE FROM note_presence WHERE note_id = ? AND session_id = ?', [noteId, sessionId]);
}

/** A person who signs in writes nowhere yet: what an ended program left behind must not look like another window of theirs. One that is still open says so again within seconds. */
export async function dropPresenceOf(tx: Writer, userId: string): Promise<void> {
  await tx.raw('DELETE FROM note_presence WHERE user_id = ?', [userId]);
}

/** Who else writes in the note now, in other windows and by other people, longest there first. */
export async function othersIn(db: Reader, { noteId, sessionId, at }: { readonly noteId: string; readonly sessionId: string; readonly at: string }): Promise<{ userId: string; name: string; since: string }[]> {
  return (await db.raw(
    `SELECT p.user_id AS userId, u.name AS name, p.since AS since FROM note_presence p JOIN user_account u ON u.id = p.user_id
     WHERE p.note_id = ? AND p.session_id <> ? AND p.expires_at > ? ORDER BY p.since`,
    [noteId, sessionId, at],
  )) as { userId: string; name: string; since: string }[];
}
