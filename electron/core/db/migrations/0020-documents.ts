import type { Writer } from '../handles.ts';
import { appendOnly, CHANGED, keepHistory, refuse, refuseChange, refuseReplace } from './record-history.ts';

/**
 * Letters about patients (K-01), their watch (K-03), what was handed out to whom and why (J-17, J-18), what guardians do not
 * see (J-19), and the clinic's mark on its letters. What was finished, handed out or decided is never changed or removed, by raw SQL either.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of [...DOCUMENTS, ...DISCLOSURES, ...REFERRALS, ...LETTERHEAD]) await tx.raw(statement);
}

const SHA256 = (column: string): string => `${column} TEXT NOT NULL CHECK (length(${column}) = 64)`;

/** A version number that stays is no change to the row: what follows it (the pages, the signature) is kept elsewhere. */
const history = (table: string, columns: readonly string[]): string => keepHistory({ table, columns, when: 'NEW.version <> OLD.version' });

const DOCUMENTS = [
  // Recipient and subject stand here for lists; what was written and when is in document_version.
  `CREATE TABLE document (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    type TEXT NOT NULL CHECK (type IN ('referral', 'answer', 'epikris', 'certificate', 'letter')),
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    author_id TEXT NOT NULL REFERENCES user_account (id),
    author_name TEXT NOT NULL,
    author_title TEXT NOT NULL,
    author_hsa TEXT,
    note_id TEXT REFERENCES note (id),
    created_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'finished', 'discarded')),
    recipient_name TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    finished_at TEXT,
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX document_of_patient ON document (patient_id, created_at DESC, id DESC)`,
  `CREATE INDEX document_draft_of_author ON document (author_id, created_at) WHERE status = 'draft'`,
  `CREATE INDEX document_recipient ON document (type, finished_at DESC, recipient_name) WHERE status = 'finished'`,
  history('document', ['status', 'recipient_name', 'subject', 'finished_at']),
  refuseChange('document', ['id', 'patient_id', 'type', 'language', 'author_id', 'author_name', 'author_title', 'author_hsa', 'note_id', 'created_at'],
    'who wrote a document, when and about whom never changes'),
  `CREATE TRIGGER document_stays_finished BEFORE UPDATE ON document WHEN OLD.status <> 'draft' BEGIN SELECT RAISE(ABORT, 'this document is locked'); END`,
  `CREATE TRIGGER document_finished_has_pages BEFORE UPDATE ON document
   WHEN NEW.status = 'finished' AND NOT EXISTS (SELECT 1 FROM document_file WHERE document_id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'a finished document has its pages'); END`,
  refuse('document', 'DELETE'),
  `CREATE TRIGGER document_never_replaced BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id) OR NEW.status <> 'draft'
   BEGIN SELECT RAISE(ABORT, 'document is append-only'); END`,
  // The working copy, as of notes (ADR 0004): overwritten while somebody types, its history is document_version.
  `CREATE TABLE document_draft (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES document (id),
    revision INTEGER NOT NULL,
    kept_revision INTEGER NOT NULL,
    kept_at TEXT,
    saved_at TEXT NOT NULL,
    last_key TEXT,
    characters INTEGER NOT NULL,
    head TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT`,
  `CREATE TRIGGER document_draft_keeps_text BEFORE UPDATE ON document_draft WHEN OLD.kept_revision < OLD.revision AND NEW.characters < OLD.characters - 80
   BEGIN SELECT RAISE(ABORT, 'text that is not kept as a version may not vanish'); END`,
  `CREATE TRIGGER document_draft_delete_kept_only BEFORE DELETE ON document_draft WHEN OLD.kept_revision < OLD.revision
   BEGIN SELECT RAISE(ABORT, 'text that is not kept as a version may not vanish'); END`,
  refuseReplace('document_draft', 'document_id = NEW.document_id'),
  // record: RFC 8785 text of everything the version says, its salt inside, as of notes.
  `CREATE TABLE document_version (
    id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'final')),
    created_at TEXT NOT NULL,
    ${SHA256('digest')},
    prev_digest TEXT,
    plain_text TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (document_id, no)
  ) STRICT`,
  refuse('document_version', 'UPDATE'),
  refuse('document_version', 'DELETE'),
  `CREATE TRIGGER document_version_only_next BEFORE INSERT ON document_version
   WHEN NEW.no <> 1 + coalesce((SELECT max(no) FROM document_version WHERE document_id = NEW.document_id), 0)
     OR NEW.prev_digest IS NOT (SELECT digest FROM document_version WHERE document_id = NEW.document_id AND no = NEW.no - 1)
     OR EXISTS (SELECT 1 FROM document_version WHERE document_id = NEW.document_id AND kind = 'final')
     OR EXISTS (SELECT 1 FROM document_version WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'document_version is append-only: not the next version'); END`,
  // The pages as they were rendered, once.
  `CREATE TABLE document_file (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES document (id),
    no INTEGER NOT NULL,
    ${SHA256('sha256')},
    pages INTEGER NOT NULL CHECK (pages >= 1),
    rendered_at TEXT NOT NULL,
    pdf BLOB NOT NULL,
    FOREIGN KEY (document_id, no) REFERENCES document_version (document_id, no)
  ) STRICT`,
  ...appendOnly('document_file', 'document_id = NEW.document_id'),
  // Signs the bytes of document_file.pdf.
  `CREATE TABLE document_signature (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES document_file (document_id),
    method TEXT NOT NULL CHECK (method IN ('card-cms', 'practice')),
    cms BLOB NOT NULL,
    ${SHA256('cert_sha256')},
    signed_at TEXT NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    signer_name TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    signer_hsa TEXT
  ) STRICT`,
  ...appendOnly('document_signature', 'document_id = NEW.document_id'),
];

