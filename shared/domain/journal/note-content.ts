import * as z from 'zod';

import { emptyRichText, RichTextSchema, type RichText } from './rich-text.ts';
import type { Template, TemplateLanguage } from './template.ts';

/** Written into every stored note, so that a reader in thirty years knows which rules it followed. */
export const CONTENT_SCHEMA = 1;
/** Characters of text in one note; the screen shows a counter well before (H22). */
export const MAX_NOTE_CHARACTERS = 500_000;

/** One heading (sökord) with its text. The title is stored as the author saw it, since it is part of what was signed. */
export interface NoteSection {
  readonly key: string;
  readonly title: string;
  readonly doc: RichText;
}
export interface NoteContent {
  readonly schema: typeof CONTENT_SCHEMA;
  readonly template: { readonly id: string; readonly version: number };
  readonly sections: readonly NoteSection[];
}

const Section: z.ZodType<NoteSection, NoteSection> = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  title: z.string().min(1).max(120),
  doc: RichTextSchema,
});

/** How much text a note holds, in UTF-16 units as the editor counts them. */
export function noteLength(content: NoteContent): number {
  let total = 0;
  const pending: unknown[] = content.sections.map(section => section.doc);
  while (pending.length > 0) {
    const node = pending.pop() as { text?: string; content?: unknown[] };
    if (node.text !== undefined) total += node.text.length;
    if (node.content) for (const child of node.content) pending.push(child);
  }
  return total;
}

/** What the border accepts as a note: known nodes, at most twenty headings, each heading once, limited depth and size. */
export const NoteContentSchema: z.ZodType<NoteContent, NoteContent> = z
  .strictObject({
    schema: z.literal(CONTENT_SCHEMA),
    template: z.strictObject({ id: z.string().min(1).max(60), version: z.int().min(1) }),
    sections: z.array(Section).min(1).max(20),
  })
  .refine(content => new Set(content.sections.map(section => section.key)).size === content.sections.length, { message: 'headingTwice' })
  .refine(content => noteLength(content) <= MAX_NOTE_CHARACTERS, { message: 'noteTooLong' });

/** A blank note with the template's headings in the author's language. */
export function blankNote(template: Template, language: TemplateLanguage): NoteContent {
  return {
    schema: CONTENT_SCHEMA,
    template: { id: template.id, version: template.version },
    sections: template.headings.map(heading => ({ key: heading.key, title: heading.title[language], doc: emptyRichText() })),
  };
}

/** True when nobody has written anything: such a note cannot be signed and is shown to nobody. */
export const isEmptyNote = (content: NoteContent): boolean => noteLength(content) === 0;
