import type { Reader } from '../db/handles.ts';

/** What a note says besides its text in force. */
export interface OtherText {
  readonly added: string;
  readonly struck: string;
  readonly codes: readonly { readonly system: string; readonly code: string; readonly text: string }[];
}

interface TextRow {
  note_id: string;
  kind: string;
  plain_text: string | null;
}

const ADDITIONS = `SELECT note_id, kind, plain_text FROM note_version WHERE note_id IN (SELECT value FROM json_each(?)) AND kind = 'addition' ORDER BY note_id, no`;
const STRUCK = `SELECT v.note_id, v.kind, v.plain_text FROM note_version v JOIN note n ON n.id = v.note_id
  WHERE v.note_id IN (SELECT value FROM json_each(?)) AND v.kind IN ('final', 'correction', 'system') AND v.no <> n.final_no ORDER BY v.note_id, v.no`;

const CODES = 'SELECT DISTINCT note_id, system, code, text FROM note_code WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY note_id, system, code';

/** Additions, text that corrections replaced, and codes, by note. Nothing is asked of notes that have none of it. */
export async function otherTextOfNotes(db: Reader, of: { readonly withAdditions: readonly string[]; readonly withStruck: readonly string[]; readonly all: readonly string[] }): Promise<ReadonlyMap<string, OtherText>> {
  const found = new Map<string, { added: string[]; struck: string[] }>();
  const take = async (sql: string, ids: readonly string[], part: 'added' | 'struck') => {
    if (ids.length === 0) return;
    for (const row of (await db.raw(sql, [JSON.stringify(ids)])) as TextRow[]) {
      const texts = found.get(row.note_id) ?? { added: [], struck: [] };
      texts[part].push(row.plain_text ?? '');
      found.set(row.note_id, texts);
    }
  };
  await take(ADDITIONS, of.withAdditions, 'added');
  await take(STRUCK, of.withStruck, 'struck');
  const codes = new Map<string, OtherText['codes'][number][]>();
  for (const { note_id, ...code } of (await db.raw(CODES, [JSON.stringify(of.all)])) as ({ note_id: string } & OtherText['codes'][number])[]) codes.set(note_id, [...(codes.get(note_id) ?? []), code]);
  return new Map([...new Set([...found.keys(), ...codes.keys()])].map(id => {
    const { added, struck } = found.get(id) ?? { added: [], struck: [] };
    return [id, { added: added.join('\n\n'), struck: struck.join('\n\n'), codes: codes.get(id) ?? [] }];
  }));
}

/** Measurements in a patient's notes as they stand, one row a note, newest first. `at` and `id` as in the time line. */
export interface MeasuredNote {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly text: string;
}
const MEASURED = `SELECT n.id, n.event_time AS at, n.author_name AS who,
    (SELECT group_concat(trim(m.label || ' ' || m.value || ' ' || m.unit), ' · ') FROM (SELECT * FROM note_measurement WHERE version_id = v.id ORDER BY position) m) AS text
  FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.final_no
  WHERE n.patient_id = ? AND n.latest_no IS NOT NULL AND (n.event_time, n.id) < (?, ?) AND EXISTS (SELECT 1 FROM note_measurement m WHERE m.version_id = v.id)
  ORDER BY n.event_time DESC, n.id DESC LIMIT ?`;

/** Locked notes with measurements before a moment and id, newest first: a page of the time line. */
export async function measuredNotes(db: Reader, of: { readonly patientId: string; readonly before: { readonly at: string; readonly id: string }; readonly limit: number }): Promise<MeasuredNote[]> {
  return (await db.raw(MEASURED, [of.patientId, of.before.at, of.before.id, of.limit])) as MeasuredNote[];
}
