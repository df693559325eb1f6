import type { Reader, Writer } from '../db/handles.ts';

/** Who closed a version for good, as they were called then (J-05). Never changed, never removed. */
export interface StoredLock {
  readonly noteId: string;
  readonly no: number;
  readonly lockedAt: string;
  /** Whether the PIN was typed for it, or the session was proof enough. */
  readonly proof: 'session' | 'pin';
  readonly signerId: string;
  readonly signerName: string;
  readonly signerTitle: string;
  readonly signerHsaId: string | null;
}

interface LockRow {
  note_id: string;
  no: number;
  locked_at: string;
  proof: StoredLock['proof'];
  signer_id: string;
  signer_name: string;
  signer_title: string;
  signer_hsa: string | null;
}

/** Locks a version that is closed and unsigned; triggers refuse anything else. It waits for a signature from then on. */
export async function insertLock(tx: Writer, lock: StoredLock): Promise<void> {
  await tx.raw(
    'INSERT INTO note_lock (note_id, no, locked_at, proof, signer_id, signer_name, signer_title, signer_hsa) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [lock.noteId, lock.no, lock.lockedAt, lock.proof, lock.signerId, lock.signerName, lock.signerTitle, lock.signerHsaId],
  );
}

/** The locks of these notes, by note and version. */
export async function locksOfNotes(db: Reader, noteIds: readonly string[]): Promise<StoredLock[]> {
  const rows = (await db.raw('SELECT * FROM note_lock WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY note_id, no', [JSON.stringify(noteIds)])) as LockRow[];
  return rows.map(row => ({
    noteId: row.note_id, no: row.no, lockedAt: row.locked_at, proof: row.proof, signerId: row.signer_id, signerName: row.signer_name, signerTitle: row.signer_title,
    signerHsaId: row.signer_hsa,
  }));
}

/** A locked version that no signature covers yet, with what the signature is to cover. */
export interface WaitingVersion {
  readonly noteId: string;
  readonly no: number;
  readonly patientId: string;
  readonly lockedAt: string;
  readonly digest: string;
  readonly record: string | null;
}

/** What this person locked and has not signed, in the order it was locked. */
export async function waitingOf(db: Reader, signerId: string): Promise<WaitingVersion[]> {
  return (await db.raw(
    `SELECT w.note_id AS noteId, w.no, n.patient_id AS patientId, w.locked_at AS lockedAt, v.digest, v.record
     FROM note_waiting w JOIN note_version v ON v.note_id = w.note_id AND v.no = w.no JOIN note n ON n.id = w.note_id
     WHERE w.signer_id = ? ORDER BY w.locked_at, w.note_id, w.no`,
    [signerId],
  )) as WaitingVersion[];
}
