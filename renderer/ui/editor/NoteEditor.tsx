import { IconBold, IconItalic, IconList, IconListNumbers } from '@tabler/icons-react';
import { EditorContent, useEditor, useEditorState, type Content, type Editor } from '@tiptap/react';
import { useEffect, useRef, useState } from 'react';

import { IconButton } from '../IconButton.tsx';
import { useText } from '../text.tsx';
import classes from './NoteEditor.module.css';
import { noteExtensions } from './note-schema.ts';
import { fromEditorDocument, toEditorDocument, type EditorInline, type EditorText, type NoteValue } from './note-value.ts';

/** What the screen can do with the editor besides letting the person type. */
export interface NoteEditorHandle {
  /** The note as it stands now, to the last key. */
  read(): NoteValue;
  /** Puts the cursor at the end of a heading's text (the first heading's by default). */
  focus(sectionKey?: string): void;
  /** Gives the text the focus back with the cursor where it was. */
  refocus(): void;
  /** Puts text, a measurement, a code or several at the cursor, and gives the editor the focus. One Ctrl+Z takes it back. */
  insert(what: string | EditorInline | readonly EditorInline[]): void;
  /** Adds text at the end of a heading, e.g. what is copied forward. */
  append(sectionKey: string, text: EditorText): void;
  /** Cursor as a number, to come back to after a lock. */
  cursor(): number;
  setCursor(position: number): void;
}

export interface NoteEditorProps {
  /** Read once; give the editor another `key` to show another note. */
  readonly initial: NoteValue;
  /** After every change; the caller decides when to save. */
  readonly onChange: (value: NoteValue) => void;
  readonly onReady?: (handle: NoteEditorHandle) => void;
  readonly label?: string;
  readonly autoFocus?: boolean;
  readonly readOnly?: boolean;
  /** Abbreviation → phrase, expanded on Space. */
  readonly phrases?: ReadonlyMap<string, string>;
}

const NO_PHRASES: ReadonlyMap<string, string> = new Map();

/** Where a heading's text ends; the first heading's when the key is not there. */
function endOf(editor: Editor, sectionKey?: string): number {
  let end = 0;
  let at = 0;
  editor.state.doc.forEach((node, offset) => {
    if (at === 0 || node.attrs['key'] === sectionKey) end = offset + node.nodeSize - 1;
    at += 1;
  });
  return end;
}

function handleOf(editor: Editor, initial: NoteValue): NoteEditorHandle {
  return {
    read: () => fromEditorDocument(editor.getJSON(), initial),
    focus: key => void editor.chain().focus(endOf(editor, key) - 1).scrollIntoView().run(),
    refocus: () => void editor.commands.focus(),
    insert: what => void editor.chain().focus().insertContent((typeof what === 'string' ? { type: 'text', text: what } : what) as Content).run(),
    append: (key, text) => void editor.chain().insertContentAt(endOf(editor, key), text.content).run(),
    cursor: () => editor.state.selection.head,
    setCursor: position => void editor.chain().focus(Math.min(position, editor.state.doc.content.size - 2)).scrollIntoView().run(),
  };
}

/** The note under its headings. Tab and Shift+Tab walk the headings; Ctrl+B, Ctrl+I; Ctrl+Z undoes. */
export function NoteEditor({ initial, onChange, onReady, label, autoFocus = false, readOnly = false, phrases = NO_PHRASES }: NoteEditorProps) {
  const t = useText();
  const latest = useRef({ onChange, onReady, autoFocus, phrases });
  latest.current = { onChange, onReady, autoFocus, phrases };
  const [first] = useState(initial);
  const [extensions] = useState(() => noteExtensions({ phrases: () => latest.current.phrases, copiedFrom: date => t('ui.editor.copied', { date }) }));
  const editor = useEditor({
    extensions,
    content: toEditorDocument(first),
    editable: !readOnly,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label ?? t('ui.editor.label'), spellcheck: 'false', class: classes.text ?? '' } },
    onUpdate: ({ editor: changed }) => latest.current.onChange(fromEditorDocument(changed.getJSON(), first)),
  });
  useEffect(() => {
    const handle = handleOf(editor, first);
    if (latest.current.autoFocus) handle.focus();
    latest.current.onReady?.(handle);
  }, [editor, first]);
  useEffect(() => editor.setEditable(!readOnly, false), [editor, readOnly]);
  return (
    <div className={classes.editor}>
      {readOnly ? null : <Toolbar editor={editor} />}
      <EditorContent editor={editor} className={classes.page} />
    </div>
  );
}

function Toolbar({ editor }: { readonly editor: Editor }) {
  const t = useText();
  const active = useEditorState({ editor, selector: ({ editor: now }) => ({ bold: now.isActive('bold'), italic: now.isActive('italic'), bullet: now.isActive('bulletList'), ordered: now.isActive('orderedList') }) });
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('ui.editor.toolbar')}>
      <IconButton size="dense" label={t('ui.editor.bold')} shortcut="mod+b" pressed={active.bold} icon={<IconBold size={16} />} onClick={() => editor.chain().focus().toggleBold().run()} />
      <IconButton size="dense" label={t('ui.editor.italic')} shortcut="mod+i" pressed={active.italic} icon={<IconItalic size={16} />} onClick={() => editor.chain().focus().toggleItalic().run()} />
      <IconButton size="dense" label={t('ui.editor.bulletList')} pressed={active.bullet} icon={<IconList size={16} />} onClick={() => editor.chain().focus().toggleBulletList().run()} />
      <IconButton size="dense" label={t('ui.editor.orderedList')} pressed={active.ordered} icon={<IconListNumbers size={16} />} onClick={() => editor.chain().focus().toggleOrderedList().run()} />
    </div>
  );
}
