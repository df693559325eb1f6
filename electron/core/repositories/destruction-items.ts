import type { DestroyedEntry, DestructionCounts, DestructionScope } from '#shared/domain/destruction/destruction.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** What an order reaches: a patient's whole journal, or the entries it names, as far as they were there at `until` (ISO UTC). */
export interface Reach {
  readonly scope: DestructionScope;
  readonly patientId: string;
  readonly entries: readonly DestroyedEntry[];
  readonly until: string;
}

/** A row whose content goes. `digest`: what names it in a chain or under a signature. */
export interface DestructionItem {
  readonly table: string;
  readonly id: string;
  readonly digest: string | null;
}

type Part = readonly [table: string, sql: string];
const NOT_YET = (table: string, id: string): string => `NOT EXISTS (SELECT 1 FROM destruction_item x WHERE x.table_name = '${table}' AND x.row_id = ${id})`;
const NOTE_DIGEST = '(SELECT v.digest FROM note_version v WHERE v.note_id = t.id ORDER BY v.no DESC LIMIT 1)';
const PAGES_DIGEST = '(SELECT f.sha256 FROM document_file f WHERE f.document_id = t.id)';

// Bindings of each: patient, until, chosen ids as JSON (unused by the whole journal). What lies at a visit or a list as a remark goes with the journal only.
const rows = (table: string, { time = 'created_at', digest = 'NULL', chosen = 't.id', only = '1' } = {}): { readonly whole: Part; readonly some: Part } => {
  const sql = (which: string): string =>
    `SELECT t.id, ${digest} AS digest FROM ${table} t JOIN (SELECT ? AS patient, ? AS until, ? AS ids) g ON t.patient_id = g.patient AND t.${time} <= g.until WHERE ${only} AND ${which} AND ${NOT_YET(table, 't.id')}`;
  return { whole: [table, sql('1')], some: [table, sql(`${chosen} IN (SELECT value FROM json_each(g.ids))`)] };
};
const remark = (column: string, table: string): string => `(t.${column} <> '' OR EXISTS (SELECT 1 FROM record_history h WHERE h.table_name = '${table}' AND h.row_id = t.id AND coalesce(h.old ->> '$.${column}', '') <> ''))`;

const NOTES = rows('note', { digest: NOTE_DIGEST });
const LETTERS = rows('document', { digest: PAGES_DIGEST });
const FILES = rows('attachment');
const PAPERS = rows('incoming_document', { time: 'registered_at', chosen: 't.attachment_id' });
const GIVEN = rows('treatment_given', { time: 'recorded_at', chosen: 't.note_id' });
const REFERRALS = rows('referral', { time: 'finished_on' });
// Pages of journal copies repeat what notes say; a copy of one other note does not.
const COPIES = rows('disclosure', {
  time: 'at', only: `EXISTS (SELECT 1 FROM disclosure_file f WHERE f.disclosure_id = t.id AND f.pdf IS NOT NULL)`, chosen: `(CASE WHEN t.scope ->> '$.noteId' IS NULL THEN json_extract(g.ids, '$[0]') ELSE t.scope ->> '$.noteId' END)`,
});
const WHOLE: readonly Part[] = [
  NOTES.whole, LETTERS.whole, REFERRALS.whole, FILES.whole, PAPERS.whole, rows('warning').whole, rows('medication').whole, GIVEN.whole, COPIES.whole,
  rows('appointment', { only: `(${remark('note', 'appointment')} OR EXISTS (SELECT 1 FROM appointment_event e WHERE e.appointment_id = t.id AND (e.reason_text <> '' OR coalesce(e.before ->> '$.note', '') <> '')))` }).whole,
  rows('recall', { only: remark('note', 'recall') }).whole, rows('waiting_wish', { only: remark('note', 'waiting_wish') }).whole,
];
const SOME: readonly Part[] = [NOTES.some, LETTERS.some, REFERRALS.some, FILES.some, PAPERS.some, GIVEN.some, COPIES.some];

/** Every row that the order reaches and no earlier one did. */
export async function itemsOf(db: Reader, { scope, patientId, until, entries }: Reach): Promise<DestructionItem[]> {
  const ids = JSON.stringify(entries.map(entry => entry.id));
  const items: DestructionItem[] = [];
  for (const [table, sql] of scope === 'journal' ? WHOLE : SOME) {
    for (const row of (await db.raw(sql, [patientId, until, ids])) as { id: string; digest: string | null }[]) items.push({ table, ...row });
  }
  return items;
}

/** Names the rows for their order: those and no others may be emptied. */
export async function insertItems(tx: Writer, orderId: string, items: readonly DestructionItem[]): Promise<void> {
  await tx.raw(
    `INSERT INTO destruction_item (table_name, row_id, order_id, digest) SELECT value ->> 0, value ->> 1, ?, value ->> 2 FROM json_each(?)`,
    [orderId, JSON.stringify(items.map(({ table, id, digest }) => [table, id, digest]))],
  );
}

const COUNTED: Readonly<Record<Exclude<keyof DestructionCounts, 'versions'>, readonly string[]>> = {
  notes: ['note'], documents: ['document'], attachments: ['attachment'], papers: ['incoming_document'], warnings: ['warning'], medications: ['medication'], given: ['treatment_given'], copies: ['disclosure'],
  remarks: ['appointment', 'recall', 'waiting_wish'],
};

/** How much of each that is; incoming papers are counted as papers, not as files. */
export async function countItems(db: Reader, items: readonly DestructionItem[]): Promise<DestructionCounts> {
  const ids = JSON.stringify(items.filter(item => item.table === 'note').map(item => item.id));
  const [row] = (await db.raw('SELECT count(*) AS n FROM note_version WHERE note_id IN (SELECT value FROM json_each(?))', [ids])) as { n: number }[];
  const count = (what: keyof typeof COUNTED): number => items.filter(item => COUNTED[what].includes(item.table)).length;
  return {
    notes: count('notes'), versions: row?.n ?? 0, documents: count('documents'), attachments: count('attachments') - count('papers'), papers: count('papers'), warnings: count('warnings'),
    medications: count('medications'), given: count('given'), copies: count('copies'), remarks: count('remarks'),
  };
}

export interface JournalEntry {
  readonly kind: DestroyedEntry['kind'];
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly author: string;
}

const ENTRIES = `SELECT 'note' AS kind, t.id, t.event_time AS at, t.template_id AS type, t.author_name AS author FROM note t WHERE t.patient_id = ? AND ${NOT_YET('note', 't.id')}
  UNION ALL SELECT 'document', t.id, t.created_at, t.type, t.author_name FROM document t WHERE t.patient_id = ? AND ${NOT_YET('document', 't.id')}
  UNION ALL SELECT 'attachment', t.id, t.event_time, t.category, t.author_name FROM attachment t WHERE t.patient_id = ? AND ${NOT_YET('attachment', 't.id')} ORDER BY at DESC, id DESC`;

/** What a patient's journal holds, newest first, without a word of its text: an administrator reads no journals. */
export const journalEntries = async (db: Reader, patientId: string): Promise<JournalEntry[]> => (await db.raw(ENTRIES, [patientId, patientId, patientId])) as JournalEntry[];
