import type { Writer } from '../handles.ts';

/**
 * A backup brings every page that a day's work has changed (build/docs/speed.md, "Which pages a day changes"). Here the
 * same work changes fewer of them; what the tables say stays as it was.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const FREEING = `'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'`;
const isFreeing = (row: string): string => `(${row}.status IN (${FREEING}))`;

const STATEMENTS = [
  // A patient's rows used to lie all over an index of five years. Now those of 2,048 rows in a row lie together
  // (repositories/log-spans.ts reads block after block), under the random end of the patient's id: half as long.
  `DROP INDEX audit_event_of_patient`,
  `CREATE INDEX audit_event_in_block ON audit_event (seq / 2048, substr(patient_id, 25)) WHERE patient_id IS NOT NULL`,
  // audit_day says where a person's rows lie.
  `DROP INDEX audit_event_of_actor`,
  // Each author's notes of five years had a place of their own in the index, and each day's notes split pages in all of
  // them. Now a day's notes lie together (repositories/desk-notes.ts asks day by day).
  `DROP INDEX note_of_author`,
  `DROP INDEX note_of_signer`,
  `CREATE INDEX note_of_author ON note (substr(event_time, 1, 10), author_id, event_time, patient_id, latest_no, id) WHERE note_type <> 'system'`,
  `CREATE INDEX note_of_signer ON note (substr(event_time, 1, 10), signer_id, event_time, patient_id, latest_no, id) WHERE note_type <> 'system' AND author_id <> signer_id`,
  // FTS5 merges its pieces bit by bit with every note and rewrites old ones all day; without that it waits until there are
  // sixteen of one size (its crisismerge) and merges those. What is there becomes one piece, which is then left alone.
  `INSERT INTO note_words (note_words) VALUES ('optimize')`,
  `INSERT INTO note_words (note_words, rank) VALUES ('automerge', 0)`,
  // As in migration 0003, but not when a step changes nothing about what the visit occupies (arrived, in treatment, done).
  `DROP TRIGGER appointment_occupies`,
  `CREATE TRIGGER appointment_occupies AFTER UPDATE OF block_start_utc, block_end_utc, status, overbooked ON appointment
   WHEN NEW.block_start_utc <> OLD.block_start_utc OR NEW.block_end_utc <> OLD.block_end_utc OR NEW.overbooked <> OLD.overbooked OR ${isFreeing('NEW')} <> ${isFreeing('OLD')}
   BEGIN
     UPDATE appointment_resource SET block_start = NEW.block_start_utc, block_end = NEW.block_end_utc, overbooked = NEW.overbooked, active = NOT ${isFreeing('NEW')}
     WHERE appointment_id = NEW.id;
   END`,
];
