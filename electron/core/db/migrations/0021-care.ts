import type { Writer } from '../handles.ts';
import { appendOnly, keepHistory, refuse, refuseChange, refuseReplace } from './record-history.ts';

/**
 * What ties the journal to the day: which visit a note is about, the patient's differing opinion (J-10), what the patient
 * takes and was given (K-22), and the consent before a treatment with thinking time (J-23).
 */
export async function up(tx: Writer): Promise<void> {
  await allowOpinions(tx);
  for (const statement of [...LINKS, ...DONE, ...MEDICATION, ...CONSENT]) await tx.raw(statement);
  await tx.raw(
    `INSERT INTO note_template (id, version, note_type, name_sv, name_en, headings, position) VALUES ('opinion', 1, 'opinion', 'Patientens avvikande mening', 'Patient’s differing opinion', ?, 90)`,
    [JSON.stringify([
      { key: 'opinion', title: { sv: 'Patienten anser att följande är oriktigt eller missvisande', en: 'The patient holds the following to be wrong or misleading' }, covers: null },
      { key: 'comment', title: { sv: 'Kommentar', en: 'Comment' }, covers: null },
    ])],
  );
}

/**
 * One more kind of note. A CHECK cannot be altered and the table cannot be made anew without dropping what points to it,
 * so its text is changed where SQLite keeps it; the rows are the same before and after (sqlite.org/lang_altertable.html, 7).
 */
async function allowOpinions(tx: Writer): Promise<void> {
  const [{ version }] = (await tx.raw(`SELECT schema_version AS version FROM pragma_schema_version`)) as [{ version: number }];
  await tx.raw('PRAGMA writable_schema = ON');
  await tx.raw(`UPDATE sqlite_schema SET sql = replace(sql, '''phone'', ''system''', '''phone'', ''system'', ''opinion''') WHERE type = 'table' AND name = 'note'`);
  await tx.raw(`PRAGMA schema_version = ${version + 1}`);
  await tx.raw('PRAGMA writable_schema = OFF');
}

const LINKS = [
  // The newest row of a note counts; null: about no visit. What it was before stays readable.
  `CREATE TABLE note_visit (
    id INTEGER PRIMARY KEY NOT NULL,
    note_id TEXT NOT NULL REFERENCES note (id),
    appointment_id TEXT REFERENCES appointment (id),
    linked_at TEXT NOT NULL,
    linked_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT`,
  `CREATE INDEX note_visit_of_note ON note_visit (note_id, id, appointment_id)`,
  `CREATE INDEX note_visit_of_visit ON note_visit (appointment_id, note_id) WHERE appointment_id IS NOT NULL`,
  ...appendOnly('note_visit'),
  // J-01: a note never belongs to two patients, not through its visit either.
  `CREATE TRIGGER note_visit_same_patient BEFORE INSERT ON note_visit
   WHEN NEW.appointment_id IS NOT NULL AND (SELECT patient_id FROM note WHERE id = NEW.note_id) IS NOT (SELECT patient_id FROM appointment WHERE id = NEW.appointment_id)
   BEGIN SELECT RAISE(ABORT, 'a note and its visit are the same patient''s'); END`,
  `CREATE TABLE note_opinion (
    note_id TEXT PRIMARY KEY NOT NULL REFERENCES note (id),
    about_id TEXT NOT NULL REFERENCES note (id),
    linked_at TEXT NOT NULL,
    linked_by TEXT NOT NULL REFERENCES user_account (id),
    CHECK (note_id <> about_id)
  ) STRICT`,
  `CREATE INDEX note_opinion_about ON note_opinion (about_id, note_id)`,
  ...appendOnly('note_opinion', 'note_id = NEW.note_id'),
  `CREATE TRIGGER note_opinion_same_patient BEFORE INSERT ON note_opinion
   WHEN (SELECT patient_id FROM note WHERE id = NEW.note_id) IS NOT (SELECT patient_id FROM note WHERE id = NEW.about_id)
   BEGIN SELECT RAISE(ABORT, 'an opinion and its entry are the same patient''s'); END`,
];

