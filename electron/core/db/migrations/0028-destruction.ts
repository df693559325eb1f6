import type { Writer } from '../handles.ts';
import { appendOnly } from './record-history.ts';

/**
 * Destruction by an authority's decision (J-09, PDL 8:4): the only way in which anything of the journal goes. The triggers
 * that refuse every change and removal let exactly what an order names pass, while it is being carried out, and nothing else.
 */
export async function up(tx: Writer): Promise<void> {
  await allowEmptied(tx);
  for (const statement of [...ORDERS, ...NOTES, ...DOCUMENTS, ...FILES, ...CARE]) await tx.raw(statement);
}

/** Texts and pages that could not be null so far. A CHECK cannot be altered, so the tables' text is changed where SQLite keeps it, as in migration 0021. */
async function allowEmptied(tx: Writer): Promise<void> {
  const [{ version }] = (await tx.raw(`SELECT schema_version AS version FROM pragma_schema_version`)) as [{ version: number }];
  await tx.raw('PRAGMA writable_schema = ON');
  await tx.raw(`UPDATE sqlite_schema SET sql = replace(sql, 'record TEXT NOT NULL', 'record TEXT') WHERE type = 'table' AND name = 'document_version'`);
  await tx.raw(`UPDATE sqlite_schema SET sql = replace(sql, 'pdf BLOB NOT NULL', 'pdf BLOB') WHERE type = 'table' AND name IN ('document_file', 'disclosure_file')`);
  await tx.raw(`PRAGMA schema_version = ${version + 1}`);
  await tx.raw('PRAGMA writable_schema = OFF');
}

const PERSON = (what: string): string => `${what}_at TEXT NOT NULL CHECK (length(${what}_at) = 24), ${what}_by TEXT NOT NULL, ${what}_name TEXT NOT NULL, ${what}_title TEXT NOT NULL`;

// Persons stand without a reference: after a restore of an older backup an order may name somebody it does not know yet.
const ORDERS = [
  // One person asks, with the decision at hand. entries: [{kind, id}], empty for the whole journal. mark: what stands in the place of what went.
  `CREATE TABLE destruction_request (
    id TEXT PRIMARY KEY NOT NULL,
    authority TEXT NOT NULL CHECK (authority IN ('ivo', 'court')),
    case_number TEXT NOT NULL CHECK (length(trim(case_number)) BETWEEN 3 AND 60),
    decided_on TEXT NOT NULL CHECK (decided_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    scope TEXT NOT NULL CHECK (scope IN ('journal', 'entries')),
    patient_id TEXT NOT NULL,
    entries TEXT NOT NULL CHECK (json_valid(entries) AND (json_array_length(entries) > 0) = (scope = 'entries')),
    mark TEXT NOT NULL CHECK (instr(mark, case_number) > 0 AND instr(mark, decided_on) > 0),
    paper_sha256 TEXT NOT NULL CHECK (length(paper_sha256) = 64),
    ${PERSON('asked')}
  ) STRICT`,
  ...appendOnly('destruction_request'),
  // The decision itself as it came: kept, so that what is gone can be accounted for.
  `CREATE TABLE destruction_paper (id TEXT PRIMARY KEY NOT NULL REFERENCES destruction_request (id), pdf BLOB NOT NULL CHECK (length(pdf) > 0)) STRICT`,
  ...appendOnly('destruction_paper'),
  `CREATE TABLE destruction_withdrawal (id TEXT PRIMARY KEY NOT NULL REFERENCES destruction_request (id), ${PERSON('withdrawn')}) STRICT`,
  ...appendOnly('destruction_withdrawal'),
  `CREATE TRIGGER destruction_withdrawn_before BEFORE INSERT ON destruction_withdrawal WHEN EXISTS (SELECT 1 FROM destruction_order WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'what was carried out is not withdrawn'); END`,
  // Another person confirms. replayed_at: carried out again on a backup from before it.
  `CREATE TABLE destruction_order (id TEXT PRIMARY KEY NOT NULL REFERENCES destruction_request (id), ${PERSON('confirmed')}, replayed_at TEXT) STRICT`,
  ...appendOnly('destruction_order'),
  `CREATE TRIGGER destruction_order_by_two BEFORE INSERT ON destruction_order
   WHEN NOT EXISTS (SELECT 1 FROM destruction_request r WHERE r.id = NEW.id AND r.asked_by <> NEW.confirmed_by AND r.asked_at <= NEW.confirmed_at)
     OR EXISTS (SELECT 1 FROM destruction_withdrawal WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'a destruction is asked for by one person and confirmed by another'); END`,
  // Exactly the rows that may go, by table and id; digest is what still identifies a text in the chain.
  `CREATE TABLE destruction_item (
    table_name TEXT NOT NULL, row_id TEXT NOT NULL, order_id TEXT NOT NULL REFERENCES destruction_order (id), digest TEXT, PRIMARY KEY (table_name, row_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX destruction_item_of ON destruction_item (order_id)`,
  ...appendOnly('destruction_item', 'table_name = NEW.table_name AND row_id = NEW.row_id'),
  `CREATE TABLE destruction_done (id TEXT PRIMARY KEY NOT NULL REFERENCES destruction_order (id), at TEXT NOT NULL, counts TEXT NOT NULL CHECK (json_valid(counts))) STRICT`,
  ...appendOnly('destruction_done'),
  // When an order has been carried out, it names nothing more.
  `CREATE TRIGGER destruction_item_before_done BEFORE INSERT ON destruction_item WHEN EXISTS (SELECT 1 FROM destruction_done WHERE id = NEW.order_id)
   BEGIN SELECT RAISE(ABORT, 'this destruction has been carried out'); END`,
];

