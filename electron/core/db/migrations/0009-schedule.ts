import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory } from './record-history.ts';

/**
 * Hours with intervals and exceptions, absences that repeat, and series of visits (C-04). A series is rows: each visit
 * and each absence stands by itself, the rule only says where they came from.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  // RFC 5545 INTERVAL, counted in weeks (Monday first) from the week of valid_from.
  `ALTER TABLE schedule_rule ADD COLUMN every_weeks INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 8)`,
  `DROP TRIGGER schedule_rule_history`,
  keepHistory({ table: 'schedule_rule', columns: ['resource_id', 'weekday', 'start_time', 'end_time', 'every_weeks', 'valid_from', 'valid_to'], on: 'DELETE', end: ' END' }),
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
  keepHistory({ table: 'schedule_exception', columns: ['resource_id', 'date', 'spans', 'label'], end: ' END' }),
  keepHistory({ table: 'schedule_exception', columns: ['resource_id', 'date', 'spans', 'label'], on: 'DELETE', name: 'removed', end: ' END' }),
  `CREATE TABLE absence_series (
    id TEXT PRIMARY KEY NOT NULL,
    rrule TEXT NOT NULL,
    ${CHANGED}
  ) STRICT`,
  keepHistory({ table: 'absence_series', columns: ['rrule'], end: ' END' }),
  `ALTER TABLE absence ADD COLUMN series_id TEXT REFERENCES absence_series (id)`,
  `CREATE INDEX absence_of_series ON absence (series_id) WHERE series_id IS NOT NULL`,
  `DROP TRIGGER absence_history`,
  keepHistory({ table: 'absence', columns: ['resource_id', 'start_utc', 'end_utc', 'kind', 'label', 'series_id'], on: 'DELETE', end: ' END' }),
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
  keepHistory({ table: 'appointment_series', columns: ['rrule', 'start_local', 'resource_ids', 'duration_min', 'ended_from'], end: ' END' }),
  // Where the series wants the visit; one that starts elsewhere was moved by itself and is left there.
  `ALTER TABLE appointment ADD COLUMN series_start TEXT`,
  `CREATE INDEX appointment_of_series ON appointment (series_id, start_utc) WHERE series_id IS NOT NULL`,
];
