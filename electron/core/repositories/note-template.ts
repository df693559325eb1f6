import type { Heading, NoteType, Template } from '#shared/domain/journal/template.ts';
import type { Reader } from '../db/handles.ts';

interface TemplateRow {
  id: string;
  version: number;
  note_type: NoteType;
  name_sv: string;
  name_en: string;
  headings: string;
}

/** The newest version of every template, in the clinic's order. */
export async function currentTemplates(db: Reader): Promise<Template[]> {
  const rows = (await db.raw(
    `SELECT id, version, note_type, name_sv, name_en, headings FROM note_template t
     WHERE version = (SELECT max(version) FROM note_template WHERE id = t.id) ORDER BY position, id`,
  )) as TemplateRow[];
  return rows.map(row => ({
    id: row.id, version: row.version, noteType: row.note_type, name: { sv: row.name_sv, en: row.name_en }, headings: JSON.parse(row.headings) as Heading[],
  }));
}
