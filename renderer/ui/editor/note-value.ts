import type { JSONContent } from '@tiptap/core';

/**
 * The same shapes as shared/domain/journal (NoteContent, RichText): what TipTap writes is what is stored and signed.
 * Spelled out here so that the design system knows no domain.
 */
export type EditorMark = { type: 'bold' } | { type: 'italic' } | { type: 'copied'; attrs: { noteId: string; date: string } };
type Marked = { marks?: EditorMark[] | undefined };
/** What stands in a line besides text: a value with its unit, a code with its words, a gap of a phrase to be filled in. */
export type EditorAtom =
  | ({ type: 'measurement'; attrs: { kind: string; label: string; value: string; unit: string } } & Marked)
  | ({ type: 'code'; attrs: { system: string; version: string; code: string; text: string } } & Marked)
  | ({ type: 'field'; attrs: { label: string } } & Marked)
  | ({ type: 'attachment'; attrs: { id: string; sha256: string; title: string; date: string } } & Marked)
  | ({ type: 'given'; attrs: { id: string; product: string; details: string; batch: string; date: string } } & Marked);
export type EditorInline = ({ type: 'text'; text: string } & Marked) | { type: 'hardBreak' } | EditorAtom;
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
  readonly schema: 1 | 2 | 3;
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

/**
 * Back again, as the newest schema: the editor may have put in what the older one did not know. The template is the note's
 * own. `document` is asked for only when somebody reads the sections (or turns the note into JSON): a key typed in a long
 * note costs nothing until it is saved.
 */
export function fromEditorDocument(document: () => unknown, note: NoteValue): NoteValue {
  let read: NoteValueSection[] | undefined;
  return {
    schema: 3,
    template: note.template,
    get sections() {
      return (read ??= sectionsOf(document()));
    },
  };
}

const sectionsOf = (document: unknown): NoteValueSection[] =>
  (document as { readonly content: readonly SectionNode[] }).content.map(section => ({ key: section.attrs.key, title: section.attrs.title, doc: { type: 'doc', content: section.content } }));

/** What an atom says in words; the same as its plain text in the domain. */
export const atomText = (atom: EditorAtom): string => partsOf(atom).filter(part => part !== '').join(' ');

function partsOf({ type, attrs }: EditorAtom): readonly string[] {
  switch (type) {
    case 'field': return [attrs.label];
    case 'measurement': return [attrs.label, attrs.value, attrs.unit];
    case 'code': return [attrs.system, attrs.code, attrs.text];
    case 'attachment': return [attrs.title, attrs.date];
    case 'given': return [attrs.product, attrs.details, attrs.date];
  }
}