/** True while an order that names this row is being carried out. */
const ordered = (table: string, id: string): string =>
  `EXISTS (SELECT 1 FROM destruction_item i WHERE i.table_name = '${table}' AND i.row_id = ${id} AND NOT EXISTS (SELECT 1 FROM destruction_done d WHERE d.id = i.order_id))`;
const MARK = (table: string, id: string): string => `(SELECT r.mark FROM destruction_item i JOIN destruction_request r ON r.id = i.order_id WHERE i.table_name = '${table}' AND i.row_id = ${id})`;
const WHEN = (table: string, id: string): string => `(SELECT o.confirmed_at FROM destruction_item i JOIN destruction_order o ON o.id = i.order_id WHERE i.table_name = '${table}' AND i.row_id = ${id})`;
const same = (columns: readonly string[]): string => columns.map(column => `NEW.${column} IS OLD.${column}`).join(' AND ');

interface Opening {
  readonly table: string;
  /** What the row belongs to: the item's table and the column that holds its id. */
  readonly item: readonly [table: string, column: string];
  readonly keeps: readonly string[];
  /** What the emptied columns must be. */
  readonly becomes: string;
}

/** An append-only table whose text may be emptied by order; every other column stays. */
const openUpdate = ({ table, item: [owner, column], keeps, becomes }: Opening): string[] => [
  `DROP TRIGGER ${table}_never_update`,
  `CREATE TRIGGER ${table}_never_update BEFORE UPDATE ON ${table} WHEN NOT (${ordered(owner, `OLD.${column}`)} AND ${same(keeps)} AND ${becomes})
   BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
];

/** A table whose rows may be removed by order. `name` is the trigger's after the table's. */
const openDelete = (table: string, [owner, column]: Opening['item'], name: 'never_delete' | 'never_deleted' = 'never_delete'): string[] => [
  `DROP TRIGGER ${table}_${name}`,
  `CREATE TRIGGER ${table}_${name} BEFORE DELETE ON ${table} WHEN NOT ${ordered(owner, `OLD.${column}`)} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
];

