import * as z from 'zod';

import { inlineLength, type InlineNode } from './inline.ts';
import { emptyRichText, RichTextSchema, type RichText } from './rich-text.ts';
import type { Template, TemplateLanguage } from './template.ts';

/**
 * Written into every stored note, so that a reader in thirty years knows which rules it followed. 1: text, bold, italic,
 * lists. 2: also measurements, codes, gaps and the mark of copied text. 3: also files of the journal and what was given.
 * Notes of earlier schemas are read as they are, for ever.
 */
export const CONTENT_SCHEMA = 3;
export const CONTENT_SCHEMAS = [1, 2, 3] as const;
export type ContentSchema = (typeof CONTENT_SCHEMAS)[number];
/** Characters of text in one note; the screen shows a counter well before (H22). */
export const MAX_NOTE_CHARACTERS = 500_000;

/** One heading (sökord) with its text. The title is stored as the author saw it, since it is part of what was signed. */
export interface NoteSection {
  readonly key: string;
  readonly title: string;
  readonly doc: RichText;
}
export interface NoteContent {
  readonly schema: ContentSchema;
  readonly template: { readonly id: string; readonly version: number };
  readonly sections: readonly NoteSection[];
}

const Section: z.ZodType<NoteSection, NoteSection> = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  title: z.string().min(1).max(120),
  doc: RichTextSchema,
});

const INLINE = new Set<unknown>(['text', 'hardBreak', 'measurement', 'code', 'field', 'attachment', 'given']);

/** Everything that stands in the lines of a note, in no particular order. Walks without recursion: no depth exhausts it. */
export function* inlinesOf(content: NoteContent): Generator<InlineNode> {
  const pending: unknown[] = content.sections.map(section => section.doc);
  while (pending.length > 0) {
    const node = pending.pop() as { readonly type?: unknown; readonly content?: readonly unknown[] };
    if (INLINE.has(node.type)) yield node as InlineNode;
    else if (node.content) for (const child of node.content) pending.push(child);
  }
}

/** How much a note holds, in UTF-16 units of text as the editor counts them; codes and measurements as they are shown. */
export function noteLength(content: NoteContent): number {
  let total = 0;
  for (const node of inlinesOf(content)) total += inlineLength(node);
  return total;
}

/** How many gaps of phrases are still to be filled in; such a note cannot be signed. */
export function fieldsLeft(content: NoteContent): number {
  let total = 0;
  for (const node of inlinesOf(content)) if (node.type === 'field') total += 1;
  return total;
}

/** The schema that first knew what stands there. */
function schemaOf(node: InlineNode): ContentSchema {
  if (node.type === 'attachment' || node.type === 'given') return 3;
  return node.type === 'hardBreak' || (node.type === 'text' && !node.marks?.some(mark => mark.type === 'copied')) ? 1 : 2;
}

/** What claims to be of an earlier schema must hold nothing that it did not know. */
function keepsItsSchema(content: NoteContent): boolean {
  for (const node of inlinesOf(content)) if (schemaOf(node) > content.schema) return false;
  return true;
}

/** What the border accepts as a note: known nodes, at most twenty headings, each heading once, limited depth and size. */
export const NoteContentSchema: z.ZodType<NoteContent, NoteContent> = z
  .strictObject({
    schema: z.literal(CONTENT_SCHEMAS),
    template: z.strictObject({ id: z.string().min(1).max(60), version: z.int().min(1) }),
    sections: z.array(Section).min(1).max(20),
  })
  .refine(content => new Set(content.sections.map(section => section.key)).size === content.sections.length, { message: 'headingTwice' })
  .refine(content => noteLength(content) <= MAX_NOTE_CHARACTERS, { message: 'noteTooLong' })
  .refine(keepsItsSchema, { message: 'schemaTooOld' });

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