/** A visit's practitioner columns; a seat in a group is in its group's (C-10). */
const COLUMNS_OF = (visit: string): string => `FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id WHERE ar.appointment_id = coalesce(${visit}.group_id, ${visit}.id) AND r.kind = 'practitioner'`;
const DONE = [
  // Derived: done visits of each practitioner in order of time, so that "visits without note" reads one stretch of one
  // table instead of looking up every visit of a year.
  `CREATE TABLE done_visit (
    resource_id TEXT NOT NULL, start_utc TEXT NOT NULL, appointment_id TEXT NOT NULL, patient_id TEXT NOT NULL,
    PRIMARY KEY (resource_id, start_utc, appointment_id)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO done_visit SELECT ar.resource_id, a.start_utc, a.id, a.patient_id FROM appointment a
     JOIN appointment_resource ar ON ar.appointment_id = coalesce(a.group_id, a.id) JOIN resource r ON r.id = ar.resource_id
     WHERE r.kind = 'practitioner' AND a.status = 'done' AND a.patient_id IS NOT NULL`,
  `CREATE TRIGGER done_visit_changes AFTER UPDATE OF status, start_utc, patient_id ON appointment
   WHEN (OLD.status = 'done' OR NEW.status = 'done') BEGIN
     DELETE FROM done_visit WHERE OLD.status = 'done' AND start_utc = OLD.start_utc AND appointment_id = OLD.id AND resource_id IN (SELECT ar.resource_id ${COLUMNS_OF('OLD')});
     INSERT INTO done_visit SELECT ar.resource_id, NEW.start_utc, NEW.id, NEW.patient_id ${COLUMNS_OF('NEW')} AND NEW.status = 'done' AND NEW.patient_id IS NOT NULL;
   END`,
  `CREATE TRIGGER done_visit_begins AFTER INSERT ON appointment_resource BEGIN
     INSERT OR IGNORE INTO done_visit SELECT NEW.resource_id, a.start_utc, a.id, a.patient_id FROM appointment a
       WHERE a.id = NEW.appointment_id AND a.status = 'done' AND a.patient_id IS NOT NULL AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND r.kind = 'practitioner');
   END`,
  `CREATE TRIGGER done_visit_ends AFTER DELETE ON appointment_resource BEGIN
     DELETE FROM done_visit WHERE resource_id = OLD.resource_id AND appointment_id = OLD.appointment_id AND start_utc = (SELECT start_utc FROM appointment WHERE id = OLD.appointment_id);
   END`,
  // With the note's id, so that its link is found without reading the note.
  `DROP INDEX note_of_author`,
  `DROP INDEX note_of_signer`,
  `CREATE INDEX note_of_author ON note (author_id, event_time, patient_id, latest_no, id) WHERE note_type <> 'system'`,
  `CREATE INDEX note_of_signer ON note (signer_id, event_time, patient_id, latest_no, id) WHERE note_type <> 'system' AND author_id <> signer_id`,
];

