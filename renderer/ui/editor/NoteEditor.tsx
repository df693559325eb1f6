import { IconBold, IconItalic, IconList, IconListNumbers } from '@tabler/icons-react';
import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { IconButton } from '../IconButton.tsx';
import { useText } from '../text.tsx';
import classes from './NoteEditor.module.css';
import type { Expand } from './expand-keys.ts';
import { useNoteFiles } from './note-files.ts';
import { handleOf, type NoteEditorHandle } from './note-handle.ts';
import { noteExtensions } from './note-schema.ts';
import type { Refused } from './paste-limits.ts';
import { fromEditorDocument, toEditorDocument, type NoteValue } from './note-value.ts';

export interface NoteEditorProps {
  /** Read once; give the editor another `key` to show another note. */
  readonly initial: NoteValue;
  /** After every change; the caller decides when to save. Reading the value's sections is what costs: do it when saving, not at every key. */
  readonly onChange: (value: NoteValue) => void;
  readonly onReady?: (handle: NoteEditorHandle) => void;
  readonly label?: string;
  readonly autoFocus?: boolean;
  readonly readOnly?: boolean;
  /** What an abbreviation or a typed measurement becomes at Space or Tab; null: nothing. */
  readonly expand?: Expand;
  /** Buttons of the screen's own, in the row of the format's. */
  readonly tools?: ReactNode;
  /** Something did not fit; nothing of it was taken. */
  readonly onRefused?: (why: Refused) => void;
}

const nothing: Expand = () => null;

/** The note under its headings. Tab and Shift+Tab walk gaps and headings; Ctrl+B, Ctrl+I; Ctrl+Z undoes. */
export function NoteEditor({ initial, onChange, onReady, label, autoFocus = false, readOnly = false, expand = nothing, tools, onRefused }: NoteEditorProps) {
  const t = useText();
  const openFile = useNoteFiles();
  const latest = useRef({ onChange, onReady, autoFocus, expand, onRefused, openFile });
  latest.current = { onChange, onReady, autoFocus, expand, onRefused, openFile };
  const [first] = useState(initial);
  const [extensions] = useState(() => noteExtensions({ expand: before => latest.current.expand(before), copiedFrom: date => t('ui.editor.copied', { date }), refused: why => latest.current.onRefused?.(why), openFile: id => latest.current.openFile?.(id) }));
  const editor = useEditor({
    extensions,
    content: toEditorDocument(first),
    editable: !readOnly,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label ?? t('ui.editor.label'), spellcheck: 'false', class: classes.text ?? '' } },
    onUpdate: ({ editor: { state } }) => latest.current.onChange(fromEditorDocument(() => state.doc.toJSON(), first)),
  });
  useEffect(() => {
    const handle = handleOf(editor, first);
    if (latest.current.autoFocus) handle.begin();
    latest.current.onReady?.(handle);
  }, [editor, first]);
  useEffect(() => editor.setEditable(!readOnly, false), [editor, readOnly]);
  return (
    <div className={classes.editor}>
      {readOnly ? null : <Toolbar editor={editor}>{tools}</Toolbar>}
      <EditorContent editor={editor} className={classes.page} />
    </div>
  );
}

function Toolbar({ editor, children }: { readonly editor: Editor; readonly children: ReactNode }) {
  const t = useText();
  const active = useEditorState({ editor, selector: ({ editor: now }) => ({ bold: now.isActive('bold'), italic: now.isActive('italic'), bullet: now.isActive('bulletList'), ordered: now.isActive('orderedList') }) });
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('ui.editor.toolbar')}>
      <IconButton size="dense" label={t('ui.editor.bold')} shortcut="mod+b" pressed={active.bold} icon={<IconBold size={16} />} onClick={() => editor.chain().focus().toggleBold().run()} />
      <IconButton size="dense" label={t('ui.editor.italic')} shortcut="mod+i" pressed={active.italic} icon={<IconItalic size={16} />} onClick={() => editor.chain().focus().toggleItalic().run()} />
      <IconButton size="dense" label={t('ui.editor.bulletList')} pressed={active.bullet} icon={<IconList size={16} />} onClick={() => editor.chain().focus().toggleBulletList().run()} />
      <IconButton size="dense" label={t('ui.editor.orderedList')} pressed={active.ordered} icon={<IconListNumbers size={16} />} onClick={() => editor.chain().focus().toggleOrderedList().run()} />
      {children}
    </div>
  );
}
