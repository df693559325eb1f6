import { splitSearch } from '#shared/domain/journal/find-text.ts';
import { fold } from '#shared/domain/patients/fold.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A word shorter than this must stand as it is; longer ones find words that begin so ("penicillin": penicillinet). */
const PREFIX_FROM = 3;

/** The search as the index understands it; always quoted, so that nothing typed is a command (H24). Empty: nothing to search for. */
export function matchOf(text: string): string {
  return splitSearch(text).map(term => {
    const forms = [...new Set([term.normalize('NFC').toLowerCase(), fold(term)])].filter(form => /[\p{L}\p{N}]/u.test(form));
    const star = term.length >= PREFIX_FROM ? '*' : '';
    return `(${forms.map(form => `"${form.replaceAll('"', ' ')}"${star}`).join(' OR ')})`;
  }).join(' AND ');
}

export interface IndexSearch {
  readonly match: string;
  /** Who asks: drafts are found only by those who write or answer for them. */
  readonly userId: string;
  readonly withStruck: boolean;
  readonly order: 'newest' | 'best';
  readonly limit: number;
}

/** One version that has the words. */
export interface IndexHit {
  readonly noteId: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly birthDate: string | null;
  readonly isProtected: boolean;
  readonly eventTime: string;
  readonly authorName: string;
  readonly templateId: string;
  readonly state: 'inForce' | 'struck' | 'draft';
  readonly text: string;
}

// What the caller may not see is left out here, where the rows are: it is neither shown nor counted.
const SEARCH = (order: IndexSearch['order']): string => `SELECT n.id AS noteId, n.patient_id AS patientId, p.family_name || ', ' || p.given_name AS patientName, p.birth_date AS birthDate,
    p.protection <> 'none' AS isProtected, v.event_time AS eventTime, v.author_name AS authorName, n.template_id AS templateId, v.plain_text AS text,
    CASE WHEN v.kind = 'draft' THEN 'draft' WHEN v.kind = 'addition' OR v.no = n.final_no THEN 'inForce' ELSE 'struck' END AS state
  FROM note_words CROSS JOIN note_version v ON v.id = note_words.rowid CROSS JOIN note n ON n.id = v.note_id CROSS JOIN patient p ON p.id = n.patient_id
  WHERE note_words MATCH ? AND (v.kind = 'addition' OR v.no = n.final_no OR (v.kind <> 'draft' AND ?) OR (v.kind = 'draft' AND n.final_no IS NULL AND v.no = n.shown_no AND (n.author_id = ? OR n.signer_id = ?)))
  ORDER BY ${order === 'newest' ? 'note_words.rowid DESC' : 'note_words.rank'} LIMIT ?`;
const BY_ORDER = { newest: SEARCH('newest'), best: SEARCH('best') } as const;

/** Versions that have every word, in every journal; the newest written first, or the best match first when asked. */
export async function searchNotes(db: Reader, { match, userId, withStruck, order, limit }: IndexSearch): Promise<IndexHit[]> {
  if (match === '') return [];
  const rows = (await db.raw(BY_ORDER[order], [match, withStruck ? 1 : 0, userId, userId, limit])) as (Omit<IndexHit, 'isProtected'> & { isProtected: number })[];
  return rows.map(row => ({ ...row, text: row.text ?? '', isProtected: row.isProtected === 1 }));
}

const INVISIBLE = [173, 8203, 8204, 8205, 8206, 8207, 8288, 65279];
const WORDS = INVISIBLE.reduce((text, code) => `replace(${text}, char(${code}), '')`, "coalesce(v.plain_text, '')");
const BELONGS = `v.destroyed_at IS NULL AND (v.kind <> 'draft' OR v.no = (SELECT n.shown_no FROM note n WHERE n.id = v.note_id AND n.final_no IS NULL))`;

/** Makes the index anew from the versions; the order matters. */
export const REBUILD_NOTE_INDEX: readonly string[] = [
  `INSERT INTO note_words (note_words) VALUES ('delete-all')`,
  `INSERT INTO note_words (rowid, text) SELECT v.id, ${WORDS} FROM note_version v WHERE ${BELONGS}`,
  // One piece instead of dozens: as migration 0029 left it.
  `INSERT INTO note_words (note_words) VALUES ('optimize')`,
  'DELETE FROM note_measurement',
  `INSERT INTO note_measurement (version_id, position, note_id, kind, label, value, unit)
   SELECT v.id, j.id, v.note_id, j.value ->> '$.attrs.kind', j.value ->> '$.attrs.label', j.value ->> '$.attrs.value', j.value ->> '$.attrs.unit'
   FROM note_version v, json_tree(v.record, '$.content.sections') j
   WHERE v.kind <> 'draft' AND instr(v.record, '"type":"measurement"') > 0 AND j.type = 'object' AND j.value ->> '$.type' = 'measurement'`,
];

/** The same in one transaction. The index holds nothing that the versions do not say. */
export async function rebuildNoteIndex(tx: Writer): Promise<void> {
  for (const statement of REBUILD_NOTE_INDEX) await tx.raw(statement);
}

const NEWEST = 500;
const MISSING = `SELECT 1 FROM (SELECT id, note_id, no, kind, destroyed_at FROM note_version ORDER BY id DESC LIMIT ${NEWEST}) v WHERE ${BELONGS} AND NOT EXISTS (SELECT 1 FROM note_words_docsize d WHERE d.id = v.id)
  UNION ALL SELECT 1 WHERE (SELECT max(id) FROM note_words_docsize) > (SELECT max(id) FROM note_version) LIMIT 1`;

/**
 * Whether the index goes as far as the notes do: the newest 500 versions are looked up. A few milliseconds, so that it can
 * be asked before a search; what a trigger keeps can only fall behind by a program that did not know the trigger.
 */
export const isNoteIndexWhole = async (db: Reader): Promise<boolean> => ((await db.raw(MISSING)) as unknown[]).length === 0;
