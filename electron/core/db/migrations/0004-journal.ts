import type { Writer } from '../handles.ts';

/** Notes with all their versions, working copies, signatures and templates. Nothing here can be deleted or rewritten (J-08). */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
  for (const [position, template] of TEMPLATES.entries()) {
    await tx.raw('INSERT INTO note_template (id, version, note_type, name_sv, name_en, headings, position) VALUES (?, 1, ?, ?, ?, ?, ?)', [
      template.id, template.noteType, template.name[0], template.name[1],
      JSON.stringify(template.headings.map(([key, sv, en, covers]) => ({ key, title: { sv, en }, covers }))), position,
    ]);
  }
}

const refuse = (table: string, operation: 'UPDATE' | 'DELETE'): string =>
  `CREATE TRIGGER ${table}_never_${operation.toLowerCase()} BEFORE ${operation} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;

const STATEMENTS = [
  // A changed template is a new version; notes keep naming the one they were written with.
  `CREATE TABLE note_template (
    id TEXT NOT NULL, version INTEGER NOT NULL, note_type TEXT NOT NULL, name_sv TEXT NOT NULL, name_en TEXT NOT NULL,
    headings TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id, version)
  ) STRICT`,
  refuse('note_template', 'UPDATE'),
  refuse('note_template', 'DELETE'),
  // One note belongs to one patient (J-01). The pointers (event_time … additions) are moved by note_version_moves_note alone.
  `CREATE TABLE note (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    author_id TEXT NOT NULL REFERENCES user_account (id),
    author_name TEXT NOT NULL,
    author_title TEXT NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    note_type TEXT NOT NULL CHECK (note_type IN ('visit', 'firstVisit', 'phone', 'system')),
    template_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    event_time TEXT NOT NULL,
    entered_at TEXT,
    latest_no INTEGER,
    shown_no INTEGER,
    final_no INTEGER,
    corrections INTEGER NOT NULL DEFAULT 0,
    additions INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX note_of_patient ON note (patient_id, event_time DESC, id DESC) WHERE latest_no IS NOT NULL`,
  `CREATE INDEX note_to_sign ON note (signer_id, entered_at) WHERE final_no IS NULL`,
  // record is the canonical text that digest covers and signatures sign, its salt inside (ADR 0004). plain_text stands
  // before it, so that a timeline reads no overflow pages of the record.
  `CREATE TABLE note_version (
    id INTEGER PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES note (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'final', 'correction', 'addition', 'system')),
    author_id TEXT NOT NULL REFERENCES user_account (id),
    author_name TEXT NOT NULL,
    author_title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    event_time TEXT NOT NULL,
    reason TEXT,
    replaces INTEGER,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    prev_digest TEXT,
    destroyed_at TEXT,
    plain_text TEXT,
    record TEXT,
    UNIQUE (note_id, no),
    CHECK (destroyed_at IS NOT NULL OR (record IS NOT NULL AND plain_text IS NOT NULL))
  ) STRICT`,
  refuse('note_version', 'UPDATE'),
  refuse('note_version', 'DELETE'),
  // INSERT OR REPLACE deletes without firing delete triggers: what exists may not be inserted again, and no version may be skipped.
  `CREATE TRIGGER note_version_only_next BEFORE INSERT ON note_version
   WHEN NEW.no <> 1 + coalesce((SELECT max(no) FROM note_version WHERE note_id = NEW.note_id), 0)
     OR NEW.prev_digest IS NOT (SELECT digest FROM note_version WHERE note_id = NEW.note_id AND no = NEW.no - 1)
     OR EXISTS (SELECT 1 FROM note_version WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'note_version is append-only: not the next version'); END`,
  `CREATE TRIGGER note_version_moves_note AFTER INSERT ON note_version BEGIN
     UPDATE note SET
       latest_no = NEW.no,
       entered_at = coalesce(entered_at, NEW.created_at),
       shown_no = CASE WHEN NEW.kind IN ('final', 'correction', 'system') OR (NEW.kind = 'draft' AND final_no IS NULL) THEN NEW.no ELSE shown_no END,
       event_time = CASE WHEN NEW.kind IN ('final', 'correction', 'system') OR (NEW.kind = 'draft' AND final_no IS NULL) THEN NEW.event_time ELSE event_time END,
       final_no = CASE WHEN NEW.kind IN ('final', 'correction', 'system') THEN NEW.no ELSE final_no END,
       corrections = corrections + (NEW.kind = 'correction'),
       additions = additions + (NEW.kind = 'addition')
     WHERE id = NEW.note_id;
   END`,
  `CREATE TRIGGER note_identity_stays BEFORE UPDATE OF id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at ON note
   BEGIN SELECT RAISE(ABORT, 'who wrote a note, when and about whom never changes'); END`,
  `CREATE TRIGGER note_follows_versions BEFORE UPDATE ON note
   WHEN NEW.latest_no IS NOT (SELECT max(no) FROM note_version WHERE note_id = OLD.id)
     OR NEW.shown_no IS NOT coalesce(NEW.final_no, NEW.latest_no)
     OR NEW.event_time IS NOT (SELECT event_time FROM note_version WHERE note_id = OLD.id AND no = NEW.shown_no)
     OR NEW.entered_at IS NOT (SELECT created_at FROM note_version WHERE note_id = OLD.id AND no = 1)
     OR NEW.final_no IS NOT (SELECT max(no) FROM note_version WHERE note_id = OLD.id AND kind IN ('final', 'correction', 'system'))
   BEGIN SELECT RAISE(ABORT, 'a note follows its versions'); END`,
  refuse('note', 'DELETE'),
  `CREATE TRIGGER note_never_replaced BEFORE INSERT ON note WHEN EXISTS (SELECT 1 FROM note WHERE id = NEW.id) OR NEW.latest_no IS NOT NULL
   BEGIN SELECT RAISE(ABORT, 'note is append-only'); END`,
  // The working copy: one a note and author, overwritten every second or two while somebody types. Its history is
  // note_version (ADR 0004), so it has no record_history.
  `CREATE TABLE note_draft (
    note_id TEXT NOT NULL REFERENCES note (id),
    author_id TEXT NOT NULL REFERENCES user_account (id),
    patient_id TEXT NOT NULL,
    note_type TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'correction', 'addition')),
    revision INTEGER NOT NULL,
    kept_revision INTEGER NOT NULL,
    kept_at TEXT,
    event_time TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    last_key TEXT,
    characters INTEGER NOT NULL,
    reason TEXT,
    replaces INTEGER,
    content TEXT NOT NULL,
    PRIMARY KEY (note_id, author_id)
  ) STRICT`,
  `CREATE INDEX note_draft_of_author ON note_draft (author_id)`,
  `CREATE TRIGGER note_draft_keeps_text BEFORE UPDATE ON note_draft
   WHEN OLD.kept_revision < OLD.revision AND NEW.characters < OLD.characters - 80
   BEGIN SELECT RAISE(ABORT, 'text that is not kept as a version may not vanish'); END`,
  `CREATE TRIGGER note_draft_delete_kept_only BEFORE DELETE ON note_draft WHEN OLD.kept_revision < OLD.revision
   BEGIN SELECT RAISE(ABORT, 'text that is not kept as a version may not vanish'); END`,
  `CREATE TRIGGER note_draft_never_replaced BEFORE INSERT ON note_draft
   WHEN EXISTS (SELECT 1 FROM note_draft WHERE note_id = NEW.note_id AND author_id = NEW.author_id)
   BEGIN SELECT RAISE(ABORT, 'this draft exists'); END`,
  `CREATE TABLE signature (
    note_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('card-cms', 'practice')),
    cms BLOB NOT NULL,
    cert_sha256 TEXT NOT NULL CHECK (length(cert_sha256) = 64),
    signed_at TEXT NOT NULL,
    signer_id TEXT NOT NULL REFERENCES user_account (id),
    signer_name TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    signer_hsa TEXT,
    PRIMARY KEY (note_id, no),
    FOREIGN KEY (note_id, no) REFERENCES note_version (note_id, no)
  ) STRICT`,
  refuse('signature', 'UPDATE'),
  refuse('signature', 'DELETE'),
  `CREATE TRIGGER signature_never_replaced BEFORE INSERT ON signature WHEN EXISTS (SELECT 1 FROM signature WHERE note_id = NEW.note_id AND no = NEW.no)
   BEGIN SELECT RAISE(ABORT, 'signature is append-only'); END`,
];

type HeadingSeed = readonly [key: string, sv: string, en: string, covers: string | null];
// The six headings that PDL 3:6 asks for (J-02) end every clinical template.
const COMMON: readonly HeadingSeed[] = [
  ['diagnosis', 'Bedömning och diagnos', 'Assessment and diagnosis', 'diagnosis'],
  ['measures', 'Åtgärd', 'Measures taken', 'measures'],
  ['plan', 'Planering', 'Plan', 'measures'],
  ['information', 'Information och val', 'Information and choices', 'information'],
  ['refusal', 'Vård som patienten avstår från', 'Care declined', 'refusal'],
  ['identity', 'Identitetskontroll', 'Identity check', 'identity'],
];
const TEMPLATES: readonly { readonly id: string; readonly noteType: string; readonly name: readonly [string, string]; readonly headings: readonly HeadingSeed[] }[] = [
  {
    id: 'visit', noteType: 'visit', name: ['Besöksanteckning', 'Visit note'],
    headings: [['reason', 'Kontaktorsak', 'Reason for contact', null], ['history', 'Anamnes', 'History', 'background'], ['status', 'Status', 'Findings', null], ...COMMON],
  },
  {
    id: 'first-visit', noteType: 'firstVisit', name: ['Nybesök', 'First visit'],
    headings: [
      ['reason', 'Kontaktorsak', 'Reason for contact', null], ['background', 'Bakgrund', 'Background', 'background'], ['heredity', 'Ärftlighet', 'Heredity', null],
      ['social', 'Socialt', 'Social situation', null], ['earlier', 'Tidigare sjukdomar', 'Earlier conditions', 'background'],
      ['hypersensitivity', 'Överkänslighet', 'Hypersensitivity', null], ['medication', 'Aktuella läkemedel', 'Current medication', null],
      ['history', 'Anamnes', 'History', 'background'], ['status', 'Status', 'Findings', null], ...COMMON,
    ],
  },
  {
    id: 'phone', noteType: 'phone', name: ['Telefonkontakt', 'Phone contact'],
    headings: [['reason', 'Kontaktorsak', 'Reason for contact', null], ['history', 'Anamnes', 'History', 'background'], ...COMMON],
  },
  { id: 'system', noteType: 'system', name: ['Systemanteckning', 'System note'], headings: [['text', 'Anteckning', 'Note', null]] },
];
