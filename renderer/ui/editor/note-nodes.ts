import { Mark, Node } from '@tiptap/core';

import { atomText, type EditorAtom } from './note-value.ts';
import classes from './NoteView.module.css';

/** Longest value of each attribute; the border refuses longer ones, so the editor must not let them in (H22). */
const LIMITS: Readonly<Record<string, number>> = { kind: 40, label: 60, value: 60, unit: 20, system: 40, version: 40, code: 40, text: 400, id: 36, sha256: 64, title: 300, date: 10, product: 200, details: 300, batch: 60 };
const MAY_BE_EMPTY = new Set(['unit', 'version', 'text', 'details', 'batch']);
/** Attributes that have a form of their own. */
const FORMS: Readonly<Record<string, RegExp>> = { kind: /^[a-z][A-Za-z0-9]*$/, id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, sha256: /^[0-9a-f]{64}$/, date: /^\d{4}-\d{2}-\d{2}$/ };

/** What pasted markup says an atom is; false when it is not one of ours to the letter, and then only its words are pasted. */
function attributesOf(element: HTMLElement, names: readonly string[]): Record<string, string> | false {
  const found = names.map(name => [name, element.getAttribute(`data-${name}`) ?? ''] as const);
  const fits = found.every(([name, value]) => value.length <= (LIMITS[name] ?? 0) && (value !== '' || MAY_BE_EMPTY.has(name)) && (FORMS[name]?.test(value) ?? true));
  return fits ? Object.fromEntries(found) : false;
}

/** An indivisible thing in a line: one step of the cursor, one Backspace, copied and pasted whole. */
const atom = (name: EditorAtom['type'], names: readonly string[]) =>
  Node.create({
    name,
    group: 'inline',
    inline: true,
    atom: true,
    selectable: true,
    draggable: false,
    addAttributes: () => Object.fromEntries(names.map(one => [one, { default: '', rendered: false }])),
    parseHTML: () => [{ tag: `span[data-atom="${name}"]`, getAttrs: element => attributesOf(element, names) }],
    renderText: ({ node }) => atomText(node.toJSON() as EditorAtom),
    renderHTML: ({ node }) => {
      const data = Object.fromEntries(names.map(one => [`data-${one}`, String(node.attrs[one])]));
      return ['span', { 'data-atom': name, ...data, class: classes[name] ?? '' }, atomText(node.toJSON() as EditorAtom)];
    },
  });

export const Measurement = atom('measurement', ['kind', 'label', 'value', 'unit']);
export const Code = atom('code', ['system', 'version', 'code', 'text']);
export const Field = atom('field', ['label']);
export const FileReference = atom('attachment', ['id', 'sha256', 'title', 'date']);
export const Given = atom('given', ['id', 'product', 'details', 'batch', 'date']);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Copied from an earlier note and not touched since. `words` tells from when, in the reader's language. */
export const copiedMark = (words: (date: string) => string) =>
  Mark.create({
    name: 'copied',
    inclusive: false,
    excludes: '',
    addAttributes: () => ({ noteId: { default: '', rendered: false }, date: { default: '', rendered: false } }),
    parseHTML: () => [{
      tag: 'span[data-copied]',
      getAttrs: element => {
        const [noteId, date] = [element.getAttribute('data-copied') ?? '', element.getAttribute('data-date') ?? ''];
        return UUID.test(noteId) && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { noteId, date } : false;
      },
    }],
    renderHTML: ({ mark }) => {
      const [noteId, date] = [String(mark.attrs['noteId']), String(mark.attrs['date'])];
      return ['span', { 'data-copied': noteId, 'data-date': date, class: classes.copied ?? '', title: words(date) }, 0];
    },
  });
