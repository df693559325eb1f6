import type { Writer } from '../handles.ts';
import { appendOnly, refuse } from './record-history.ts';

/**
 * Locking, the day's signature, and who answers for a note that somebody else writes (J-07, ADR 0010). What was signed
 * before stays as it was, row by row.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const DAY_SIGNATURE = [
  // manifest is the canonical text that cms signs; number and previous chain one person's days.
  `CREATE TABLE day_signature (
    id TEXT PRIMARY KEY NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    method TEXT NOT NULL CHECK (method IN ('card-day', 'card-login', 'practice-day', 'practice-login')),
    signed_at TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 1),
    root TEXT NOT NULL CHECK (length(root) = 64),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    previous TEXT,
    cert_sha256 TEXT NOT NULL CHECK (length(cert_sha256) = 64),
    manifest TEXT NOT NULL,
    cms BLOB NOT NULL,
    UNIQUE (signer_id, number)
  ) STRICT`,
  refuse('day_signature', 'UPDATE'),
  refuse('day_signature', 'DELETE'),
  `CREATE TRIGGER day_signature_only_next BEFORE INSERT ON day_signature
   WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM day_signature WHERE signer_id = NEW.signer_id), 0)
     OR NEW.previous IS NOT (SELECT digest FROM day_signature WHERE signer_id = NEW.signer_id AND number = NEW.number - 1)
     OR EXISTS (SELECT 1 FROM day_signature WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'day_signature is append-only: not the next day'); END`,
];

const SIGNATURE = [
  // A version is signed by its own CMS, or by its place under a day's root.
  `CREATE TABLE signature_rebuilt (
    note_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('card-cms', 'practice', 'card-day', 'card-login', 'practice-day', 'practice-login')),
    cms BLOB,
    day_id TEXT REFERENCES day_signature (id),
    leaf_index INTEGER,
    path TEXT,
    cert_sha256 TEXT NOT NULL CHECK (length(cert_sha256) = 64),
    signed_at TEXT NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    signer_name TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    signer_hsa TEXT,
    PRIMARY KEY (note_id, no),
    FOREIGN KEY (note_id, no) REFERENCES note_version (note_id, no),
    CHECK ((cms IS NULL) = (method NOT IN ('card-cms', 'practice'))),
    CHECK ((cms IS NULL) = (day_id IS NOT NULL) AND (day_id IS NULL) = (leaf_index IS NULL) AND (day_id IS NULL) = (path IS NULL))
  ) STRICT`,
  `INSERT INTO signature_rebuilt (note_id, no, method, cms, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa)
   SELECT note_id, no, method, cms, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa FROM signature`,
  `DROP TABLE signature`,
  `ALTER TABLE signature_rebuilt RENAME TO signature`,
  ...appendOnly('signature', 'note_id = NEW.note_id AND no = NEW.no'),
  `CREATE UNIQUE INDEX signature_of_day ON signature (day_id, leaf_index) WHERE day_id IS NOT NULL`,
];

const LOCK = [
  // Who took responsibility for the version, as they were called then (J-05), and how they had proved who they were.
  `CREATE TABLE note_lock (
    note_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    locked_at TEXT NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('session', 'pin')),
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    signer_name TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    signer_hsa TEXT,
    PRIMARY KEY (note_id, no),
    FOREIGN KEY (note_id, no) REFERENCES note_version (note_id, no)
  ) STRICT`,
  ...appendOnly('note_lock', 'note_id = NEW.note_id AND no = NEW.no'),
  `CREATE TRIGGER note_lock_of_final BEFORE INSERT ON note_lock
   WHEN NOT EXISTS (SELECT 1 FROM note_version WHERE note_id = NEW.note_id AND no = NEW.no AND kind IN ('final', 'correction', 'addition'))
     OR EXISTS (SELECT 1 FROM signature WHERE note_id = NEW.note_id AND no = NEW.no)
   BEGIN SELECT RAISE(ABORT, 'only what is closed and unsigned is locked'); END`,
  // What is locked and not yet signed. Follows the two tables by itself, so that the list asks no others.
  `CREATE TABLE note_waiting (
    note_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    signer_id TEXT NOT NULL,
    locked_at TEXT NOT NULL,
    PRIMARY KEY (note_id, no)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX note_waiting_of_signer ON note_waiting (signer_id, locked_at)`,
  `CREATE TRIGGER note_lock_waits AFTER INSERT ON note_lock BEGIN
     INSERT INTO note_waiting (note_id, no, signer_id, locked_at) VALUES (NEW.note_id, NEW.no, NEW.signer_id, NEW.locked_at);
   END`,
  `CREATE TRIGGER signature_ends_waiting AFTER INSERT ON signature BEGIN
     DELETE FROM note_waiting WHERE note_id = NEW.note_id AND no = NEW.no;
   END`,
  refuse('note_waiting', 'UPDATE'),
  `CREATE TRIGGER note_waiting_until_signed BEFORE DELETE ON note_waiting
   WHEN NOT EXISTS (SELECT 1 FROM signature WHERE note_id = OLD.note_id AND no = OLD.no)
   BEGIN SELECT RAISE(ABORT, 'what is locked waits until it is signed'); END`,
  `CREATE TRIGGER note_waiting_from_lock BEFORE INSERT ON note_waiting
   WHEN NOT EXISTS (SELECT 1 FROM note_lock WHERE note_id = NEW.note_id AND no = NEW.no AND signer_id = NEW.signer_id AND locked_at = NEW.locked_at)
     OR EXISTS (SELECT 1 FROM note_waiting WHERE note_id = NEW.note_id AND no = NEW.no)
     OR EXISTS (SELECT 1 FROM signature WHERE note_id = NEW.note_id AND no = NEW.no)
   BEGIN SELECT RAISE(ABORT, 'only what is locked waits'); END`,
];

const RESPONSIBLE = [
  // handed: the writer says it is ready; returned: the signer gives it back; assigned: somebody else is to sign.
  `CREATE TABLE note_handover (
    note_id TEXT NOT NULL REFERENCES note (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('handed', 'returned', 'assigned')),
    at TEXT NOT NULL,
    by_id TEXT NOT NULL REFERENCES user_account (id),
    by_name TEXT NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (note_id, no)
  ) STRICT`,
  refuse('note_handover', 'UPDATE'),
  refuse('note_handover', 'DELETE'),
  `CREATE TRIGGER note_handover_only_next BEFORE INSERT ON note_handover
   WHEN NEW.no <> 1 + coalesce((SELECT max(no) FROM note_handover WHERE note_id = NEW.note_id), 0)
   BEGIN SELECT RAISE(ABORT, 'note_handover is append-only: not the next'); END`,
  // Who writes and about whom never changes; who answers may, until somebody has answered, and only with a row that says so.
  `DROP TRIGGER note_identity_stays`,
  `CREATE TRIGGER note_identity_stays BEFORE UPDATE OF id, patient_id, author_id, author_name, author_title, note_type, template_id, created_at ON note
   BEGIN SELECT RAISE(ABORT, 'who wrote a note, when and about whom never changes'); END`,
  `CREATE TRIGGER note_signer_assigned BEFORE UPDATE OF signer_id ON note
   WHEN OLD.final_no IS NOT NULL OR NOT EXISTS (
     SELECT 1 FROM note_handover h WHERE h.note_id = OLD.id AND h.kind = 'assigned' AND h.signer_id = NEW.signer_id
       AND h.no = (SELECT max(no) FROM note_handover WHERE note_id = OLD.id))
   BEGIN SELECT RAISE(ABORT, 'who answers for a note changes only by being assigned'); END`,
  // The same as before, for the pointers alone: a note without any version has none that could be wrong.
  `DROP TRIGGER note_follows_versions`,
  `CREATE TRIGGER note_follows_versions BEFORE UPDATE OF latest_no, shown_no, event_time, entered_at, final_no, corrections, additions ON note
   WHEN NEW.latest_no IS NOT (SELECT max(no) FROM note_version WHERE note_id = OLD.id)
     OR NEW.shown_no IS NOT coalesce(NEW.final_no, NEW.latest_no)
     OR NEW.event_time IS NOT (SELECT event_time FROM note_version WHERE note_id = OLD.id AND no = NEW.shown_no)
     OR NEW.entered_at IS NOT (SELECT created_at FROM note_version WHERE note_id = OLD.id AND no = 1)
     OR NEW.final_no IS NOT (SELECT max(no) FROM note_version WHERE note_id = OLD.id AND kind IN ('final', 'correction', 'system'))
   BEGIN SELECT RAISE(ABORT, 'a note follows its versions'); END`,
];

const STATEMENTS = [...DAY_SIGNATURE, ...SIGNATURE, ...LOCK, ...RESPONSIBLE];
