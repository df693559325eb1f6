import type { ClinicTemplate, Heading, NoteType, TemplateDraft } from '#shared/domain/journal/template.ts';
import type { Reader, Writer } from '../db/handles.ts';

interface TemplateRow {
  id: string;
  version: number;
  note_type: NoteType;
  name_sv: string;
  name_en: string;
  headings: string;
  professions: string;
  service_ids: string;
  active: number;
}

/** The newest version of every template, in the clinic's order, those out of use too. */
export async function currentTemplates(db: Reader): Promise<ClinicTemplate[]> {
  const rows = (await db.raw(
    `SELECT id, version, note_type, name_sv, name_en, headings, professions, service_ids, active FROM note_template t
     WHERE version = (SELECT max(version) FROM note_template WHERE id = t.id) ORDER BY position, id`,
  )) as TemplateRow[];
  return rows.map(row => ({
    id: row.id, version: row.version, noteType: row.note_type, name: { sv: row.name_sv, en: row.name_en }, headings: JSON.parse(row.headings) as Heading[],
    active: row.active === 1, professions: JSON.parse(row.professions) as string[], serviceIds: JSON.parse(row.service_ids) as string[],
  }));
}

export interface NewTemplateVersion {
  readonly id: string;
  readonly version: number;
  readonly draft: TemplateDraft;
  readonly at: string;
  readonly by: string;
}

/** The next version of a template; earlier ones stay for the notes written from them. It keeps its place in the order; a new one comes last before the administrative. */
export async function insertTemplate(tx: Writer, { id, version, draft, at, by }: NewTemplateVersion): Promise<void> {
  const [{ position }] = (await tx.raw(
    `SELECT coalesce((SELECT position FROM note_template WHERE id = ? ORDER BY version DESC LIMIT 1), (SELECT max(position) FROM note_template WHERE position < 90) + 1) AS position`, [id],
  )) as [{ position: number }];
  await tx('note_template').insert({
    id, version, note_type: draft.noteType, name_sv: draft.name.sv, name_en: draft.name.en, headings: JSON.stringify(draft.headings), position,
    professions: JSON.stringify(draft.professions), service_ids: JSON.stringify(draft.serviceIds), active: draft.active ? 1 : 0, changed_at: at, changed_by: by,
  });
}
