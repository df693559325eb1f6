import type { Content, Editor } from '@tiptap/react';
import { closeHistory } from '@tiptap/pm/history';
import { TextSelection } from '@tiptap/pm/state';

import { focusWhenFree } from '../focus-when-free.ts';
import { COPYING } from './copied-touch.ts';
import { firstField, putBlocks } from './expand-keys.ts';
import { sectionSpan } from './note-keys.ts';
import { fromEditorDocument, type EditorBlock, type EditorInline, type EditorText, type NoteValue } from './note-value.ts';

/** Where text was copied from. */
export interface CopiedFrom {
  readonly noteId: string;
  /** Calendar date. */
  readonly date: string;
}

/** What the screen can do with the editor besides letting the person type. */
export interface NoteEditorHandle {
  /** The note as it stands now, to the last key. */
  read(): NoteValue;
  /** Takes the focus, once nothing lies above: at this place, or at the end of the first heading's text. */
  begin(cursor?: number): void;
  /** Gives the text the focus back with the cursor where it was. */
  refocus(): void;
  /** Puts text, a measurement, a code or several at the cursor, and gives the editor the focus. One Ctrl+Z takes it back. */
  insert(what: string | EditorInline | readonly EditorInline[]): void;
  /** Puts lines and lists at the cursor, in place of what is selected, and goes to the first gap in them. */
  insertBlocks(blocks: readonly EditorBlock[]): void;
  /** Adds text at the end of a heading; with `copied`, marked as copied until it is touched. */
  append(sectionKey: string, text: EditorText, copied?: CopiedFrom): void;
  /** Takes the mark of copied text away, everywhere in the note: somebody has read it and stands by it. True when there was any. */
  keepCopied(): boolean;
  /** The heading under which the cursor stands. */
  section(): string | undefined;
  /** Cursor as a number, to begin at again after a lock. */
  cursor(): number;
}

/** Index of a heading; the first when the key is not there. */
function indexOf(editor: Editor, sectionKey?: string): number {
  let found = 0;
  editor.state.doc.forEach((node, _offset, at) => {
    if (node.attrs['key'] === sectionKey) found = at;
  });
  return found;
}

function append(editor: Editor, { key, text, copied }: { readonly key: string; readonly text: EditorText; readonly copied?: CopiedFrom | undefined }): void {
  const { doc, schema } = editor.state;
  const index = indexOf(editor, key);
  const { from, to } = sectionSpan(doc, index);
  const transaction = closeHistory(editor.state.tr).setMeta(COPYING, true);
  const section = doc.child(index);
  // A heading with nothing under it has one empty line, which the text takes over.
  const start = section.childCount === 1 && section.firstChild?.content.size === 0 && section.firstChild.isTextblock ? from : to;
  transaction.replaceWith(start, to, text.content.map(block => schema.nodeFromJSON(block)));
  const end = sectionSpan(transaction.doc, index).to;
  const mark = schema.marks['copied'];
  if (copied && mark) transaction.addMark(start, end, mark.create(copied));
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(end), -1));
  editor.view.dispatch(transaction.scrollIntoView());
}

function insertBlocks(editor: Editor, blocks: readonly EditorBlock[]): void {
  const { from, to } = editor.state.selection;
  const transaction = closeHistory(editor.state.tr);
  const end = putBlocks(transaction, { from, to, blocks });
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(end), -1));
  editor.view.dispatch(transaction.scrollIntoView());
  const field = firstField(editor.state.doc, from, end);
  if (field !== undefined) editor.commands.setNodeSelection(field);
  editor.commands.focus();
}

function keepCopied(editor: Editor): boolean {
  const type = editor.state.schema.marks['copied'];
  const transaction = closeHistory(editor.state.tr).setMeta(COPYING, true);
  if (type) transaction.removeMark(0, editor.state.doc.content.size, type);
  if (!transaction.docChanged) return false;
  editor.view.dispatch(transaction);
  return true;
}

/** The editor as screens hold it. */
export function handleOf(editor: Editor, initial: NoteValue): NoteEditorHandle {
  return {
    read: () => fromEditorDocument(() => editor.getJSON(), initial),
    begin: cursor => void focusWhenFree(editor.view.dom, () => {
      const { doc } = editor.state;
      const at = cursor === undefined ? TextSelection.near(doc.resolve(sectionSpan(doc, 0).to), -1).head : Math.min(cursor, doc.content.size - 2);
      editor.chain().focus(at).scrollIntoView().run();
    }),
    refocus: () => void editor.commands.focus(),
    insert: what => {
      editor.view.dispatch(closeHistory(editor.state.tr));
      editor.chain().focus().setMeta(COPYING, true).insertContent((typeof what === 'string' ? { type: 'text', text: what } : what) as Content).run();
    },
    insertBlocks: blocks => insertBlocks(editor, blocks),
    append: (key, text, copied) => append(editor, { key, text, copied }),
    keepCopied: () => keepCopied(editor),
    section: () => {
      const { $from } = editor.state.selection;
      return $from.depth > 0 ? String($from.node(1).attrs['key']) : undefined;
    },
    cursor: () => editor.state.selection.head,
  };
}
