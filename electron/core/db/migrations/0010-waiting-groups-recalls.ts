import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuseDelete } from './record-history.ts';

/**
 * Waiting list, group visits and recalls (C-09, C-10, C-12). What must hold however a visit is changed is held by
 * triggers: a group is never fuller than it may be, a freed time is remembered, and a recall closes when its visit is booked.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of [...GROUPS, ...WAITING, ...RECALLS]) await tx.raw(statement);
}

const FREEING = `('cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled')`;

const seatTrigger = (name: string, operation: string, when: string): string =>
  `CREATE TRIGGER group_seat_${name} BEFORE ${operation} ON appointment WHEN NEW.group_id <> NEW.id AND NEW.status NOT IN ${FREEING}${when}
   BEGIN SELECT RAISE(ABORT, 'groups.full') FROM group_visit g WHERE g.id = NEW.group_id
     AND g.capacity <= (SELECT count(*) FROM appointment p WHERE p.group_id = NEW.group_id AND p.id <> NEW.group_id AND p.id <> NEW.id AND p.status NOT IN ${FREEING}); END`;

/** The host of a group has group_id = id and is nobody's visit; a participant's group_id is its host, whose time and resources it shares. */
const GROUPS = [
  `ALTER TABLE appointment ADD COLUMN group_id TEXT REFERENCES appointment (id)`,
  `CREATE INDEX appointment_of_group ON appointment (group_id, status) WHERE group_id IS NOT NULL`,
  // The groups that are to meet, among a million visits.
  `CREATE INDEX appointment_group_host ON appointment (start_utc) WHERE group_id = id`,
  // Nobody has two seats in the same group.
  `CREATE UNIQUE INDEX appointment_one_seat ON appointment (group_id, patient_id)
   WHERE group_id IS NOT NULL AND patient_id IS NOT NULL AND status NOT IN ${FREEING}`,
  `CREATE TABLE group_visit (
    id TEXT PRIMARY KEY NOT NULL REFERENCES appointment (id),
    capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 100),
    course_id TEXT,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX group_visit_of_course ON group_visit (course_id) WHERE course_id IS NOT NULL`,
  keepHistory({ table: 'group_visit', columns: ['capacity', 'course_id'], end: ' END' }),
  refuseDelete('group_visit'),
  `CREATE TRIGGER appointment_group_stays BEFORE UPDATE OF group_id ON appointment
   WHEN NEW.group_id IS NOT OLD.group_id AND (OLD.group_id IS NOT NULL OR NEW.group_id <> NEW.id)
   BEGIN SELECT RAISE(ABORT, 'a visit keeps its group'); END`,
  `CREATE TRIGGER group_seat_needs_host BEFORE INSERT ON appointment WHEN NEW.group_id <> NEW.id
   AND NOT EXISTS (SELECT 1 FROM group_visit g JOIN appointment h ON h.id = g.id WHERE g.id = NEW.group_id
     AND h.status NOT IN ${FREEING} AND h.start_utc = NEW.start_utc AND h.end_utc = NEW.end_utc)
   BEGIN SELECT RAISE(ABORT, 'a participant has the time of its group'); END`,
  seatTrigger('insert', 'INSERT', ''),
  seatTrigger('update', 'UPDATE OF status', ` AND OLD.status IN ${FREEING}`),
  `CREATE TRIGGER group_never_smaller BEFORE UPDATE OF capacity ON group_visit
   WHEN NEW.capacity < (SELECT count(*) FROM appointment p WHERE p.group_id = NEW.id AND p.id <> NEW.id AND p.status NOT IN ${FREEING})
   BEGIN SELECT RAISE(ABORT, 'groups.full'); END`,
  `CREATE TRIGGER group_participant_occupies_nothing BEFORE INSERT ON appointment_resource
   WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.group_id <> a.id)
   BEGIN SELECT RAISE(ABORT, 'a participant occupies nothing'); END`,
];

