import { Node } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

import { CopiedTouch } from './copied-touch.ts';
import { expandKeys, type Expand } from './expand-keys.ts';
import { noteKeys } from './note-keys.ts';
import { Code, copiedMark, Field, FileReference, Given, Measurement } from './note-nodes.ts';
import { openFileKeys } from './open-file-keys.ts';
import { pasteLimits, type Refused } from './paste-limits.ts';

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

export interface NoteExtensionOptions {
  readonly expand: Expand;
  readonly copiedFrom: (date: string) => string;
  readonly refused: (why: Refused) => void;
  /** Shows a file of the journal that the text refers to. */
  readonly openFile: (id: string) => void;
}

/** The explicit list: paragraph, bold, italic, line break, two kinds of list, our section, atoms and mark. Nothing else can be pasted in. */
export const noteExtensions = ({ expand, copiedFrom, refused, openFile }: NoteExtensionOptions) => [
  NoteDocument,
  Section,
  noteKeys(expand),
  Measurement,
  Code,
  Field,
  FileReference,
  Given,
  openFileKeys(openFile),
  copiedMark(copiedFrom),
  CopiedTouch,
  expandKeys(expand),
  pasteLimits(refused),
  StarterKit.configure({
    document: false, blockquote: false, code: false, codeBlock: false, heading: false, horizontalRule: false, strike: false, underline: false,
    link: false, dropcursor: false, gapcursor: false, trailingNode: false,
  }),
];
