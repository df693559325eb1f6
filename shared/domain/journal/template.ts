import * as z from 'zod';

/** What kind of contact the note is about. `system` is administrative and may be written and read by reception. */
export const NOTE_TYPES = ['visit', 'firstVisit', 'phone', 'system', 'opinion'] as const;
export type NoteType = (typeof NOTE_TYPES)[number];

/** The six things a journal must hold where available (J-02, PDL 3:6). */
export const REQUIRED_CONTENT = ['identity', 'background', 'diagnosis', 'measures', 'information', 'refusal'] as const;
export type RequiredContent = (typeof REQUIRED_CONTENT)[number];

export type TemplateLanguage = 'sv' | 'en';
const Titles = z.strictObject({ sv: z.string().min(1).max(120), en: z.string().min(1).max(120) });

/** A heading (sökord); `covers` says which of the law's six it answers. */
export const Heading = z.strictObject({ key: z.string(), title: Titles, covers: z.enum(REQUIRED_CONTENT).nullable() });
export type Heading = z.infer<typeof Heading>;

export const Template = z.strictObject({
  id: z.string(),
  /** Raised when headings change; notes keep the version they were written with. */
  version: z.int(),
  noteType: z.enum(NOTE_TYPES),
  name: Titles,
  headings: z.array(Heading),
});
export type Template = z.infer<typeof Template>;

/** What of the law's list a template leaves without a heading (J-02, J-06). */
export function missingContent(template: Template): RequiredContent[] {
  const covered = new Set(template.headings.map(heading => heading.covers));
  return REQUIRED_CONTENT.filter(content => !covered.has(content));
}
