import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuse, refuseChange, refuseDelete, refuseReplace } from './record-history.ts';

/** Files of the journal inside the encrypted file, consent to photographs, and incoming documents with their sign-off (ADR 0011). */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const ATTACHMENTS = [
  // patient_id is null only while an incoming paper is not assigned; what the file is and who added it never changes.
  `CREATE TABLE attachment (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT REFERENCES patient (id),
    category TEXT NOT NULL CHECK (category IN ('photo', 'document')),
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 26214400),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    chunks INTEGER NOT NULL CHECK (chunks >= 1),
    width INTEGER,
    height INTEGER,
    title TEXT NOT NULL,
    body_part TEXT NOT NULL DEFAULT '',
    stage TEXT CHECK (stage IN ('before', 'during', 'after')),
    event_time TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES user_account (id),
    author_name TEXT NOT NULL,
    author_title TEXT NOT NULL,
    struck_at TEXT,
    struck_by TEXT REFERENCES user_account (id),
    struck_reason TEXT,
    ${CHANGED},
    CHECK ((struck_at IS NULL) = (struck_reason IS NULL))
  ) STRICT`,
  `CREATE INDEX attachment_of_patient ON attachment (patient_id, event_time DESC, id DESC) WHERE patient_id IS NOT NULL`,
  // The same file once a patient (H42); what was made invisible by mistake can be added again.
  `CREATE UNIQUE INDEX attachment_once ON attachment (patient_id, sha256) WHERE patient_id IS NOT NULL AND struck_at IS NULL`,
  refuseDelete('attachment'),
  refuseReplace('attachment'),
  refuseChange('attachment', ['id', 'category', 'media_type', 'size', 'sha256', 'chunks', 'width', 'height', 'created_at', 'created_by', 'author_name', 'author_title']),
  keepHistory({ table: 'attachment', columns: ['patient_id', 'title', 'body_part', 'stage', 'event_time', 'struck_at', 'struck_by', 'struck_reason'] }),
  `CREATE TRIGGER attachment_struck_stays BEFORE UPDATE ON attachment WHEN OLD.struck_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'attachment is struck'); END`,
  // Pieces of at most 256 KiB, in order, none more than the head says: rows that stay within the page cache.
  `CREATE TABLE attachment_chunk (
    id INTEGER PRIMARY KEY,
    attachment_id TEXT NOT NULL REFERENCES attachment (id),
    no INTEGER NOT NULL,
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
    UNIQUE (attachment_id, no)
  ) STRICT`,
  `CREATE TRIGGER attachment_chunk_only_next BEFORE INSERT ON attachment_chunk
   WHEN NEW.no <> 1 + coalesce((SELECT max(no) FROM attachment_chunk WHERE attachment_id = NEW.attachment_id), -1)
     OR NEW.no >= (SELECT chunks FROM attachment WHERE id = NEW.attachment_id)
     OR EXISTS (SELECT 1 FROM attachment_chunk WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'attachment_chunk is append-only'); END`,
  refuse('attachment_chunk', 'UPDATE'),
  refuseDelete('attachment_chunk'),
  // A small picture for the list; of images only.
  `CREATE TABLE attachment_thumbnail (
    id TEXT PRIMARY KEY NOT NULL REFERENCES attachment (id),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65536)
  ) STRICT`,
  refuseDelete('attachment_thumbnail'),
  refuseReplace('attachment_thumbnail'),
  refuse('attachment_thumbnail', 'UPDATE'),
  // A withdrawn consent is followed by a new row, so that every period can be told.
  `CREATE TABLE photo_consent (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    method TEXT NOT NULL CHECK (method IN ('oral', 'written')),
    given_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES user_account (id),
    recorded_name TEXT NOT NULL,
    withdrawn_at TEXT,
    ${CHANGED}
  ) STRICT`,
  `CREATE UNIQUE INDEX photo_consent_one ON photo_consent (patient_id) WHERE withdrawn_at IS NULL`,
  `CREATE INDEX photo_consent_of_patient ON photo_consent (patient_id, given_at)`,
  keepHistory({ table: 'photo_consent', columns: ['method', 'given_at', 'withdrawn_at'] }),
  refuseChange('photo_consent', ['id', 'patient_id', 'method', 'given_at', 'recorded_by', 'recorded_name']),
  refuseDelete('photo_consent'),
  refuseReplace('photo_consent'),
  `CREATE TRIGGER photo_consent_withdrawn_stays BEFORE UPDATE ON photo_consent WHEN OLD.withdrawn_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'photo_consent is withdrawn'); END`,
];

const INCOMING = [
  // K-02. `source_sha256` is of the file as it lay in the folder: that file, and no other, may be removed there afterwards.
  `CREATE TABLE incoming_document (
    id TEXT PRIMARY KEY NOT NULL,
    attachment_id TEXT NOT NULL UNIQUE REFERENCES attachment (id),
    patient_id TEXT REFERENCES patient (id),
    responsible_id TEXT REFERENCES user_account (id),
    document_type TEXT NOT NULL CHECK (document_type IN ('referral', 'referralAnswer', 'labResult', 'letter', 'certificate', 'other')),
    document_date TEXT CHECK (length(document_date) = 10),
    sender TEXT NOT NULL DEFAULT '',
    source_sha256 TEXT NOT NULL CHECK (length(source_sha256) = 64),
    registered_at TEXT NOT NULL,
    registered_by TEXT NOT NULL REFERENCES user_account (id),
    assigned_at TEXT,
    signed_off_at TEXT,
    signed_off_by TEXT REFERENCES user_account (id),
    signed_off_name TEXT,
    signed_off_title TEXT,
    comment TEXT NOT NULL DEFAULT '',
    ${CHANGED},
    CHECK ((patient_id IS NULL) = (responsible_id IS NULL) AND (patient_id IS NULL) = (assigned_at IS NULL)),
    CHECK (signed_off_at IS NULL OR (signed_off_by IS NOT NULL AND signed_off_name IS NOT NULL AND patient_id IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX incoming_unassigned ON incoming_document (registered_at) WHERE patient_id IS NULL`,
  `CREATE INDEX incoming_to_sign ON incoming_document (responsible_id, assigned_at) WHERE signed_off_at IS NULL AND responsible_id IS NOT NULL`,
  `CREATE INDEX incoming_of_patient ON incoming_document (patient_id, document_date) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX incoming_by_source ON incoming_document (source_sha256)`,
  refuseDelete('incoming_document'),
  refuseReplace('incoming_document'),
  refuseChange('incoming_document', ['id', 'attachment_id', 'source_sha256', 'registered_at', 'registered_by']),
  keepHistory({ table: 'incoming_document', columns: [
    'patient_id', 'responsible_id', 'document_type', 'document_date', 'sender', 'assigned_at', 'signed_off_at', 'signed_off_by', 'signed_off_name', 'signed_off_title', 'comment',
  ] }),
  `CREATE TRIGGER incoming_signed_stays BEFORE UPDATE ON incoming_document WHEN OLD.signed_off_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'incoming_document is signed off'); END`,
  // A file moves to another patient only as an incoming paper that nobody has signed off yet.
  `CREATE TRIGGER attachment_patient_stays BEFORE UPDATE OF patient_id ON attachment
   WHEN NEW.patient_id IS NOT OLD.patient_id
     AND NOT EXISTS (SELECT 1 FROM incoming_document WHERE attachment_id = OLD.id AND signed_off_at IS NULL)
   BEGIN SELECT RAISE(ABORT, 'an attachment stays with its patient'); END`,
];

const STATEMENTS = [...ATTACHMENTS, ...INCOMING];
