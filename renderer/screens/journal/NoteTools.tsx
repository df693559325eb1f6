import type { ReactNode, RefObject } from 'react';

import { useMay } from '#renderer/client/index.ts';
import { allNoteTools } from '#renderer/commands/index.ts';
import type { NoteEditorHandle } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

interface NoteToolsProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly editor: RefObject<NoteEditorHandle | null>;
  /** The journal's own tools, first in the row. */
  readonly children: ReactNode;
}

/** What other areas can put into the note being written (slot `noteTools`), in a row above its text. */
export function NoteTools({ patientId, noteId, editor, children }: NoteToolsProps) {
  const may = useMay();
  const tools = allNoteTools().filter(tool => tool.permission === undefined || may(tool.permission));
  return (
    <div className={classes.tools}>
      {children}
      {tools.map(({ id, component: Tool }) => <Tool key={id} patientId={patientId} noteId={noteId} insert={what => editor.current?.insert(what)} refocus={() => editor.current?.refocus()} />)}
    </div>
  );
}
