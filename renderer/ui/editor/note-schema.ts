import { Extension, Node } from '@tiptap/core';
import { Plugin, TextSelection, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import StarterKit from '@tiptap/starter-kit';

import { Code, copiedMark, Field, Measurement } from './note-nodes.ts';

/** A note is headings, nothing between or around them. */
const NoteDocument = Node.create({ name: 'doc', topNode: true, content: 'section+' });

/** One heading of the template with its text. The heading is part of the form: it cannot be typed over or deleted. */
const Section = Node.create({
  name: 'section',
  content: 'block+',
  isolating: true,
  defining: true,
  selectable: false,
  draggable: false,
  addAttributes: () => ({ key: { default: '', rendered: false }, title: { default: '', rendered: false } }),
  renderHTML({ node }) {
    const title = String(node.attrs['title']);
    return ['section', { 'data-section': String(node.attrs['key']), role: 'group', 'aria-label': title }, ['h3', { contenteditable: 'false' }, title], ['div', {}, 0]];
  },
});

const keysOf = (state: EditorState): string => {
  const keys: string[] = [];
  state.doc.forEach(node => keys.push(String(node.attrs['key'])));
  return keys.join('\n');
};

/** Position just inside the section `step` away from the cursor's, at its end; undefined past the last or first. */
function sectionEnd(state: EditorState, step: 1 | -1): number | undefined {
  const target = state.selection.$from.index(0) + step;
  if (target < 0 || target >= state.doc.childCount) return undefined;
  let end = 0;
  for (let index = 0; index <= target; index += 1) end += state.doc.child(index).nodeSize;
  return end - 1;
}

/** Tab walks the headings, Ctrl+A takes only the text under one, and no edit can add, remove or reorder headings. */
const SectionKeys = Extension.create({
  name: 'sectionKeys',
  priority: 1000,
  addKeyboardShortcuts() {
    const go = (step: 1 | -1) => () => {
      const end = sectionEnd(this.editor.state, step);
      if (end === undefined) return false;
      this.editor.chain().command(({ tr }) => { tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1)).scrollIntoView(); return true; }).run();
      return true;
    };
    return {
      Tab: go(1),
      'Shift-Tab': go(-1),
      'Mod-a': () => this.editor.commands.command(({ tr, state }) => {
        const { $from } = state.selection;
        tr.setSelection(TextSelection.between(tr.doc.resolve($from.start(1)), tr.doc.resolve($from.end(1))));
        return true;
      }),
    };
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      filterTransaction: (transaction, state) => {
        if (!transaction.docChanged) return true;
        const keys: string[] = [];
        transaction.doc.forEach(node => keys.push(String(node.attrs['key'])));
        return keysOf(state) === keys.join('\n');
      },
      props: { decorations: markActive },
    }),
  ],
});

/** Marks the heading the cursor stands under. */
function markActive(state: EditorState): DecorationSet {
  const at = state.selection.$from.index(0);
  let from = 0;
  for (let index = 0; index < at; index += 1) from += state.doc.child(index).nodeSize;
  return DecorationSet.create(state.doc, [Decoration.node(from, from + state.doc.child(at).nodeSize, { 'data-active': 'true' })]);
}

/** Typed abbreviation + Space becomes its phrase; Ctrl+Z gives the abbreviation back. */
const phraseKeys = (phrases: () => ReadonlyMap<string, string>) =>
  Extension.create({
    name: 'phrases',
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleTextInput: (view, from, to, text) => {
            if (text !== ' ' || from !== to) return false;
            const before = view.state.doc.resolve(from).parent.textBetween(0, view.state.doc.resolve(from).parentOffset, undefined, '\u0000');
            const word = /\S+$/.exec(before)?.[0] ?? '';
            const phrase = phrases().get(word);
            if (phrase === undefined) return false;
            view.dispatch(view.state.tr.insertText(`${phrase} `, from - word.length, to));
            return true;
          },
        },
      }),
    ],
  });

export interface NoteExtensionOptions {
  readonly phrases: () => ReadonlyMap<string, string>;
  readonly copiedFrom: (date: string) => string;
}

/** The explicit list: paragraph, bold, italic, line break, two kinds of list, our section, atoms and mark. Nothing else can be pasted in. */
export const noteExtensions = ({ phrases, copiedFrom }: NoteExtensionOptions) => [
  NoteDocument,
  Section,
  SectionKeys,
  Measurement,
  Code,
  Field,
  copiedMark(copiedFrom),
  phraseKeys(phrases),
  StarterKit.configure({
    document: false, blockquote: false, code: false, codeBlock: false, heading: false, horizontalRule: false, strike: false, underline: false,
    link: false, dropcursor: false, gapcursor: false, trailingNode: false,
  }),
];