const NOTES = [
  ...openUpdate({
    table: 'note_version', item: ['note', 'note_id'],
    keeps: ['id', 'note_id', 'no', 'kind', 'author_id', 'author_name', 'author_title', 'created_at', 'event_time', 'replaces', 'digest', 'prev_digest'],
    becomes: `NEW.record IS NULL AND NEW.reason IS NULL AND NEW.plain_text IS ${MARK('note', 'OLD.note_id')} AND NEW.destroyed_at IS ${WHEN('note', 'OLD.note_id')}`,
  }),
  ...openUpdate({ table: 'note_handover', item: ['note', 'note_id'], keeps: ['note_id', 'no', 'kind', 'at', 'by_id', 'by_name', 'signer_id'], becomes: `NEW.comment = ''` }),
  // What was locked and can no longer be read is not signed any more.
  `DROP TRIGGER note_waiting_until_signed`,
  `CREATE TRIGGER note_waiting_until_signed BEFORE DELETE ON note_waiting
   WHEN NOT EXISTS (SELECT 1 FROM signature WHERE note_id = OLD.note_id AND no = OLD.no) AND NOT ${ordered('note', 'OLD.note_id')}
   BEGIN SELECT RAISE(ABORT, 'what is locked waits until it is signed'); END`,
  `CREATE TRIGGER note_version_not_destroyed BEFORE INSERT ON note_version WHEN EXISTS (SELECT 1 FROM destruction_item WHERE table_name = 'note' AND row_id = NEW.note_id)
   BEGIN SELECT RAISE(ABORT, 'this note is destroyed'); END`,
];

const DOCUMENTS = [
  `DROP TRIGGER document_stays_finished`,
  `CREATE TRIGGER document_stays_finished BEFORE UPDATE ON document WHEN OLD.status <> 'draft' AND NOT ${ordered('document', 'OLD.id')} BEGIN SELECT RAISE(ABORT, 'this document is locked'); END`,
  ...openUpdate({
    table: 'document_version', item: ['document', 'document_id'], keeps: ['id', 'document_id', 'no', 'kind', 'created_at', 'digest', 'prev_digest'],
    becomes: `NEW.record IS NULL AND NEW.plain_text IS ${MARK('document', 'OLD.document_id')}`,
  }),
  `CREATE TRIGGER document_version_written BEFORE INSERT ON document_version WHEN NEW.record IS NULL OR EXISTS (SELECT 1 FROM destruction_item WHERE table_name = 'document' AND row_id = NEW.document_id)
   BEGIN SELECT RAISE(ABORT, 'a version has its text'); END`,
  ...openUpdate({ table: 'document_file', item: ['document', 'document_id'], keeps: ['document_id', 'no', 'sha256', 'pages', 'rendered_at'], becomes: 'NEW.pdf IS NULL' }),
  `CREATE TRIGGER document_file_rendered BEFORE INSERT ON document_file WHEN NEW.pdf IS NULL BEGIN SELECT RAISE(ABORT, 'a file has its pages'); END`,
  ...openUpdate({ table: 'document_correction', item: ['document', 'document_id'], keeps: ['document_id', 'replaces_id', 'at', 'by_id'], becomes: `NEW.reason = '---'` }),
  ...openUpdate({ table: 'referral_event', item: ['document', 'referral_id'], keeps: ['id', 'referral_id', 'at', 'actor_id', 'actor_name', 'step', 'due_on'], becomes: `NEW.reason = ''` }),
  `DROP TRIGGER document_waiting_until_signed`,
  `CREATE TRIGGER document_waiting_until_signed BEFORE DELETE ON document_waiting
   WHEN NOT EXISTS (SELECT 1 FROM document_signature WHERE document_id = OLD.document_id) AND NOT ${ordered('document', 'OLD.document_id')}
   BEGIN SELECT RAISE(ABORT, 'what is locked waits until it is signed'); END`,
  // That something left, to whom and why, stays; the pages that repeat the journal's text do not.
  ...openUpdate({ table: 'disclosure_file', item: ['disclosure', 'disclosure_id'], keeps: ['disclosure_id', 'sha256', 'pages', 'rendered_at'], becomes: 'NEW.pdf IS NULL' }),
  `CREATE TRIGGER disclosure_file_rendered BEFORE INSERT ON disclosure_file WHEN NEW.pdf IS NULL BEGIN SELECT RAISE(ABORT, 'a file has its pages'); END`,
];

