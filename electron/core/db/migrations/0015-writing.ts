import type { Writer } from '../handles.ts';
import { keepHistory, refuseDelete, refuseReplace } from './record-history.ts';

/** Phrases, whom a template is for, and who is writing in which note right now. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  // owner_id null: the clinic's. body is text with {{gaps}} (shared/domain/phrases). Removing is a date, so that it can be undone.
  `CREATE TABLE phrase (
    id TEXT PRIMARY KEY NOT NULL,
    owner_id TEXT REFERENCES user_account (id),
    abbreviation TEXT NOT NULL CHECK (length(abbreviation) BETWEEN 2 AND 20),
    abbreviation_fold TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    removed_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX phrase_of_owner ON phrase (coalesce(owner_id, ''), abbreviation_fold) WHERE removed_at IS NULL`,
  keepHistory({ table: 'phrase', columns: ['owner_id', 'abbreviation', 'title', 'body', 'removed_at'] }),
  refuseDelete('phrase'),
  refuseReplace('phrase', `id = NEW.id OR (coalesce(owner_id, '') = coalesce(NEW.owner_id, '') AND abbreviation_fold = NEW.abbreviation_fold AND removed_at IS NULL)`),
  // For whom a template is proposed: professions and services as JSON lists; empty means anybody, any visit. Rows stay append-only:
  // every change is a new version, so a template's history is its versions.
  `ALTER TABLE note_template ADD COLUMN professions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(professions))`,
  `ALTER TABLE note_template ADD COLUMN service_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(service_ids))`,
  `ALTER TABLE note_template ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))`,
  `ALTER TABLE note_template ADD COLUMN changed_at TEXT`,
  `ALTER TABLE note_template ADD COLUMN changed_by TEXT REFERENCES user_account (id)`,
  `CREATE TRIGGER note_template_only_next BEFORE INSERT ON note_template
   WHEN NEW.version <> 1 + coalesce((SELECT max(version) FROM note_template WHERE id = NEW.id), 0)
   BEGIN SELECT RAISE(ABORT, 'note_template is append-only: not the next version'); END`,
  // A sign on the door for half a minute, not a record: it ends by itself and says nothing of what is written. So it has no history.
  `CREATE TABLE note_presence (
    note_id TEXT NOT NULL REFERENCES note (id),
    session_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES user_account (id),
    since TEXT NOT NULL CHECK (length(since) = 24),
    expires_at TEXT NOT NULL CHECK (length(expires_at) = 24),
    PRIMARY KEY (note_id, session_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX note_presence_by_end ON note_presence (expires_at)`,
];
