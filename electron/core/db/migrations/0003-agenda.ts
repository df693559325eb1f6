import type { Writer } from '../handles.ts';
import { CHANGED } from './record-history.ts';

/**
 * Resources, services, hours and visits. Double booking is refused here, by triggers (C-03), so that no path,
 * no second process and no raw SQL can make one.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

/** Longest block is under a day (CHECK below), so a clash can only begin in the day before: the index is entered there. */
const DAY_BEFORE_NEW = `strftime('%Y-%m-%dT%H:%M:%fZ', NEW.block_start, '-1 day')`;

const FREEING = `'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'`;

const OTHERS = `o.resource_id = NEW.resource_id AND o.active = 1 AND o.appointment_id <> NEW.appointment_id
  AND o.block_start > ${DAY_BEFORE_NEW} AND o.block_start < NEW.block_end AND o.block_end > NEW.block_start`;

/**
 * forbid: no overlap ever. warn: only when the visit says that it overbooks. allow: at no moment more than `capacity`
 * at once; the crowd can only grow where a visit begins, so counting at the beginnings is enough.
 */
const REFUSE_CLASH = `SELECT RAISE(ABORT, 'agenda.doubleBooked') FROM resource r WHERE r.id = NEW.resource_id AND (
    ((r.policy = 'forbid' OR (r.policy = 'warn' AND NEW.overbooked = 0)) AND EXISTS (SELECT 1 FROM appointment_resource o WHERE ${OTHERS}))
    OR (r.policy = 'allow' AND r.capacity <= (
      SELECT max((SELECT count(*) FROM appointment_resource o WHERE ${OTHERS} AND o.block_start <= point.at AND o.block_end > point.at))
      FROM (SELECT NEW.block_start AS at UNION ALL SELECT o.block_start FROM appointment_resource o WHERE ${OTHERS} AND o.block_start > NEW.block_start) point)))`;

