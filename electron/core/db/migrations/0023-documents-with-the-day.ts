import type { Writer } from '../handles.ts';
import { refuse } from './record-history.ts';

/** Documents under the day's signature, their corrections (J-08), and what answered a referral (K-03). What was signed before stays as it was. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of [...SIGNATURE, ...WAITING, ...CORRECTION, ...ANSWER]) await tx.raw(statement);
}

// INSERT OR REPLACE deletes without firing delete triggers.
const neverReplaced = (table: string): string =>
  `CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE document_id = NEW.document_id) BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;

const SIGNATURE = [
  // A document is signed by its own CMS over the bytes of its pages, or by its place under a day's root.
  `CREATE TABLE document_signature_rebuilt (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES document_file (document_id),
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
    CHECK ((cms IS NULL) = (method NOT IN ('card-cms', 'practice'))),
    CHECK ((cms IS NULL) = (day_id IS NOT NULL) AND (day_id IS NULL) = (leaf_index IS NULL) AND (day_id IS NULL) = (path IS NULL))
  ) STRICT`,
  `INSERT INTO document_signature_rebuilt (document_id, method, cms, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa)
   SELECT document_id, method, cms, cert_sha256, signed_at, signer_id, signer_name, signer_title, signer_hsa FROM document_signature`,
  `DROP TABLE document_signature`,
  `ALTER TABLE document_signature_rebuilt RENAME TO document_signature`,
  refuse('document_signature', 'UPDATE'),
  refuse('document_signature', 'DELETE'),
  neverReplaced('document_signature'),
  `CREATE UNIQUE INDEX document_signature_of_day ON document_signature (day_id, leaf_index) WHERE day_id IS NOT NULL`,
];

const WAITING = [
  // What is locked and not yet signed, as note_waiting: follows the two tables by itself.
  `CREATE TABLE document_waiting (
    document_id TEXT PRIMARY KEY NOT NULL,
    signer_id TEXT NOT NULL,
    locked_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX document_waiting_of_signer ON document_waiting (signer_id, locked_at)`,
  `INSERT INTO document_waiting (document_id, signer_id, locked_at)
   SELECT f.document_id, d.author_id, f.rendered_at FROM document_file f JOIN document d ON d.id = f.document_id
   WHERE NOT EXISTS (SELECT 1 FROM document_signature s WHERE s.document_id = f.document_id)`,
  `CREATE TRIGGER document_file_waits AFTER INSERT ON document_file BEGIN
     INSERT INTO document_waiting (document_id, signer_id, locked_at) SELECT d.id, d.author_id, NEW.rendered_at FROM document d WHERE d.id = NEW.document_id;
   END`,
  `CREATE TRIGGER document_signature_ends_waiting AFTER INSERT ON document_signature BEGIN
     DELETE FROM document_waiting WHERE document_id = NEW.document_id;
   END`,
  refuse('document_waiting', 'UPDATE'),
  `CREATE TRIGGER document_waiting_until_signed BEFORE DELETE ON document_waiting
   WHEN NOT EXISTS (SELECT 1 FROM document_signature WHERE document_id = OLD.document_id)
   BEGIN SELECT RAISE(ABORT, 'what is locked waits until it is signed'); END`,
  `CREATE TRIGGER document_waiting_from_lock BEFORE INSERT ON document_waiting
   WHEN NOT EXISTS (SELECT 1 FROM document_file f JOIN document d ON d.id = f.document_id WHERE f.document_id = NEW.document_id AND d.author_id = NEW.signer_id AND f.rendered_at = NEW.locked_at)
     OR EXISTS (SELECT 1 FROM document_waiting WHERE document_id = NEW.document_id)
     OR EXISTS (SELECT 1 FROM document_signature WHERE document_id = NEW.document_id)
   BEGIN SELECT RAISE(ABORT, 'only what is locked waits'); END`,
];

const CORRECTION = [
  // A correction is a document of its own, with its own pages and signature: what left stays what the recipient holds.
  `CREATE TABLE document_correction (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES document (id),
    replaces_id TEXT NOT NULL REFERENCES document (id),
    reason TEXT NOT NULL CHECK (length(reason) >= 3),
    at TEXT NOT NULL,
    by_id TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT`,
  `CREATE INDEX document_correction_of ON document_correction (replaces_id)`,
  refuse('document_correction', 'UPDATE'),
  refuse('document_correction', 'DELETE'),
  neverReplaced('document_correction'),
  `CREATE TRIGGER document_correction_of_finished BEFORE INSERT ON document_correction
   WHEN NOT EXISTS (
     SELECT 1 FROM document n JOIN document o ON o.id = NEW.replaces_id
     WHERE n.id = NEW.document_id AND n.status = 'draft' AND o.status = 'finished' AND o.patient_id = n.patient_id AND o.type = n.type AND o.id <> n.id)
   BEGIN SELECT RAISE(ABORT, 'only what is locked is corrected, by a document of the same kind about the same patient'); END`,
  `CREATE TRIGGER document_replaced_once BEFORE UPDATE ON document
   WHEN NEW.status = 'finished' AND OLD.status <> 'finished' AND EXISTS (
     SELECT 1 FROM document_correction mine JOIN document_correction other ON other.replaces_id = mine.replaces_id AND other.document_id <> mine.document_id
       JOIN document d ON d.id = other.document_id AND d.status = 'finished'
     WHERE mine.document_id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'this document is replaced already'); END`,
];

const ANSWER = [
  // A paper answers one referral.
  `CREATE UNIQUE INDEX referral_of_answer ON referral (answer_id) WHERE answer_id IS NOT NULL`,
  `CREATE TRIGGER referral_answer_is_the_patients BEFORE UPDATE OF answer_id ON referral
   WHEN NEW.answer_id IS NOT NULL AND NEW.answer_id IS NOT OLD.answer_id
     AND NOT EXISTS (SELECT 1 FROM incoming_document WHERE id = NEW.answer_id AND patient_id = NEW.patient_id)
   BEGIN SELECT RAISE(ABORT, 'an answer is an incoming paper of the same patient'); END`,
  `CREATE TRIGGER incoming_answer_stays BEFORE UPDATE OF patient_id ON incoming_document
   WHEN NEW.patient_id IS NOT OLD.patient_id AND EXISTS (SELECT 1 FROM referral WHERE answer_id = OLD.id)
   BEGIN SELECT RAISE(ABORT, 'this paper answers a referral'); END`,
];
