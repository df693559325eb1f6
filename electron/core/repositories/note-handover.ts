import type { Reader, Writer } from '../db/handles.ts';

/** A step between the one who writes and the one responsible. Append-only. */
export interface Handover {
  readonly noteId: string;
  readonly kind: 'handed' | 'returned' | 'assigned';
  readonly at: string;
  readonly byId: string;
  readonly byName: string;
  /** The one responsible after this step. */
  readonly signerId: string;
  readonly comment: string;
}

/** Adds the next step of a note. An `assigned` step also moves the note to its new signer. */
export async function insertHandover(tx: Writer, step: Handover): Promise<void> {
  await tx.raw(
    `INSERT INTO note_handover (note_id, no, kind, at, by_id, by_name, signer_id, comment)
     VALUES (?, 1 + coalesce((SELECT max(no) FROM note_handover WHERE note_id = ?), 0), ?, ?, ?, ?, ?, ?)`,
    [step.noteId, step.noteId, step.kind, step.at, step.byId, step.byName, step.signerId, step.comment],
  );
  if (step.kind === 'assigned') await tx.raw('UPDATE note SET signer_id = ? WHERE id = ?', [step.signerId, step.noteId]);
}

/** The newest step of a note, or undefined. */
export async function lastHandover(db: Reader, noteId: string): Promise<Handover | undefined> {
  const [row] = (await db.raw(
    `SELECT note_id AS noteId, kind, at, by_id AS byId, by_name AS byName, signer_id AS signerId, comment FROM note_handover WHERE note_id = ? ORDER BY no DESC LIMIT 1`,
    [noteId],
  )) as Handover[];
  return row;
}