const DISCLOSURES = [
  // The confidentiality examination: to whom, what, on which ground, who decided. It exists before anything leaves core.
  `CREATE TABLE disclosure (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    kind TEXT NOT NULL CHECK (kind IN ('document', 'journalCopy')),
    document_id TEXT REFERENCES document (id),
    at TEXT NOT NULL,
    by_id TEXT NOT NULL REFERENCES user_account (id),
    by_name TEXT NOT NULL,
    by_title TEXT NOT NULL,
    recipient_kind TEXT NOT NULL CHECK (recipient_kind IN ('patient', 'guardian', 'provider', 'authority', 'insurer', 'other')),
    recipient_name TEXT NOT NULL CHECK (recipient_name <> ''),
    basis TEXT NOT NULL CHECK (basis IN ('copy', 'guardian', 'consent', 'care', 'duty', 'statute')),
    basis_text TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    way TEXT NOT NULL CHECK (way IN ('print', 'handedOver', 'post', 'digital', 'fax')),
    scope TEXT NOT NULL,
    withheld TEXT NOT NULL,
    CHECK ((kind = 'document') = (document_id IS NOT NULL))
  ) STRICT`,
  ...appendOnly('disclosure'),
  `CREATE INDEX disclosure_of_patient ON disclosure (patient_id, at DESC, id DESC)`,
  `CREATE INDEX disclosure_of_document ON disclosure (document_id, at) WHERE document_id IS NOT NULL`,
  // What a journal copy looked like when it left; a document's pages are in document_file.
  `CREATE TABLE disclosure_file (
    disclosure_id TEXT PRIMARY KEY NOT NULL REFERENCES disclosure (id),
    ${SHA256('sha256')},
    pages INTEGER NOT NULL CHECK (pages >= 1),
    rendered_at TEXT NOT NULL,
    pdf BLOB NOT NULL
  ) STRICT`,
  ...appendOnly('disclosure_file', 'disclosure_id = NEW.disclosure_id'),
  // J-19. id is the entry's own: a note, a letter, an attachment. Lifted by hidden = 0, never removed.
  `CREATE TABLE guardian_mark (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'document', 'attachment')),
    patient_id TEXT NOT NULL REFERENCES patient (id),
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX guardian_mark_of_patient ON guardian_mark (patient_id) WHERE hidden = 1`,
  history('guardian_mark', ['hidden']),
  refuse('guardian_mark', 'DELETE'),
  refuseReplace('guardian_mark'),
];

const REFERRALS = [
  // id is the document's.
  `CREATE TABLE referral (
    id TEXT PRIMARY KEY NOT NULL REFERENCES document (id),
    patient_id TEXT NOT NULL REFERENCES patient (id),
    author_id TEXT NOT NULL REFERENCES user_account (id),
    status TEXT NOT NULL CHECK (status IN ('unsent', 'sent', 'received', 'answered', 'closed')),
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    finished_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    answer_id TEXT,
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX referral_watched ON referral (due_on, id) WHERE status IN ('unsent', 'sent', 'received')`,
  `CREATE INDEX referral_watched_by ON referral (author_id, due_on, id) WHERE status IN ('unsent', 'sent', 'received')`,
  `CREATE INDEX referral_of_patient ON referral (patient_id, finished_on)`,
  history('referral', ['status', 'due_on', 'answer_id']),
  refuse('referral', 'DELETE'),
  refuseReplace('referral'),
  `CREATE TABLE referral_event (
    id TEXT PRIMARY KEY NOT NULL,
    referral_id TEXT NOT NULL REFERENCES referral (id),
    at TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES user_account (id),
    actor_name TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('finished', 'sent', 'received', 'answered', 'extended', 'closed', 'reopened')),
    reason TEXT NOT NULL DEFAULT '',
    due_on TEXT NOT NULL
  ) STRICT`,
  ...appendOnly('referral_event'),
  `CREATE INDEX referral_event_of ON referral_event (referral_id, at, id)`,
];

const LETTERHEAD = [
  // The history keeps that the mark changed and when, not the picture.
  `CREATE TABLE letterhead (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'clinic'),
    logo BLOB,
    logo_sha256 TEXT,
    footer TEXT NOT NULL DEFAULT '',
    ${CHANGED}
  ) STRICT`,
  `INSERT INTO letterhead (id, changed_at) VALUES ('clinic', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
  history('letterhead', ['logo_sha256', 'footer']),
];
