import type { Writer } from '../handles.ts';

/**
 * Hours with intervals and exceptions, absences that repeat, and series of visits (C-04). A series is rows: each visit
 * and each absence stands by itself, the rule only says where they came from.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const CHANGED = `version INTEGER NOT NULL DEFAULT 1, changed_at TEXT NOT NULL, changed_by TEXT`;

const STATEMENTS = [
  // RFC 5545 INTERVAL, counted in weeks (Monday first) from the week of valid_from.
  `ALTER TABLE schedule_rule ADD COLUMN every_weeks INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 8)`,
  `DROP TRIGGER schedule_rule_history`,
  history('schedule_rule', 'DELETE', ['resource_id', 'weekday', 'start_time', 'end_time', 'every_weeks', 'valid_from', 'valid_to']),
  // One day that differs: other hours (JSON [["09:00","14:00"]]) or none ([]).
  `CREATE TABLE schedule_exception (
    id TEXT PRIMARY KEY NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    date TEXT NOT NULL CHECK (length(date) = 10),
    spans TEXT NOT NULL CHECK (json_valid(spans)),
    label TEXT NOT NULL DEFAULT '',
    ${CHANGED},
    UNIQUE (resource_id, date)
  ) STRICT`,
  history('schedule_exception', 'UPDATE', ['resource_id', 'date', 'spans', 'label']),
  history('schedule_exception', 'DELETE', ['resource_id', 'date', 'spans', 'label']),
  `CREATE TABLE absence_series (
    id TEXT PRIMARY KEY NOT NULL,
    rrule TEXT NOT NULL,
    ${CHANGED}
  ) STRICT`,
  history('absence_series', 'UPDATE', ['rrule']),
  `ALTER TABLE absence ADD COLUMN series_id TEXT REFERENCES absence_series (id)`,
  `CREATE INDEX absence_of_series ON absence (series_id) WHERE series_id IS NOT NULL`,
  `DROP TRIGGER absence_history`,
  history('absence', 'DELETE', ['resource_id', 'start_utc', 'end_utc', 'kind', 'label', 'series_id']),
  `CREATE TABLE appointment_series (
    id TEXT PRIMARY KEY NOT NULL,
    -- RFC 5545, without DTSTART: that is start_local on the wall clock of tz.
    rrule TEXT NOT NULL,
    start_local TEXT NOT NULL CHECK (length(start_local) = 16),
    tz TEXT NOT NULL,
    patient_id TEXT REFERENCES patient (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    resource_ids TEXT NOT NULL CHECK (json_valid(resource_ids)),
    duration_min INTEGER NOT NULL CHECK (duration_min BETWEEN 5 AND 720),
    -- The first visit that no longer takes place, once the series was ended.
    ended_from TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT,
    ${CHANGED}
  ) STRICT`,
  history('appointment_series', 'UPDATE', ['rrule', 'start_local', 'resource_ids', 'duration_min', 'ended_from']),
  // Where the series wants the visit; one that starts elsewhere was moved by itself and is left there.
  `ALTER TABLE appointment ADD COLUMN series_start TEXT`,
  `CREATE INDEX appointment_of_series ON appointment (series_id, start_utc) WHERE series_id IS NOT NULL`,
];

function history(table: string, operation: 'UPDATE' | 'DELETE', columns: readonly string[]): string {
  const row = operation === 'UPDATE' ? 'NEW' : 'OLD';
  const old = [...columns, 'changed_at', 'changed_by'].map(column => `'${column}', OLD.${column}`).join(', ');
  const name = operation === 'DELETE' && table === 'schedule_exception' ? `${table}_removed` : `${table}_history`;
  return `CREATE TRIGGER ${name} AFTER ${operation} ON ${table} BEGIN
    INSERT INTO record_history (table_name, row_id, version, changed_at, changed_by, old)
    VALUES ('${table}', OLD.id, OLD.version, ${row}.changed_at, ${row}.changed_by, json_object(${old})); END`;
}
