import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { NodeSelection, Plugin, TextSelection, type EditorState, type Selection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

import { expandBefore, firstField, type Expand } from './expand-keys.ts';

const keysOf = (document: ProseNode): string => {
  const keys: string[] = [];
  document.forEach(node => keys.push(String(node.attrs['key'])));
  return keys.join('\n');
};

/** Where a heading's text begins and ends. */
export function sectionSpan(document: ProseNode, index: number): { readonly from: number; readonly to: number } {
  let from = 0;
  for (let at = 0; at < index; at += 1) from += document.child(at).nodeSize;
  return { from: from + 1, to: from + document.child(index).nodeSize - 1 };
}

function lastField(document: ProseNode, from: number, to: number): number | undefined {
  let found: number | undefined;
  document.nodesBetween(from, to, (node, position) => {
    if (node.type.name === 'field' && position >= from && position < to) found = position;
  });
  return found;
}

/** The next stop of Tab: a gap later under this heading, else the first gap under the next, else its end; undefined past the last. */
function nextStop(state: EditorState, step: 1 | -1): Selection | undefined {
  const { selection, doc } = state;
  const index = selection.$from.index(0);
  const here = sectionSpan(doc, index);
  const own = step === 1 ? firstField(doc, selection.to, here.to) : lastField(doc, here.from, selection.from);
  if (own !== undefined) return NodeSelection.create(doc, own);
  if (index + step < 0 || index + step >= doc.childCount) return undefined;
  const there = sectionSpan(doc, index + step);
  const field = step === 1 ? firstField(doc, there.from, there.to) : lastField(doc, there.from, there.to);
  return field === undefined ? TextSelection.near(doc.resolve(there.to), -1) : NodeSelection.create(doc, field);
}

/** Tab expands, or walks gaps and headings; Ctrl+A takes only the text under one heading, and no edit can add, remove or reorder headings. */
export const noteKeys = (expand: Expand) =>
  Extension.create({
    name: 'noteKeys',
    priority: 1000,
    addKeyboardShortcuts() {
      const go = (step: 1 | -1): boolean => {
        const stop = nextStop(this.editor.state, step);
        if (stop) this.editor.view.dispatch(this.editor.state.tr.setSelection(stop).scrollIntoView());
        return stop !== undefined;
      };
      return {
        Tab: () => expandBefore(this.editor, expand, '') || go(1),
        'Shift-Tab': () => go(-1),
        'Mod-a': () => this.editor.commands.command(({ tr, state }) => {
          const { from, to } = sectionSpan(state.doc, state.selection.$from.index(0));
          tr.setSelection(TextSelection.between(tr.doc.resolve(from), tr.doc.resolve(to)));
          return true;
        }),
      };
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (transaction, state) => !transaction.docChanged || keysOf(state.doc) === keysOf(transaction.doc),
        props: { decorations: markActive },
      }),
    ],
  });

/** Marks the heading the cursor stands under. */
function markActive(state: EditorState): DecorationSet {
  const { from, to } = sectionSpan(state.doc, state.selection.$from.index(0));
  return DecorationSet.create(state.doc, [Decoration.node(from - 1, to + 1, { 'data-active': 'true' })]);
}
