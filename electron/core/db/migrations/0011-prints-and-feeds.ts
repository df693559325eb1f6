import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuseDelete } from './record-history.ts';

/** What the clinic decides about papers, the state of the emergency sheet (C-15), and calendar files (C-13). */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const IS_NEW_VERSION = 'NEW.version <> OLD.version';

const STATEMENTS = [
  // One row. The password is in this encrypted file only, and never in the history of records.
  `CREATE TABLE print_setting (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'clinic'),
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    card_text TEXT NOT NULL DEFAULT '',
    card_shows_service INTEGER NOT NULL DEFAULT 0 CHECK (card_shows_service IN (0, 1)),
    sheet_folder TEXT,
    sheet_days INTEGER NOT NULL DEFAULT 7 CHECK (sheet_days BETWEEN 0 AND 30),
    sheet_with_phone INTEGER NOT NULL DEFAULT 1 CHECK (sheet_with_phone IN (0, 1)),
    sheet_password TEXT,
    feed_folder TEXT,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO print_setting (id, changed_at) VALUES ('clinic', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
  keepHistory({ table: 'print_setting', columns: ['address', 'phone', 'card_text', 'card_shows_service', 'sheet_folder', 'sheet_days', 'sheet_with_phone', 'feed_folder'], when: IS_NEW_VERSION }),
  // How the newest attempt to write the sheet went; not a record, so it has no history.
  `CREATE TABLE print_sheet (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'clinic'),
    written_at TEXT,
    until TEXT,
    tried_at TEXT,
    problem TEXT
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO print_sheet (id) VALUES ('clinic')`,
  `CREATE TABLE calendar_feed (
    id TEXT PRIMARY KEY NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    token TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    written_at TEXT,
    problem TEXT,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX calendar_feed_current ON calendar_feed (resource_id) WHERE ended_at IS NULL`,
  keepHistory({ table: 'calendar_feed', columns: ['resource_id', 'created_at', 'ended_at'], of: 'ended_at', when: IS_NEW_VERSION }),
  refuseDelete('calendar_feed'),
  // What the file said last, so that SEQUENCE grows when it must and only then (RFC 5545 §3.8.7.4), and a visit that left is cancelled in it.
  `CREATE TABLE calendar_feed_entry (
    feed_id TEXT NOT NULL REFERENCES calendar_feed (id),
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    uid TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    start_utc TEXT NOT NULL,
    end_utc TEXT NOT NULL,
    cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
    changed_at TEXT NOT NULL,
    PRIMARY KEY (feed_id, appointment_id)
  ) STRICT, WITHOUT ROWID`,
];