const FILE_STAYS = ['id', 'category', 'media_type', 'size', 'chunks', 'width', 'height', 'created_at', 'created_by', 'author_name', 'author_title'];
const INCOMING_STAYS = ['id', 'attachment_id', 'registered_at', 'registered_by'];
const FILES = [
  // The digest of a file is replaced by chance: whoever has a file must not find out that it lay here.
  `DROP TRIGGER attachment_identity_stays`,
  `CREATE TRIGGER attachment_identity_stays BEFORE UPDATE OF ${[...FILE_STAYS, 'sha256'].join(', ')} ON attachment WHEN NOT (${ordered('attachment', 'OLD.id')} AND ${same(FILE_STAYS)})
   BEGIN SELECT RAISE(ABORT, 'what attachment holds never changes'); END`,
  `DROP TRIGGER attachment_struck_stays`,
  `CREATE TRIGGER attachment_struck_stays BEFORE UPDATE ON attachment WHEN OLD.struck_at IS NOT NULL AND NOT ${ordered('attachment', 'OLD.id')} BEGIN SELECT RAISE(ABORT, 'attachment is struck'); END`,
  ...openDelete('attachment_chunk', ['attachment', 'attachment_id'], 'never_deleted'),
  ...openDelete('attachment_thumbnail', ['attachment', 'id'], 'never_deleted'),
  `DROP TRIGGER incoming_document_identity_stays`,
  `CREATE TRIGGER incoming_document_identity_stays BEFORE UPDATE OF ${[...INCOMING_STAYS, 'source_sha256'].join(', ')} ON incoming_document WHEN NOT (${ordered('incoming_document', 'OLD.id')} AND ${same(INCOMING_STAYS)})
   BEGIN SELECT RAISE(ABORT, 'what incoming_document holds never changes'); END`,
  `DROP TRIGGER incoming_signed_stays`,
  `CREATE TRIGGER incoming_signed_stays BEFORE UPDATE ON incoming_document WHEN OLD.signed_off_at IS NOT NULL AND NOT ${ordered('incoming_document', 'OLD.id')}
   BEGIN SELECT RAISE(ABORT, 'incoming_document is signed off'); END`,
];

const CARE = [
  ...openDelete('warning', ['warning', 'id']),
  ...openDelete('warning_version', ['warning', 'warning_id']),
  ...openDelete('medication', ['medication', 'id']),
  ...openDelete('treatment_given', ['treatment_given', 'id']),
  ...openUpdate({
    table: 'appointment_event', item: ['appointment', 'appointment_id'],
    keeps: ['id', 'appointment_id', 'appointment_version', 'at', 'actor_id', 'kind', 'from_status', 'to_status', 'from_start', 'to_start', 'overbooked', 'outside_hours', 'reason', 'fee_proposed'],
    becomes: `NEW.reason_text = '' AND (NEW.before IS NULL OR json_extract(NEW.before, '$.note') IS NULL OR json_extract(NEW.before, '$.note') = '')`,
  }),
  // The history tells that a row was changed, by whom and when; what it said before goes with the row.
  `DROP TRIGGER record_history_never_update`,
  `CREATE TRIGGER record_history_never_update BEFORE UPDATE ON record_history
   WHEN NOT (EXISTS (SELECT 1 FROM destruction_item i WHERE i.table_name = OLD.table_name AND i.row_id = OLD.row_id AND NOT EXISTS (SELECT 1 FROM destruction_done d WHERE d.id = i.order_id))
     AND ${same(['id', 'table_name', 'row_id', 'version', 'changed_at', 'changed_by'])} AND length(NEW.old) <= length(OLD.old))
   BEGIN SELECT RAISE(ABORT, 'record_history is append-only'); END`,
];