const STATEMENTS = [
  `CREATE TABLE resource (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('practitioner', 'room', 'equipment')),
    user_id TEXT UNIQUE REFERENCES user_account (id),
    name TEXT NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('forbid', 'warn', 'allow')),
    capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 50),
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    ${CHANGED},
    CHECK ((kind = 'practitioner') = (user_id IS NOT NULL))
  ) STRICT, WITHOUT ROWID`,
  history('resource', ['kind', 'user_id', 'name', 'policy', 'capacity', 'position', 'active']),
  `CREATE TABLE service (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    duration_min INTEGER NOT NULL CHECK (duration_min BETWEEN 5 AND 720),
    buffer_before_min INTEGER NOT NULL CHECK (buffer_before_min BETWEEN 0 AND 240),
    buffer_after_min INTEGER NOT NULL CHECK (buffer_after_min BETWEEN 0 AND 240),
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    vat_code TEXT NOT NULL,
    colour TEXT NOT NULL,
    needs TEXT NOT NULL CHECK (json_valid(needs)),
    rules TEXT NOT NULL CHECK (json_valid(rules)),
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  history('service', ['name', 'duration_min', 'buffer_before_min', 'buffer_after_min', 'price_minor', 'vat_code', 'colour', 'needs', 'rules', 'active']),
  `CREATE TABLE service_resource (
    service_id TEXT NOT NULL REFERENCES service (id),
    resource_id TEXT NOT NULL REFERENCES resource (id),
    PRIMARY KEY (service_id, resource_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE schedule_rule (
    id TEXT PRIMARY KEY NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL CHECK (end_time > start_time),
    valid_from TEXT NOT NULL,
    valid_to TEXT CHECK (valid_to IS NULL OR valid_to >= valid_from),
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX schedule_rule_of_resource ON schedule_rule (resource_id, weekday)`,
  removedHistory('schedule_rule', ['resource_id', 'weekday', 'start_time', 'end_time', 'valid_from', 'valid_to']),
  `CREATE TABLE absence (
    id TEXT PRIMARY KEY NOT NULL,
    resource_id TEXT REFERENCES resource (id),
    start_utc TEXT NOT NULL,
    end_utc TEXT NOT NULL CHECK (end_utc > start_utc),
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX absence_by_end ON absence (end_utc)`,
  removedHistory('absence', ['resource_id', 'start_utc', 'end_utc', 'kind', 'label']),
  `CREATE TABLE appointment (
    id TEXT PRIMARY KEY NOT NULL,
    service_id TEXT NOT NULL REFERENCES service (id),
    patient_id TEXT REFERENCES patient (id),
    booking_name TEXT NOT NULL DEFAULT '',
    booking_phone TEXT NOT NULL DEFAULT '',
    start_utc TEXT NOT NULL,
    end_utc TEXT NOT NULL,
    block_start_utc TEXT NOT NULL,
    block_end_utc TEXT NOT NULL,
    tz TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('booked', 'confirmed', 'arrived', 'inTreatment', 'done', 'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled')),
    note TEXT NOT NULL DEFAULT '',
    series_id TEXT,
    late_cancel_hours INTEGER NOT NULL DEFAULT 24,
    overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1)),
    arrived_at TEXT,
    identity_proof TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT,
    ${CHANGED},
    CHECK (patient_id IS NOT NULL OR booking_name <> ''),
    CHECK (start_utc < end_utc AND block_start_utc <= start_utc AND end_utc <= block_end_utc),
    CHECK (length(start_utc) = 24 AND length(end_utc) = 24 AND length(block_start_utc) = 24 AND length(block_end_utc) = 24),
    CHECK (block_end_utc <= strftime('%Y-%m-%dT%H:%M:%fZ', block_start_utc, '+1 day'))
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX appointment_of_patient ON appointment (patient_id, start_utc) WHERE patient_id IS NOT NULL`,
  `CREATE TRIGGER appointment_never_deleted BEFORE DELETE ON appointment BEGIN SELECT RAISE(ABORT, 'appointment is never deleted'); END`,
  history('appointment', [
    'service_id', 'patient_id', 'booking_name', 'booking_phone', 'start_utc', 'end_utc', 'block_start_utc', 'block_end_utc', 'tz', 'status', 'note',
    'series_id', 'overbooked', 'arrived_at', 'identity_proof',
  ]),
  // Clustered by column and time: a week of a column is one stretch of pages, and the table is its own covering index.
  `CREATE TABLE appointment_resource (
    resource_id TEXT NOT NULL REFERENCES resource (id),
    block_start TEXT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    block_end TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    overbooked INTEGER NOT NULL CHECK (overbooked IN (0, 1)),
    PRIMARY KEY (resource_id, block_start, appointment_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX appointment_resource_of ON appointment_resource (appointment_id, resource_id)`,
  // What a visit occupies always follows from the visit itself.
  `CREATE TRIGGER appointment_occupies AFTER UPDATE OF block_start_utc, block_end_utc, status, overbooked ON appointment BEGIN
    UPDATE appointment_resource SET block_start = NEW.block_start_utc, block_end = NEW.block_end_utc, overbooked = NEW.overbooked,
      active = NEW.status NOT IN (${FREEING})
    WHERE appointment_id = NEW.id;
  END`,
  clashTrigger('insert', 'INSERT', 'NEW.active = 1'),
  // A visit that shrinks or changes only its status cannot make a new clash.
  clashTrigger(
    'update',
    'UPDATE',
    `NEW.active = 1 AND NOT (OLD.active = 1 AND NEW.resource_id = OLD.resource_id AND NEW.overbooked >= OLD.overbooked
      AND NEW.block_start >= OLD.block_start AND NEW.block_end <= OLD.block_end)`,
  ),
  agreeTrigger('insert', 'INSERT'),
  agreeTrigger('update', 'UPDATE'),
  `CREATE TABLE appointment_event (
    id TEXT PRIMARY KEY NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    appointment_version INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('booked', 'moved', 'status', 'linked', 'undone')),
    from_status TEXT,
    to_status TEXT NOT NULL,
    from_start TEXT,
    to_start TEXT,
    overbooked INTEGER NOT NULL DEFAULT 0,
    outside_hours INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    reason_text TEXT NOT NULL DEFAULT '',
    -- What undo puts back: times, status and columns before this step.
    before TEXT CHECK (before IS NULL OR json_valid(before))
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX appointment_event_of ON appointment_event (appointment_id, appointment_version)`,
  `CREATE TRIGGER appointment_event_never_update BEFORE UPDATE ON appointment_event BEGIN SELECT RAISE(ABORT, 'appointment_event is append-only'); END`,
  `CREATE TRIGGER appointment_event_never_delete BEFORE DELETE ON appointment_event BEGIN SELECT RAISE(ABORT, 'appointment_event is append-only'); END`,
];

function clashTrigger(name: string, operation: string, when: string): string {
  return `CREATE TRIGGER appointment_resource_clash_${name} BEFORE ${operation} ON appointment_resource WHEN ${when} BEGIN ${REFUSE_CLASH}; END`;
}

/** The row must say what its visit says, so that nobody can hide a block from the clash check. */
function agreeTrigger(name: string, operation: string): string {
  return `CREATE TRIGGER appointment_resource_agrees_${name} BEFORE ${operation} ON appointment_resource
    WHEN NOT EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.block_start_utc = NEW.block_start AND a.block_end_utc = NEW.block_end
      AND a.overbooked = NEW.overbooked AND (a.status NOT IN (${FREEING})) = NEW.active)
    BEGIN SELECT RAISE(ABORT, 'appointment_resource differs from its appointment'); END`;
}

function history(table: string, columns: readonly string[]): string {
  return `CREATE TRIGGER ${table}_history AFTER UPDATE ON ${table} BEGIN ${keep(table, columns, 'NEW')} END`;
}

/** Rows that are replaced as a whole leave their last state when they go. */
function removedHistory(table: string, columns: readonly string[]): string {
  return `CREATE TRIGGER ${table}_history AFTER DELETE ON ${table} BEGIN ${keep(table, columns, 'OLD')} END`;
}

function keep(table: string, columns: readonly string[], changedBy: 'NEW' | 'OLD'): string {
  const old = [...columns, 'changed_at', 'changed_by'].map(column => `'${column}', OLD.${column}`).join(', ');
  return `INSERT INTO record_history (table_name, row_id, version, changed_at, changed_by, old)
    VALUES ('${table}', OLD.id, OLD.version, ${changedBy}.changed_at, ${changedBy}.changed_by, json_object(${old}));`;
}
