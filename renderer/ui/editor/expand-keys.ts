import { Extension, type Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { Fragment, Slice, type Node as ProseNode } from '@tiptap/pm/model';
import { NodeSelection, Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';

import type { EditorBlock } from './note-value.ts';

/** What stands for the last `length` characters before the cursor: a phrase, a measurement. */
export interface Expansion {
  readonly length: number;
  readonly blocks: readonly EditorBlock[];
}
/** Asked at Space and Tab with what stands before the cursor in its paragraph (at most the last 60 characters, an atom as one odd sign). */
export type Expand = (before: string) => Expansion | null;

const REACH = 60;
const undone = new PluginKey<boolean>('noteExpandUndone');

/** True right after Ctrl+Z: the abbreviation that was given back is meant as it stands. */
const isUndo = (transaction: Transaction): boolean => transaction.getMeta('history$') !== undefined;

function expansionAt(state: EditorState, expand: Expand): Expansion | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || undone.getState(state)) return null;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - REACH), $from.parentOffset, undefined, '\uFFFC');
  return expand(before);
}

/** The first gap in a stretch of the document, or undefined. */
export function firstField(document: ProseNode, from: number, to: number): number | undefined {
  let found: number | undefined;
  document.nodesBetween(from, to, (node, position) => {
    if (found === undefined && node.type.name === 'field' && position >= from && position < to) found = position;
    return found === undefined;
  });
  return found;
}

/** "Vikt 72,5 kg" stands there already when somebody goes on and types the unit: their "kg" is taken as said. */
function unitTypedAgain(state: EditorState, sign: string): Transaction | null {
  const { $from, empty } = state.selection;
  if (!empty || !/^[\s,.;:)]$/.test(sign) || !$from.parent.isTextblock) return null;
  const typed = /\uFFFC ?(\S{1,10})$/.exec($from.parent.textBetween(Math.max(0, $from.parentOffset - REACH), $from.parentOffset, undefined, '\uFFFC'));
  if (!typed) return null;
  const after = $from.pos - typed[0].length + 1;
  const node = state.doc.nodeAt(after - 1);
  if (node?.type.name !== 'measurement' || String(node.attrs['unit']).toLowerCase() !== typed[1]?.toLowerCase()) return null;
  return closeHistory(state.tr).insertText(sign, after, $from.pos).scrollIntoView();
}

/** Puts blocks in place of [from, to): within the line when it is one paragraph, else the line is parted around them. Gives the end of what was put in. */
export function putBlocks(transaction: Transaction, { from, to, blocks }: { readonly from: number; readonly to: number; readonly blocks: readonly EditorBlock[] }): number {
  const nodes = blocks.map(block => transaction.doc.type.schema.nodeFromJSON(block));
  const before = transaction.doc.content.size;
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (!first || !last) return from;
  if (nodes.length === 1 && first.isTextblock) transaction.replaceWith(from, to, first.content);
  else transaction.replaceRange(from, to, new Slice(Fragment.from(nodes), first.isTextblock ? 1 : 0, last.isTextblock ? 1 : 0));
  return to + transaction.doc.content.size - before;
}

/** One step of undo by itself, so that one Ctrl+Z gives the abbreviation back; the cursor goes to the first gap, else behind the text. */
function expansionOf(state: EditorState, { length, blocks }: Expansion, after: string): Transaction {
  const { pos } = state.selection.$from;
  const transaction = closeHistory(state.tr);
  let end = putBlocks(transaction, { from: pos - length, to: pos, blocks });
  const isInText = transaction.doc.resolve(end).parent.isTextblock;
  if (after !== '' && isInText) {
    transaction.insertText(after, end);
    end += after.length;
  }
  const field = firstField(transaction.doc, pos - length, end);
  transaction.setSelection(field === undefined ? TextSelection.near(transaction.doc.resolve(end), -1) : NodeSelection.create(transaction.doc, field));
  return transaction.scrollIntoView();
}

/** Expands what stands before the cursor, with `after` behind it. False when there is nothing to expand. */
export function expandBefore(editor: Editor, expand: Expand, after: string): boolean {
  const found = expansionAt(editor.state, expand);
  if (found) editor.view.dispatch(expansionOf(editor.state, found, after));
  return found !== null;
}

/** Typed abbreviation + Space (Tab: note-keys.ts) becomes its phrase; Ctrl+Z gives the abbreviation back, and then it stays. */
export const expandKeys = (expand: Expand) =>
  Extension.create({
    name: 'expand',
    addProseMirrorPlugins: () => [
      new Plugin<boolean>({
        key: undone,
        state: { init: () => false, apply: (transaction, was) => (isUndo(transaction) ? true : transaction.docChanged || transaction.selectionSet ? false : was) },
        props: {
          handleTextInput: (view, from, to, text) => {
            const shorter = from === to ? unitTypedAgain(view.state, text) : null;
            if (shorter) view.dispatch(shorter);
            if (shorter || text !== ' ' || from !== to) return shorter !== null;
            const found = expansionAt(view.state, expand);
            if (found) view.dispatch(expansionOf(view.state, found, text));
            return found !== null;
          },
        },
      }),
    ],
  });