const WAITING = [
  // Lists of ids and weekdays are JSON arrays; an empty one means any.
  `CREATE TABLE waiting_wish (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT REFERENCES patient (id),
    name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    service_id TEXT NOT NULL REFERENCES service (id),
    resource_ids TEXT NOT NULL CHECK (json_valid(resource_ids)),
    weekdays TEXT NOT NULL CHECK (json_valid(weekdays)),
    time_from TEXT,
    time_to TEXT CHECK (time_to IS NULL OR time_from IS NULL OR time_to > time_from),
    earliest TEXT,
    latest TEXT CHECK (latest IS NULL OR earliest IS NULL OR latest >= earliest),
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 2),
    note TEXT NOT NULL DEFAULT '',
    group_id TEXT REFERENCES group_visit (id),
    -- A visit the patient keeps until something earlier is found.
    visit_id TEXT REFERENCES appointment (id),
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'booked', 'withdrawn')),
    booked_id TEXT REFERENCES appointment (id),
    created_at TEXT NOT NULL,
    created_by TEXT,
    ${CHANGED},
    CHECK (patient_id IS NOT NULL OR name <> '')
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX waiting_wish_open ON waiting_wish (priority DESC, created_at, id) WHERE status = 'waiting'`,
  `CREATE INDEX waiting_wish_of_patient ON waiting_wish (patient_id) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX waiting_wish_of_group ON waiting_wish (group_id) WHERE group_id IS NOT NULL AND status = 'waiting'`,
  keepHistory({ table: 'waiting_wish', columns: [
    'patient_id', 'name', 'phone', 'service_id', 'resource_ids', 'weekdays', 'time_from', 'time_to', 'earliest', 'latest', 'priority', 'note', 'group_id', 'visit_id', 'status', 'booked_id',
  ], end: ' END' }),
  refuseDelete('waiting_wish'),
  `CREATE TABLE waiting_offer (
    id TEXT PRIMARY KEY NOT NULL,
    wish_id TEXT NOT NULL REFERENCES waiting_wish (id),
    resource_id TEXT NOT NULL REFERENCES resource (id),
    start_utc TEXT NOT NULL,
    end_utc TEXT NOT NULL CHECK (end_utc > start_utc),
    group_id TEXT REFERENCES group_visit (id),
    channel TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'inPerson')),
    until_utc TEXT,
    answer TEXT NOT NULL DEFAULT 'open' CHECK (answer IN ('open', 'yes', 'no', 'gone')),
    asked_at TEXT NOT NULL,
    asked_by TEXT,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX waiting_offer_of_wish ON waiting_offer (wish_id, asked_at)`,
  `CREATE INDEX waiting_offer_open ON waiting_offer (start_utc, resource_id) WHERE answer = 'open'`,
  // One question at a time to each about the same time.
  `CREATE UNIQUE INDEX waiting_offer_once ON waiting_offer (wish_id, resource_id, start_utc) WHERE answer = 'open'`,
  keepHistory({ table: 'waiting_offer', columns: ['wish_id', 'resource_id', 'start_utc', 'end_utc', 'channel', 'until_utc', 'answer'], end: ' END' }),
  refuseDelete('waiting_offer'),
  // What stood there was cancelled, moved or did not come. Whether it is still free is asked of the agenda, not of this table.
  `CREATE TABLE freed_time (
    start_utc TEXT NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    end_utc TEXT NOT NULL,
    PRIMARY KEY (start_utc, resource_id, end_utc)
  ) STRICT, WITHOUT ROWID`,
  freedTrigger('delete', 'DELETE', 'OLD.active = 1'),
  freedTrigger('update', 'UPDATE', 'OLD.active = 1 AND (NEW.active = 0 OR NEW.block_start > OLD.block_start OR NEW.block_end < OLD.block_end)'),
];

function freedTrigger(name: string, operation: string, when: string): string {
  return `CREATE TRIGGER freed_time_${name} AFTER ${operation} ON appointment_resource WHEN ${when} BEGIN
    INSERT INTO freed_time (start_utc, resource_id, end_utc) SELECT OLD.block_start, OLD.resource_id, OLD.block_end
    WHERE EXISTS (SELECT 1 FROM resource r WHERE r.id = OLD.resource_id AND r.kind = 'practitioner')
      AND NOT EXISTS (SELECT 1 FROM freed_time f WHERE f.start_utc = OLD.block_start AND f.resource_id = OLD.resource_id AND f.end_utc = OLD.block_end); END`;
}

/** UUIDv7 (RFC 9562) with the time of the row that made it. */
const newId = (at: string): string => {
  const ms = `printf('%012x', CAST(unixepoch(${at}, 'subsec') * 1000 AS INTEGER))`;
  const random = (bytes: number) => `lower(hex(randomblob(${bytes})))`;
  return `substr(${ms}, 1, 8) || '-' || substr(${ms}, 9, 4) || '-7' || substr(${random(2)}, 2) || '-8' || substr(${random(2)}, 2) || '-' || ${random(6)}`;
};

const OPEN = `('toCall', 'called', 'unreachable')`;
const SAME_SERVICE = `(recall.service_id IS NULL OR recall.service_id = NEW.service_id)`;

/**
 * A booked visit of the service answers the recall. A single recall far ahead is left alone: a cold this week does not
 * replace the control next spring.
 */
const CLOSE_ON_BOOKING = `UPDATE recall SET status = 'booked', appointment_id = NEW.id, version = version + 1, changed_at = NEW.changed_at, changed_by = NEW.changed_by
  WHERE patient_id = NEW.patient_id AND status IN ${OPEN} AND ${SAME_SERVICE}
    AND (rule_id IS NOT NULL OR repeat_months IS NOT NULL OR due_date <= date(NEW.start_utc, '+60 days'));`;
const IS_VISIT_AHEAD = `NEW.patient_id IS NOT NULL AND NEW.status IN ('booked', 'confirmed', 'arrived', 'inTreatment')`;

