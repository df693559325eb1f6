import type { Writer } from '../handles.ts';
import { keepHistory, refuse } from './record-history.ts';

/**
 * Booking by a whole reception: who is booking which slot right now, what a patient was told before a treatment
 * (J-23), the fee agreed at booking (C-07), which visit a new one replaces, and a booking left half-made at a lock.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const VISIT = [
  'service_id', 'patient_id', 'booking_name', 'booking_phone', 'booking_birth_date', 'start_utc', 'end_utc', 'block_start_utc', 'block_end_utc', 'tz', 'status', 'note',
  'series_id', 'overbooked', 'arrived_at', 'identity_proof', 'no_show_fee_minor', 'fee_proposed', 'replaces_id',
];

const STATEMENTS = [
  // A promise for a few minutes, not a record: it is replaced, it ends by itself, and it says nothing about a patient. So it has no history.
  `CREATE TABLE slot_hold (
    id TEXT NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resource (id),
    user_id TEXT NOT NULL REFERENCES user_account (id),
    session_id TEXT NOT NULL,
    block_start TEXT NOT NULL CHECK (length(block_start) = 24),
    block_end TEXT NOT NULL CHECK (length(block_end) = 24 AND block_end > block_start),
    expires_at TEXT NOT NULL CHECK (length(expires_at) = 24),
    PRIMARY KEY (id, resource_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX slot_hold_of_resource ON slot_hold (resource_id, block_start)`,
  `CREATE INDEX slot_hold_by_end ON slot_hold (expires_at)`,
  // J-23. A row written by mistake is withdrawn by another row, never changed.
  `CREATE TABLE treatment_information (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    informed_at TEXT NOT NULL CHECK (length(informed_at) = 24),
    how TEXT NOT NULL CHECK (how IN ('inPerson', 'video', 'written')),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES user_account (id),
    withdraws_id TEXT REFERENCES treatment_information (id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX treatment_information_of ON treatment_information (patient_id, service_id, informed_at)`,
  `CREATE UNIQUE INDEX treatment_information_withdrawn ON treatment_information (withdraws_id) WHERE withdraws_id IS NOT NULL`,
  refuse('treatment_information', 'UPDATE'),
  refuse('treatment_information', 'DELETE'),
  // A booking somebody was in the middle of when the screen locked: theirs alone, gone when it is booked or given up.
  `CREATE TABLE booking_draft (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES user_account (id),
    draft TEXT NOT NULL CHECK (json_valid(draft)),
    changed_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE appointment ADD COLUMN booking_birth_date TEXT`,
  // What the patient was told at booking that a missed visit costs; 0: nothing.
  `ALTER TABLE appointment ADD COLUMN no_show_fee_minor INTEGER NOT NULL DEFAULT 0 CHECK (no_show_fee_minor >= 0)`,
  // 1: the visit was missed or cancelled late in such a way that the fee may be charged, by a person (C-07).
  `ALTER TABLE appointment ADD COLUMN fee_proposed INTEGER NOT NULL DEFAULT 0 CHECK (fee_proposed IN (0, 1))`,
  `ALTER TABLE appointment ADD COLUMN replaces_id TEXT REFERENCES appointment (id)`,
  `ALTER TABLE appointment_event ADD COLUMN fee_proposed INTEGER NOT NULL DEFAULT 0 CHECK (fee_proposed IN (0, 1))`,
  `CREATE INDEX appointment_fee_proposed ON appointment (start_utc) WHERE fee_proposed = 1`,
  `CREATE INDEX appointment_replaces ON appointment (replaces_id) WHERE replaces_id IS NOT NULL`,
  `CREATE INDEX appointment_by_name ON appointment (start_utc) WHERE patient_id IS NULL`,
  `DROP TRIGGER appointment_history`,
  keepHistory({ table: 'appointment', columns: VISIT }),
];
