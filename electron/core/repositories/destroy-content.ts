import type { Writer } from '../db/handles.ts';

interface Carried {
  readonly orderId: string;
  /** What stands in the place of what went. */
  readonly mark: string;
  /** When the second person confirmed; ISO UTC. */
  readonly at: string;
  readonly by: string;
}

const OF = (table: string): string => `(SELECT i.row_id FROM destruction_item i WHERE i.order_id = :order AND i.table_name = '${table}')`;
const VERSIONS = `(SELECT v.id FROM note_version v WHERE v.note_id IN ${OF('note')})`;
const CHANGED = 'version = version + 1, changed_at = :at, changed_by = :by';
const CHANCE = 'lower(hex(randomblob(32)))';

/** What is found by words, measured and coded follows from notes; working copies end by their own rule, nothing of theirs left to keep. */
const NOTES = [
  `DELETE FROM note_words WHERE rowid IN ${VERSIONS}`,
  `DELETE FROM note_measurement WHERE note_id IN ${OF('note')}`,
  `DELETE FROM note_code WHERE note_id IN ${OF('note')}`,
  `UPDATE note_draft SET kept_revision = revision WHERE note_id IN ${OF('note')}`,
  `DELETE FROM note_draft WHERE note_id IN ${OF('note')}`,
  `DELETE FROM note_presence WHERE note_id IN ${OF('note')}`,
  `DELETE FROM note_waiting WHERE note_id IN ${OF('note')}`,
  `UPDATE note_handover SET comment = '' WHERE comment <> '' AND note_id IN ${OF('note')}`,
  `UPDATE note_version SET record = NULL, reason = NULL, plain_text = :mark, destroyed_at = :at WHERE note_id IN ${OF('note')}`,
];
const LETTERS = [
  `UPDATE document_draft SET kept_revision = revision WHERE document_id IN ${OF('document')}`,
  `DELETE FROM document_draft WHERE document_id IN ${OF('document')}`,
  `DELETE FROM document_waiting WHERE document_id IN ${OF('document')}`,
  `UPDATE document_version SET record = NULL, plain_text = :mark WHERE document_id IN ${OF('document')}`,
  `UPDATE document_file SET pdf = NULL WHERE document_id IN ${OF('document')}`,
  `UPDATE document_correction SET reason = '---' WHERE document_id IN ${OF('document')}`,
  `UPDATE referral_event SET reason = '' WHERE reason <> '' AND referral_id IN ${OF('document')}`,
  `UPDATE document SET recipient_name = '', subject = :mark, status = CASE status WHEN 'draft' THEN 'discarded' ELSE status END, ${CHANGED} WHERE id IN ${OF('document')}`,
  `UPDATE referral SET status = 'closed', ${CHANGED} WHERE status IN ('unsent', 'sent', 'received') AND id IN ${OF('document')}`,
  `UPDATE disclosure_file SET pdf = NULL WHERE disclosure_id IN ${OF('disclosure')}`,
];
const FILES = [
  `DELETE FROM attachment_chunk WHERE attachment_id IN ${OF('attachment')}`,
  `DELETE FROM attachment_thumbnail WHERE id IN ${OF('attachment')}`,
  `UPDATE attachment SET title = :mark, body_part = '', stage = NULL, sha256 = ${CHANCE}, struck_at = coalesce(struck_at, :at), struck_reason = :mark, ${CHANGED} WHERE id IN ${OF('attachment')}`,
  `UPDATE incoming_document SET sender = '', comment = '', source_sha256 = ${CHANCE}, ${CHANGED} WHERE id IN ${OF('incoming_document')}`,
];
const CARE = [
  `DELETE FROM warning_version WHERE warning_id IN ${OF('warning')}`,
  `DELETE FROM warning WHERE id IN ${OF('warning')}`,
  `DELETE FROM medication WHERE id IN ${OF('medication')}`,
  `DELETE FROM treatment_given WHERE id IN ${OF('treatment_given')}`,
  `UPDATE appointment SET note = '', ${CHANGED} WHERE note <> '' AND id IN ${OF('appointment')}`,
  `UPDATE appointment_event SET reason_text = '', before = CASE WHEN before IS NULL THEN NULL ELSE json_set(before, '$.note', '') END
     WHERE (reason_text <> '' OR coalesce(before ->> '$.note', '') <> '') AND appointment_id IN ${OF('appointment')}`,
  `UPDATE recall SET note = '', ${CHANGED} WHERE note <> '' AND id IN ${OF('recall')}`,
  `UPDATE waiting_wish SET note = '', ${CHANGED} WHERE note <> '' AND id IN ${OF('waiting_wish')}`,
];
/** Last: the changes above left the old rows here. A visit keeps its times and status, whose history is no journal. */
const HISTORY = [
  `UPDATE record_history SET old = json_set(old, '$.note', '') WHERE coalesce(old ->> '$.note', '') <> '' AND EXISTS (SELECT 1 FROM destruction_item i WHERE i.order_id = :order AND i.table_name = record_history.table_name
     AND i.row_id = record_history.row_id AND i.table_name IN ('appointment', 'recall', 'waiting_wish'))`,
  `UPDATE record_history SET old = json_object('changed_at', old ->> '$.changed_at', 'changed_by', old ->> '$.changed_by') WHERE EXISTS (SELECT 1 FROM destruction_item i WHERE i.order_id = :order
     AND i.table_name = record_history.table_name AND i.row_id = record_history.row_id AND i.table_name IN ('document', 'attachment', 'incoming_document', 'medication', 'treatment_given'))`,
  // A word that went stays in the index's older segments until they are merged (ADR 0012).
  `INSERT INTO note_words (note_words) VALUES ('optimize')`,
];

/** Empties every row named for the order, and the indexes made from them. What stays is who, when, digests and signatures. */
export async function destroyContent(tx: Writer, { orderId, mark, at, by }: Carried): Promise<void> {
  for (const sql of [...NOTES, ...LETTERS, ...FILES, ...CARE, ...HISTORY]) await tx.raw(sql, { order: orderId, mark, at, by });
}
