import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuse, refuseChange, refuseReplace } from './record-history.ts';
import { SAMPLE_ICD } from './sample-codes/icd.ts';
import { SAMPLE_KVA } from './sample-codes/kva.ts';

/**
 * Code systems as versioned packs (K-20), the codes that notes hold, and a small sample of each of the two Swedish systems.
 * What a pack says never changes: a new version is a new pack beside it.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
  for (const sample of SAMPLES) await addSample(tx, sample);
}

const STATEMENTS = [
  // first_code … last_code: the rowids of its codes, so that the word index can be asked about one pack alone.
  `CREATE TABLE code_pack (
    id TEXT PRIMARY KEY NOT NULL,
    system TEXT NOT NULL, edition TEXT NOT NULL, title_sv TEXT NOT NULL, title_en TEXT NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL,
    valid_from TEXT NOT NULL, valid_to TEXT, is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)), file_sha256 TEXT,
    first_code INTEGER NOT NULL, last_code INTEGER NOT NULL CHECK (last_code >= first_code), selectable INTEGER NOT NULL, added_at TEXT NOT NULL, added_by TEXT,
    in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
    ${CHANGED},
    UNIQUE (system, edition)
  ) STRICT`,
  keepHistory({ table: 'code_pack', columns: ['in_use'] }),
  refuse('code_pack', 'DELETE'),
  refuseChange('code_pack', [
    'id', 'system', 'edition', 'title_sv', 'title_en', 'source', 'licence', 'valid_from', 'valid_to', 'is_sample', 'file_sha256', 'first_code', 'last_code', 'selectable', 'added_at', 'added_by',
  ], 'what a code pack says never changes'),
  refuseReplace('code_pack', 'id = NEW.id OR (system = NEW.system AND edition = NEW.edition) OR last_code >= NEW.first_code'),
  // key: the code in capitals without points and spaces.
  `CREATE TABLE code (
    id INTEGER PRIMARY KEY, pack_id TEXT NOT NULL REFERENCES code_pack (id), code TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('chapter', 'block', 'category', 'code')), parent TEXT, selectable INTEGER NOT NULL CHECK (selectable IN (0, 1)),
    valid_from TEXT, valid_to TEXT, includes TEXT NOT NULL DEFAULT '', excludes TEXT NOT NULL DEFAULT ''
  ) STRICT`,
  `CREATE UNIQUE INDEX code_by_key ON code (pack_id, key, code)`,
  refuse('code', 'UPDATE'),
  refuse('code', 'DELETE'),
  `CREATE TRIGGER code_only_of_pack BEFORE INSERT ON code
   WHEN EXISTS (SELECT 1 FROM code WHERE id = NEW.id OR (pack_id = NEW.pack_id AND key = NEW.key AND code = NEW.code))
     OR NOT EXISTS (SELECT 1 FROM code_pack WHERE id = NEW.pack_id AND NEW.id BETWEEN first_code AND last_code)
   BEGIN SELECT RAISE(ABORT, 'code is append-only'); END`,
  `CREATE VIRTUAL TABLE code_words USING fts5(key, text, more, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')`,
  `CREATE TRIGGER code_has_words AFTER INSERT ON code BEGIN INSERT INTO code_words (rowid, key, text, more) VALUES (NEW.id, NEW.key, NEW.text, NEW.includes); END`,
  `CREATE TABLE code_pin (
    id TEXT PRIMARY KEY NOT NULL, user_id TEXT NOT NULL REFERENCES user_account (id), system TEXT NOT NULL, code TEXT NOT NULL, pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    ${CHANGED}, UNIQUE (user_id, system, code)
  ) STRICT`,
  keepHistory({ table: 'code_pin', columns: ['user_id', 'system', 'code', 'pinned'] }),
  refuse('code_pin', 'DELETE'),

  // The codes in what a note says now: derived from its versions and never the truth. One statement finds them, for the
  // trigger and for rebuilding alike: in the version that is shown, and in every addition.
  `CREATE TABLE note_code (
    note_id TEXT NOT NULL REFERENCES note (id), system TEXT NOT NULL, code TEXT NOT NULL, edition TEXT NOT NULL, text TEXT NOT NULL,
    patient_id TEXT NOT NULL, author_id TEXT NOT NULL, event_time TEXT NOT NULL, PRIMARY KEY (note_id, system, code, edition)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX note_code_of_patient ON note_code (patient_id, event_time, system, code)`,
  `CREATE INDEX note_code_of_author ON note_code (author_id, system, event_time, code)`,
  `CREATE INDEX note_code_by_time ON note_code (system, event_time, code, patient_id)`,
  `CREATE VIEW note_code_found AS
   SELECT n.id AS note_id, v.record ->> (j.path || '.attrs.system') AS system, v.record ->> (j.path || '.attrs.code') AS code, v.record ->> (j.path || '.attrs.version') AS edition,
     v.record ->> (j.path || '.attrs.text') AS text, n.patient_id AS patient_id, n.author_id AS author_id, n.event_time AS event_time
   FROM note n JOIN note_version v ON v.note_id = n.id AND (v.no = n.shown_no OR v.kind = 'addition'), json_tree(v.record, '$.content.sections') j
   WHERE instr(v.record, '"type":"code"') > 0 AND j.key = 'type' AND j.atom = 'code' AND v.record ->> (j.path || '.attrs.code') IS NOT NULL`,
  `CREATE TRIGGER note_has_codes AFTER UPDATE OF latest_no ON note BEGIN
     DELETE FROM note_code WHERE note_id = NEW.id;
     INSERT OR IGNORE INTO note_code (note_id, system, code, edition, text, patient_id, author_id, event_time)
       SELECT note_id, system, code, edition, text, patient_id, author_id, event_time FROM note_code_found WHERE note_id = NEW.id;
   END`,
];

interface Sample {
  readonly id: string;
  readonly system: string;
  readonly title: readonly [sv: string, en: string];
  readonly lines: string;
}

const SOURCE = 'Exempel i Klinikbok, efter Socialstyrelsens klassifikation. Läs in den aktuella filen från socialstyrelsen.se.';
const LICENCE = 'Ett urval för att prova. Klassifikationen ges ut av Socialstyrelsen; ange källan.';
const SAMPLES: readonly Sample[] = [
  { id: '01930000-0000-7000-8000-000000000017', system: 'ICD-10-SE', title: ['Diagnoser, ett urval ur ICD-10-SE', 'Diagnoses, a selection from ICD-10-SE'], lines: SAMPLE_ICD },
  { id: '01930000-0000-7000-8000-000000000018', system: 'KVÅ', title: ['Vårdåtgärder, ett urval ur KVÅ', 'Health care measures, a selection from KVÅ'], lines: SAMPLE_KVA },
];
const SINCE = '2026-01-01';

function levelOf(code: string): 'chapter' | 'block' | 'category' | 'code' {
  if (/^(?:\d{2}|[A-Z])$/.test(code)) return 'chapter';
  if (code.includes('-') || /^[A-Z]{2}$/.test(code)) return 'block';
  return /^[A-Z]\d{2}$/.test(code) ? 'category' : 'code';
}

async function addSample(tx: Writer, { id, system, title, lines }: Sample): Promise<void> {
  const rows = lines.trim().split('\n').map(line => line.split('|') as [code: string, text: string]);
  const divided = new Set(rows.map(([code]) => code.split('.')[0] ?? '').filter((start, at) => start !== rows[at]?.[0]));
  const [{ first } = { first: 1 }] = (await tx.raw('SELECT 1 + coalesce(max(last_code), 0) AS first FROM code_pack')) as { first: number }[];
  const canChoose = (code: string): boolean => levelOf(code) === 'code' || (levelOf(code) === 'category' && !divided.has(code));
  await tx.raw(
    `INSERT INTO code_pack (id, system, edition, title_sv, title_en, source, licence, valid_from, is_sample, first_code, last_code, selectable, added_at, in_use, changed_at)
     VALUES (?, ?, 'exempel', ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 1, ?)`,
    [id, system, ...title, SOURCE, LICENCE, SINCE, first, first + rows.length - 1, rows.filter(([code]) => canChoose(code)).length, `${SINCE}T00:00:00.000Z`, `${SINCE}T00:00:00.000Z`],
  );
  const codes = new Set(rows.map(([code]) => code));
  let above: string | null = null;
  for (const [at, [code, text]] of rows.entries()) {
    const [stem = ''] = code.split('.');
    const level = levelOf(code);
    const parent = level === 'chapter' ? null : stem !== code && codes.has(stem) ? stem : above;
    if (level === 'chapter' || level === 'block') above = code;
    await tx.raw('INSERT INTO code (id, pack_id, code, key, text, level, parent, selectable) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      first + at, id, code, code.replaceAll(/[.-]/g, ''), text, level, parent, canChoose(code) ? 1 : 0,
    ]);
  }
}
