import type { JSONContent } from '@tiptap/core';

/**
 * The same shapes as shared/domain/journal (NoteContent, RichText): what TipTap writes is what is stored and signed.
 * Spelled out here so that the design system knows no domain.
 */
export type EditorMark = { type: 'bold' } | { type: 'italic' };
export type EditorInline = { type: 'text'; text: string; marks?: EditorMark[] | undefined } | { type: 'hardBreak' };
export type EditorParagraph = { type: 'paragraph'; content?: EditorInline[] | undefined };
export type EditorListItem = { type: 'listItem'; content: EditorBlock[] };
export type EditorBlock = EditorParagraph | { type: 'bulletList'; content: EditorListItem[] } | { type: 'orderedList'; attrs?: { start: number } | undefined; content: EditorListItem[] };
export type EditorText = { type: 'doc'; content: EditorBlock[] };

/** A heading of the template (sökord) and what stands under it. */
export interface NoteValueSection {
  readonly key: string;
  readonly title: string;
  readonly doc: EditorText;
}

export interface NoteValue {
  readonly schema: 1;
  readonly template: { readonly id: string; readonly version: number };
  readonly sections: readonly NoteValueSection[];
}

interface SectionNode {
  readonly type: 'section';
  readonly attrs: { readonly key: string; readonly title: string };
  readonly content: EditorBlock[];
}

/** A note as one editor document: a `section` node for each heading. */
export function toEditorDocument(note: NoteValue): JSONContent {
  const document: { type: 'doc'; content: SectionNode[] } = {
    type: 'doc',
    content: note.sections.map(section => ({
      type: 'section',
      attrs: { key: section.key, title: section.title },
      content: section.doc.content.length > 0 ? section.doc.content : [{ type: 'paragraph' }],
    })),
  };
  return document as JSONContent;
}

/** Back again; schema and template are those the note had. */
export function fromEditorDocument(document: unknown, note: NoteValue): NoteValue {
  const { content } = document as { readonly content: readonly SectionNode[] };
  return {
    schema: note.schema,
    template: note.template,
    sections: content.map(section => ({ key: section.attrs.key, title: section.attrs.title, doc: { type: 'doc', content: section.content } })),
  };
}
