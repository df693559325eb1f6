import type { Reader, Writer } from '../db/handles.ts';

/** How often somebody chose a code, and whether they keep it at the top. */
export interface OwnCode {
  readonly code: string;
  readonly pinned: boolean;
  readonly uses: number;
}

const MOST = 300;

/** Somebody's own codes of one system: pinned ones, then those chosen most since `since`. */
export async function ownCodes(db: Reader, of: { readonly userId: string; readonly system: string; readonly since: string }): Promise<OwnCode[]> {
  const used = (await db.raw(
    'SELECT code, count(*) AS uses FROM note_code INDEXED BY note_code_of_author WHERE author_id = ? AND system = ? AND event_time >= ? GROUP BY code ORDER BY uses DESC, max(event_time) DESC LIMIT ?',
    [of.userId, of.system, of.since, MOST],
  )) as { code: string; uses: number }[];
  const pins = (await db.raw('SELECT code FROM code_pin WHERE user_id = ? AND system = ? AND pinned = 1 ORDER BY changed_at LIMIT ?', [of.userId, of.system, MOST])) as { code: string }[];
  const pinned = new Set(pins.map(pin => pin.code));
  const uses = new Map(used.map(one => [one.code, one.uses]));
  return [...pins.map(({ code }) => ({ code, pinned: true, uses: uses.get(code) ?? 0 })), ...used.filter(one => !pinned.has(one.code)).map(one => ({ ...one, pinned: false }))];
}

/** Keeps a code at the top of somebody's list, or takes it away. */
export async function setPin(tx: Writer, pin: { readonly id: string; readonly userId: string; readonly system: string; readonly code: string; readonly pinned: boolean; readonly at: string }): Promise<void> {
  await tx.raw(
    `INSERT INTO code_pin (id, user_id, system, code, pinned, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (user_id, system, code) DO UPDATE SET pinned = excluded.pinned, version = version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [pin.id, pin.userId, pin.system, pin.code, pin.pinned ? 1 : 0, pin.at, pin.userId],
  );
}

export interface PatientCode {
  readonly system: string;
  readonly edition: string;
  readonly code: string;
  readonly text: string;
  readonly lastOn: string;
  readonly notes: number;
}

/** Codes of a patient's clinical notes, each once with the words and edition of the newest note that has it; the newest first. */
export async function codesOfPatient(db: Reader, of: { readonly patientId: string; readonly system: string | null; readonly limit: number }): Promise<PatientCode[]> {
  // With max(), SQLite takes the bare columns from the row that has the maximum.
  return (await db.raw(
    `SELECT system, edition, code, text, max(event_time) AS lastOn, count(DISTINCT note_id) AS notes FROM note_code INDEXED BY note_code_of_patient
     WHERE patient_id = ? AND (? IS NULL OR system = ?) GROUP BY system, code ORDER BY lastOn DESC, code LIMIT ?`,
    [of.patientId, of.system, of.system, of.limit],
  )) as PatientCode[];
}

export interface CodeCount {
  readonly code: string;
  readonly text: string;
  readonly notes: number;
  readonly patients: number;
}

/** Notes and patients with each code of a system in a stretch of event times. */
export async function countCodes(db: Reader, of: { readonly system: string; readonly from: string; readonly to: string }): Promise<CodeCount[]> {
  return (await db.raw(
    `SELECT code, text, count(DISTINCT note_id) AS notes, count(DISTINCT patient_id) AS patients FROM note_code INDEXED BY note_code_by_time
     WHERE system = ? AND event_time >= ? AND event_time < ? GROUP BY code ORDER BY notes DESC, code`,
    [of.system, of.from, of.to],
  )) as CodeCount[];
}

/** Makes the codes of all notes anew from what the notes say. For repairs: a trigger keeps them, and this is the same statement. */
export async function rebuildNoteCodes(tx: Writer): Promise<void> {
  await tx.raw('DELETE FROM note_code');
  await tx.raw(
    `INSERT OR IGNORE INTO note_code (note_id, system, code, edition, text, patient_id, author_id, event_time)
     SELECT note_id, system, code, edition, text, patient_id, author_id, event_time FROM note_code_found`,
  );
}
