import { useCallback, useState } from 'react';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { openFile } from '#renderer/commands/index.ts';
import { Banner, NoteFiles } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { NoteForSigning } from './NoteForSigning.tsx';
import { NoteReader } from './NoteReader.tsx';
import { NoteWriter } from './NoteWriter.tsx';

interface NotePaneProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly nameOf: (templateId: string | null) => string;
  readonly cursor: number | undefined;
}

/** One note: to write in when it is this person's draft, else to read. */
export function NotePane({ patientId, noteId, nameOf, cursor }: NotePaneProps) {
  const errorText = useErrorText();
  const { data, error, refetch } = useQueryOf('journal', 'get', { patientId, noteId });
  const [editor, setEditor] = useState(0);
  const openNoteFile = useCallback((attachmentId: string) => openFile({ patientId, attachmentId }), [patientId]);
  const reload = () => void refetch().then(() => setEditor(count => count + 1));
  if (error) return <div className={classes.banners}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></div>;
  if (!data) return null;
  const name = nameOf(data.head.templateId);
  // The editor reads its text once; a draft of another kind, or another note, is another editor.
  const pane = data.draft && data.head.ownDraft ? <NoteWriter key={`${noteId} ${data.draft.kind} ${editor}`} detail={data} draft={data.draft} name={name} cursor={cursor} onReload={reload} />
    : data.draft && data.maySign ? <NoteForSigning key={noteId} detail={data} draft={data.draft} name={name} />
    : <NoteReader key={noteId} detail={data} name={name} />;
  return <NoteFiles value={openNoteFile}>{pane}</NoteFiles>;
}