const MEDICATION = [
  // What the patient says they take: words, as told. Nothing here is ever computed with (domain.md 0.8).
  `CREATE TABLE medication (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    substance TEXT NOT NULL DEFAULT '',
    atc TEXT NOT NULL DEFAULT '',
    dose TEXT NOT NULL DEFAULT '',
    since TEXT, until TEXT,
    source TEXT NOT NULL CHECK (source IN ('patient', 'relative', 'list', 'package', 'journal', 'otherCare')),
    note_id TEXT REFERENCES note (id),
    ended_at TEXT, ended_by TEXT, end_reason TEXT,
    created_at TEXT NOT NULL, created_by TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1, changed_at TEXT NOT NULL, changed_by TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX medication_of ON medication (patient_id, ended_at)`,
  keepHistory({ table: 'medication', columns: ['patient_id', 'name', 'substance', 'atc', 'dose', 'since', 'until', 'source', 'note_id', 'ended_at', 'ended_by', 'end_reason'] }),
  refuseChange('medication', ['id', 'patient_id', 'created_at', 'created_by'], 'whose medication it is never changes'),
  refuse('medication', 'DELETE'),
  refuseReplace('medication'),
  // What was given here. A mistake is corrected by a row that names the one it replaces; both stay.
  `CREATE TABLE treatment_given (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    product TEXT NOT NULL CHECK (length(product) > 0),
    substance TEXT NOT NULL DEFAULT '',
    batch TEXT NOT NULL DEFAULT '',
    batch_key TEXT NOT NULL DEFAULT '',
    amount TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    given_at TEXT NOT NULL,
    given_by TEXT NOT NULL,
    note_id TEXT REFERENCES note (id),
    appointment_id TEXT REFERENCES appointment (id),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES user_account (id),
    replaces_id TEXT REFERENCES treatment_given (id),
    reason TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    CHECK ((replaces_id IS NULL) = (reason IS NULL)),
    CHECK (withdrawn = 0 OR replaces_id IS NOT NULL)
  ) STRICT`,
  `CREATE INDEX treatment_given_to ON treatment_given (patient_id, given_at DESC)`,
  `CREATE INDEX treatment_given_batch ON treatment_given (batch_key, given_at DESC) WHERE batch_key <> ''`,
  `CREATE INDEX treatment_given_by ON treatment_given (recorded_by, recorded_at DESC)`,
  `CREATE UNIQUE INDEX treatment_given_corrected_once ON treatment_given (replaces_id) WHERE replaces_id IS NOT NULL`,
  ...appendOnly('treatment_given', 'id = NEW.id OR (NEW.replaces_id IS NOT NULL AND replaces_id = NEW.replaces_id)'),
  `CREATE TRIGGER treatment_given_same_patient BEFORE INSERT ON treatment_given
   WHEN (NEW.replaces_id IS NOT NULL AND (SELECT patient_id FROM treatment_given WHERE id = NEW.replaces_id) IS NOT NEW.patient_id)
     OR (NEW.note_id IS NOT NULL AND (SELECT patient_id FROM note WHERE id = NEW.note_id) IS NOT NEW.patient_id)
     OR (NEW.appointment_id IS NOT NULL AND (SELECT patient_id FROM appointment WHERE id = NEW.appointment_id) IS NOT NEW.patient_id)
   BEGIN SELECT RAISE(ABORT, 'what was given, its note and its visit are the same patient''s'); END`,
];

const CONSENT = [
  // The note in which the information is documented; the row of treatment_information starts the thinking time.
  `CREATE TABLE information_note (
    information_id TEXT PRIMARY KEY NOT NULL REFERENCES treatment_information (id),
    note_id TEXT NOT NULL REFERENCES note (id)
  ) STRICT`,
  ...appendOnly('information_note', 'information_id = NEW.information_id'),
  `CREATE TRIGGER information_note_same_patient BEFORE INSERT ON information_note
   WHEN (SELECT patient_id FROM note WHERE id = NEW.note_id) IS NOT (SELECT patient_id FROM treatment_information WHERE id = NEW.information_id)
   BEGIN SELECT RAISE(ABORT, 'information and its note are the same patient''s'); END`,
  `CREATE TABLE treatment_consent (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    consented_at TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('written', 'spoken', 'electronic')),
    note_id TEXT REFERENCES note (id),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES user_account (id),
    withdraws_id TEXT REFERENCES treatment_consent (id)
  ) STRICT`,
  `CREATE INDEX treatment_consent_of ON treatment_consent (patient_id, service_id, consented_at)`,
  `CREATE INDEX treatment_consent_withdrawn ON treatment_consent (withdraws_id) WHERE withdraws_id IS NOT NULL`,
  ...appendOnly('treatment_consent'),
];
