import type { Writer } from '../handles.ts';
import { keepHistory, refuse } from './record-history.ts';

/** Patients, their numbers, whereabouts, next of kin and warnings; the search index; care relations (J-13). Nothing here is deleted. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

/** INSERT OR REPLACE deletes without firing delete triggers: what exists may not be inserted again. */
const refuseReplace = (table: string): string =>
  `CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;

const CHANGE = `version INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, created_by TEXT NOT NULL, changed_at TEXT NOT NULL, changed_by TEXT NOT NULL`;
const OF_PATIENT = `id TEXT PRIMARY KEY NOT NULL, patient_id TEXT NOT NULL REFERENCES patient (id)`;

const PATIENT = [
  'family_name', 'given_name', 'birth_date', 'sex', 'protection', 'protection_reason', 'deceased_on', 'registration_note', 'last_visit_elsewhere',
  'identity_proof', 'identity_checked_on', 'identity_checked_by', 'merged_into', 'merge_reason',
] as const;

const STATEMENTS = [
  // seq names the patient in the text index, which knows only integers; *_fold are for comparing, family_sort for the order of lists (å ä ö last).
  `CREATE TABLE patient (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    family_name TEXT NOT NULL, given_name TEXT NOT NULL,
    family_fold TEXT NOT NULL, given_fold TEXT NOT NULL, family_sort TEXT NOT NULL DEFAULT '',
    birth_date TEXT CHECK (birth_date IS NULL OR birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    sex TEXT NOT NULL CHECK (sex IN ('F', 'M', 'X', 'U')),
    protection TEXT NOT NULL DEFAULT 'none' CHECK (protection IN ('none', 'marked', 'protected')),
    protection_reason TEXT NOT NULL DEFAULT '',
    deceased_on TEXT,
    registration_note TEXT NOT NULL DEFAULT '',
    last_visit_elsewhere TEXT,
    identity_proof TEXT, identity_checked_on TEXT, identity_checked_by TEXT,
    merged_into TEXT REFERENCES patient (id) CHECK (merged_into <> id), merge_reason TEXT NOT NULL DEFAULT '',
    ${CHANGE}
  ) STRICT`,
  `CREATE INDEX patient_by_family ON patient (family_fold, given_fold, seq)`,
  `CREATE INDEX patient_in_order ON patient (family_sort, given_fold, seq)`,
  `CREATE INDEX patient_by_given ON patient (given_fold, family_fold, seq)`,
  `CREATE INDEX patient_by_birth ON patient (birth_date) WHERE birth_date IS NOT NULL`,
  `CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL`,
  keepHistory({ table: 'patient', columns: PATIENT }),
  refuse('patient', 'DELETE'),

  // A number once given out stays with its patient, ended or not (I-05). Customer numbers of other systems may repeat.
  `CREATE TABLE patient_identifier (
    ${OF_PATIENT}, kind TEXT NOT NULL, value TEXT NOT NULL, identity_level TEXT, ended_at TEXT, replaced_by TEXT REFERENCES patient_identifier (id),
    ${CHANGE}
  ) STRICT`,
  `CREATE UNIQUE INDEX patient_identifier_once ON patient_identifier (kind, value) WHERE kind <> 'external'`,
  `CREATE INDEX patient_identifier_external ON patient_identifier (value) WHERE kind = 'external'`,
  `CREATE INDEX patient_identifier_of ON patient_identifier (patient_id)`,
  keepHistory({ table: 'patient_identifier', columns: ['patient_id', 'kind', 'value', 'identity_level', 'ended_at', 'replaced_by'] }),
  refuse('patient_identifier', 'DELETE'),
  `CREATE TRIGGER patient_identifier_stays BEFORE UPDATE OF patient_id, kind, value ON patient_identifier
   BEGIN SELECT RAISE(ABORT, 'patient_identifier keeps its number'); END`,
  `CREATE TABLE running_number (name TEXT PRIMARY KEY NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `INSERT INTO running_number (name, last) VALUES ('temporary', 0)`,

  `CREATE TABLE contact_point (
    ${OF_PATIENT}, kind TEXT NOT NULL CHECK (kind IN ('mobile', 'phone', 'work', 'email')), value TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', ended_at TEXT, ${CHANGE}
  ) STRICT`,
  `CREATE INDEX contact_point_of ON contact_point (patient_id, ended_at)`,
  keepHistory({ table: 'contact_point', columns: ['patient_id', 'kind', 'value', 'note', 'ended_at'] }),
  `CREATE TABLE address (
    ${OF_PATIENT}, kind TEXT NOT NULL CHECK (kind IN ('home', 'temporary', 'billing')), street TEXT NOT NULL, care_of TEXT NOT NULL, post_code TEXT NOT NULL,
    city TEXT NOT NULL, country TEXT NOT NULL, ended_at TEXT, ${CHANGE}
  ) STRICT`,
  `CREATE INDEX address_of ON address (patient_id, ended_at)`,
  keepHistory({ table: 'address', columns: ['patient_id', 'kind', 'street', 'care_of', 'post_code', 'city', 'country', 'ended_at'] }),
  `CREATE TABLE relation (
    ${OF_PATIENT}, name TEXT NOT NULL, relation TEXT NOT NULL, phone TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
    is_next_of_kin INTEGER NOT NULL CHECK (is_next_of_kin IN (0, 1)), ended_at TEXT, ${CHANGE}
  ) STRICT`,
  `CREATE INDEX relation_of ON relation (patient_id, ended_at)`,
  keepHistory({ table: 'relation', columns: ['patient_id', 'name', 'relation', 'phone', 'note', 'is_next_of_kin', 'ended_at'] }),
  ...['contact_point', 'address', 'relation'].map(table => refuse(table, 'DELETE')),

  // K-21: a warning is ended with a reason, never removed; each of its states is a row of warning_version.
  `CREATE TABLE warning (
    ${OF_PATIENT}, kind TEXT NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, ended_at TEXT, ended_by TEXT, end_reason TEXT,
    ${CHANGE}
  ) STRICT`,
  `CREATE INDEX warning_of ON warning (patient_id, ended_at)`,
  `CREATE TABLE warning_version (
    id INTEGER PRIMARY KEY, warning_id TEXT NOT NULL, patient_id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
    text TEXT NOT NULL, source TEXT NOT NULL, ended_at TEXT, end_reason TEXT, changed_at TEXT NOT NULL, changed_by TEXT NOT NULL, UNIQUE (warning_id, version)
  ) STRICT`,
  `CREATE INDEX warning_version_of ON warning_version (patient_id)`,
  ...(['INSERT', 'UPDATE'] as const).map(
    operation => `CREATE TRIGGER warning_keeps_${operation.toLowerCase()} AFTER ${operation} ON warning BEGIN
      INSERT INTO warning_version (warning_id, patient_id, version, kind, severity, text, source, ended_at, end_reason, changed_at, changed_by)
      VALUES (NEW.id, NEW.patient_id, NEW.version, NEW.kind, NEW.severity, NEW.text, NEW.source, NEW.ended_at, NEW.end_reason, NEW.changed_at, NEW.changed_by);
    END`,
  ),
  refuse('warning', 'DELETE'),
  refuse('warning_version', 'UPDATE'),
  refuse('warning_version', 'DELETE'),
  refuseReplace('warning_version'),
  // "Asked, none known": an answer with author and date.
  `CREATE TABLE warning_answer (id INTEGER PRIMARY KEY, patient_id TEXT NOT NULL REFERENCES patient (id), answered_at TEXT NOT NULL, answered_by TEXT NOT NULL) STRICT`,
  `CREATE INDEX warning_answer_of ON warning_answer (patient_id, id)`,
  refuse('warning_answer', 'UPDATE'),
  refuse('warning_answer', 'DELETE'),
  refuseReplace('warning_answer'),

  // Search (storage.md D3): words and sounds of names; numbers, birth dates and phones as ranges of one index.
  `CREATE VIRTUAL TABLE patient_words USING fts5(name, sound, content='', contentless_delete=1, prefix='1 2 3', detail=column, tokenize='ascii')`,
  `CREATE TABLE patient_key (key TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (key, seq)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX patient_key_of ON patient_key (seq)`,

  // Who takes part in the care of whom, since when and why (J-13). Ended by a new row in history, never removed.
  `CREATE TABLE care_relation (
    ${OF_PATIENT}, user_id TEXT NOT NULL REFERENCES user_account (id), reason_code TEXT NOT NULL, reason_text TEXT NOT NULL DEFAULT '',
    started_at TEXT NOT NULL, ended_at TEXT, ${CHANGE}
  ) STRICT`,
  `CREATE UNIQUE INDEX care_relation_current ON care_relation (patient_id, user_id) WHERE ended_at IS NULL`,
  `CREATE INDEX care_relation_of_user ON care_relation (user_id, patient_id)`,
  keepHistory({ table: 'care_relation', columns: ['patient_id', 'user_id', 'reason_code', 'reason_text', 'started_at', 'ended_at'] }),
  refuse('care_relation', 'DELETE'),
];