const RECALLS = [
  `CREATE TABLE recall_rule (
    id TEXT PRIMARY KEY NOT NULL,
    service_id TEXT NOT NULL UNIQUE REFERENCES service (id),
    months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  keepHistory({ table: 'recall_rule', columns: ['service_id', 'months', 'active'], end: ' END' }),
  refuseDelete('recall_rule'),
  `CREATE TABLE recall (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    service_id TEXT REFERENCES service (id),
    rule_id TEXT REFERENCES recall_rule (id),
    -- The patient's own interval; goes before the rule of the service.
    repeat_months INTEGER CHECK (repeat_months BETWEEN 1 AND 120),
    due_date TEXT NOT NULL CHECK (length(due_date) = 10),
    status TEXT NOT NULL CHECK (status IN ('toCall', 'called', 'unreachable', 'booked', 'done', 'declined', 'withdrawn')),
    channel TEXT CHECK (channel IN ('letter', 'phone', 'sms', 'inPerson')),
    called_at TEXT,
    calls INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    appointment_id TEXT REFERENCES appointment (id),
    created_at TEXT NOT NULL,
    created_by TEXT,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX recall_due ON recall (status, due_date, id)`,
  `CREATE INDEX recall_of_visit ON recall (appointment_id) WHERE appointment_id IS NOT NULL`,
  `CREATE UNIQUE INDEX recall_once ON recall (patient_id, coalesce(service_id, '')) WHERE status IN ('toCall', 'called', 'unreachable', 'booked')`,
  `CREATE INDEX recall_of_patient ON recall (patient_id, due_date)`,
  keepHistory({ table: 'recall', columns: ['patient_id', 'service_id', 'rule_id', 'repeat_months', 'due_date', 'status', 'channel', 'called_at', 'calls', 'note', 'appointment_id'], end: ' END' }),
  refuseDelete('recall'),
  `CREATE TRIGGER recall_closes_on_booking AFTER INSERT ON appointment WHEN ${IS_VISIT_AHEAD} BEGIN ${CLOSE_ON_BOOKING} END`,
  `CREATE TRIGGER recall_closes_on_link AFTER UPDATE OF patient_id ON appointment WHEN OLD.patient_id IS NULL AND ${IS_VISIT_AHEAD} BEGIN ${CLOSE_ON_BOOKING} END`,
  `CREATE TRIGGER recall_closes_again AFTER UPDATE OF status ON appointment WHEN OLD.status IN ${FREEING} AND ${IS_VISIT_AHEAD} BEGIN ${CLOSE_ON_BOOKING} END`,
  `CREATE TRIGGER recall_opens_again AFTER UPDATE OF status ON appointment WHEN NEW.status IN ${FREEING} AND OLD.status NOT IN ${FREEING} BEGIN
    UPDATE recall SET status = 'toCall', appointment_id = NULL, version = version + 1, changed_at = NEW.changed_at, changed_by = NEW.changed_by
    WHERE appointment_id = NEW.id AND status = 'booked'; END`,
  // The visit was made: its recall is answered, and the next one counts from it.
  `CREATE TRIGGER recall_after_visit AFTER UPDATE OF status ON appointment WHEN NEW.status = 'done' AND OLD.status <> 'done' AND NEW.patient_id IS NOT NULL BEGIN
    UPDATE recall SET status = 'done', version = version + 1, changed_at = NEW.changed_at, changed_by = NEW.changed_by WHERE appointment_id = NEW.id AND status = 'booked';
    INSERT INTO recall (id, patient_id, service_id, rule_id, repeat_months, due_date, status, appointment_id, created_at, created_by, changed_at, changed_by)
    SELECT ${newId('NEW.changed_at')}, NEW.patient_id, NEW.service_id, r.id, own.repeat_months,
      date(NEW.start_utc, '+' || coalesce(own.repeat_months, r.months) || ' months', 'floor'), CASE WHEN ahead.id IS NULL THEN 'toCall' ELSE 'booked' END, ahead.id,
      NEW.changed_at, NEW.changed_by, NEW.changed_at, NEW.changed_by
    FROM (SELECT 1)
    LEFT JOIN recall_rule r ON r.service_id = NEW.service_id AND r.active = 1
    LEFT JOIN recall own ON own.appointment_id = NEW.id AND own.status = 'done' AND own.service_id = NEW.service_id AND own.repeat_months IS NOT NULL
    LEFT JOIN appointment ahead ON ahead.id = (SELECT a.id FROM appointment a WHERE a.patient_id = NEW.patient_id AND a.start_utc > NEW.start_utc
      AND a.service_id = NEW.service_id AND a.status IN ('booked', 'confirmed') ORDER BY a.start_utc LIMIT 1)
    WHERE coalesce(own.repeat_months, r.months) IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM recall o WHERE o.patient_id = NEW.patient_id AND coalesce(o.service_id, '') = NEW.service_id
        AND o.status IN ('toCall', 'called', 'unreachable', 'booked')); END`,
];
