import * as z from 'zod';

import { PROFESSIONS } from '../staff/person.ts';

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
  /** False: out of use for new notes; what was written from it keeps its name. */
  active: z.boolean(),
});
export type Template = z.infer<typeof Template>;

/** A template with whom it is for: professions and services it is proposed for; none of them means anybody, any visit. */
export const ClinicTemplate = Template.extend({ professions: z.array(z.string()), serviceIds: z.array(z.string()) });
export type ClinicTemplate = z.infer<typeof ClinicTemplate>;

const Title = z.string().trim().min(1).max(120);
/** What an administrator writes about a template. Each save is a new version. */
export const TemplateDraft = z.strictObject({
  noteType: z.enum(['visit', 'firstVisit', 'phone', 'system']),
  name: z.strictObject({ sv: Title, en: Title }),
  headings: z
    .array(z.strictObject({ key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), title: z.strictObject({ sv: Title, en: Title }), covers: z.enum(REQUIRED_CONTENT).nullable() }))
    .min(1)
    .max(20)
    .refine(headings => new Set(headings.map(heading => heading.key)).size === headings.length, { message: 'headingTwice' }),
  professions: z.array(z.enum(PROFESSIONS)).max(PROFESSIONS.length),
  serviceIds: z.array(z.string().min(1).max(64)).max(200),
  active: z.boolean(),
});
export type TemplateDraft = z.infer<typeof TemplateDraft>;

/** What of the law's list a template leaves without a heading (J-02, J-06). */
export function missingContent(template: { readonly headings: readonly Pick<Heading, 'covers'>[] }): RequiredContent[] {
  const covered = new Set(template.headings.map(heading => heading.covers));
  return REQUIRED_CONTENT.filter(content => !covered.has(content));
}
