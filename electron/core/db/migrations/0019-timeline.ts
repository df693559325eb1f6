import type { Writer } from '../handles.ts';
import { appendOnly } from './record-history.ts';

/**
 * What the journal's notes are found by: an index of their words, and the measurements that stand in them. Both are derived
 * from note_version in the same transaction and can be made again from it at any time (repositories/note-index.ts): they
 * are never a second truth. The reasons for searching the clinic's journals are kept for good (J-13).
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

/** Invisible characters that people paste without knowing (soft hyphen, zero-width signs, direction marks) do not divide a word (H23). */
const INVISIBLE = [173, 8203, 8204, 8205, 8206, 8207, 8288, 65279];
const words = (column: string): string => INVISIBLE.reduce((text, code) => `replace(${text}, char(${code}), '')`, column);

/** Words belong in the index when the version is closed, an addition, or the newest draft of what was never closed. */
const IS_CLOSED = (of: string): string => `${of}.kind <> 'draft'`;
const NEVER_CLOSED = (noteId: string): string => `NOT EXISTS (SELECT 1 FROM note_version c WHERE c.note_id = ${noteId} AND c.kind IN ('final', 'correction', 'system'))`;

const MEASUREMENTS = (from: string, version: string): string => `INSERT INTO note_measurement (version_id, position, note_id, kind, label, value, unit)
  SELECT ${version}.id, j.id, ${version}.note_id, j.value ->> '$.attrs.kind', j.value ->> '$.attrs.label', j.value ->> '$.attrs.value', j.value ->> '$.attrs.unit'
  FROM ${from}json_tree(${version}.record, '$.content.sections') j WHERE j.type = 'object' AND j.value ->> '$.type' = 'measurement'`;
const HAS_MEASUREMENTS = (version: string): string => `${IS_CLOSED(version)} AND instr(${version}.record, '"type":"measurement"') > 0`;

const STATEMENTS = [
  // rowid is note_version.id. Contentless: the text is already in note_version, once. å, ä and ö are found as a, a and o, as in the search for patients.
  `CREATE VIRTUAL TABLE note_words USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')`,
  `CREATE TRIGGER note_version_is_found AFTER INSERT ON note_version
   WHEN ${IS_CLOSED('NEW')} OR ${NEVER_CLOSED('NEW.note_id')}
   BEGIN
     DELETE FROM note_words WHERE rowid = (SELECT id FROM note_version WHERE note_id = NEW.note_id AND kind = 'draft' AND no < NEW.no ORDER BY no DESC LIMIT 1);
     INSERT INTO note_words (rowid, text) VALUES (NEW.id, ${words("coalesce(NEW.plain_text, '')")});
   END`,
  `CREATE TABLE note_measurement (
    version_id INTEGER NOT NULL REFERENCES note_version (id), position INTEGER NOT NULL, note_id TEXT NOT NULL REFERENCES note (id),
    kind TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (version_id, position)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER note_version_is_measured AFTER INSERT ON note_version
   WHEN ${HAS_MEASUREMENTS('NEW')}
   BEGIN ${MEASUREMENTS('', 'NEW')}; END`,
  // Notes that were there before.
  `INSERT INTO note_words (rowid, text) SELECT v.id, ${words("coalesce(v.plain_text, '')")} FROM note_version v
   WHERE ${IS_CLOSED('v')} OR (v.no = (SELECT n.shown_no FROM note n WHERE n.id = v.note_id AND n.final_no IS NULL))`,
  `${MEASUREMENTS('note_version v, ', 'v')} AND ${HAS_MEASUREMENTS('v')}`,
  // Why somebody searched everybody's journals, for how long it holds is the program's rule.
  `CREATE TABLE journal_search_reason (
    id TEXT PRIMARY KEY NOT NULL, user_id TEXT NOT NULL REFERENCES user_account (id), session_id TEXT NOT NULL,
    reason_code TEXT NOT NULL, reason_text TEXT NOT NULL DEFAULT '', stated_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX journal_search_reason_of ON journal_search_reason (user_id, session_id, stated_at)`,
  ...appendOnly('journal_search_reason'),
];
