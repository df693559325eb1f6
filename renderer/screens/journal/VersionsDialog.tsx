import { useState } from 'react';

import type { NoteVersion } from '#shared/contract/journal.ts';
import { isEmptyNote, type NoteContent } from '#shared/domain/journal/note-content.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, NoteView, SelectField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { useMoment } from './use-moment.ts';

interface VersionsDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly versions: readonly NoteVersion[];
  readonly onClose: () => void;
  /** Puts a version's text into the note being written, after what stands there. */
  readonly onTake?: (content: NoteContent) => void;
}

/** Every kept version from the first save: nothing that was written is out of reach (product.md decision 6). */
export function VersionsDialog({ patientId, noteId, versions, onClose, onTake }: VersionsDialogProps) {
  const t = useText();
  const at = useMoment();
  const [chosen, setChosen] = useState<string | null>(null);
  const options = versions.map(version => ({
    value: String(version.no),
    label: t('journal.versions.line', { no: version.no, kind: t(`journal.versions.kind.${version.kind}`), time: at(version.createdAt), name: version.authorName }),
  })).reverse();
  return (
    <Dialog open onClose={onClose} title={t('journal.versions.title')} size="medium">
      <div className={classes.form}>
        <SelectField label={t('journal.versions.choose')} value={chosen} onChange={setChosen} options={options} searchable={false} autoFocus />
        {chosen ? <OneVersion patientId={patientId} noteId={noteId} no={Number(chosen)} onTake={onTake} /> : null}
      </div>
    </Dialog>
  );
}

function OneVersion({ onTake, ...target }: { readonly patientId: string; readonly noteId: string; readonly no: number; readonly onTake: ((content: NoteContent) => void) | undefined }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('journal', 'version', target);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  const content = data?.content;
  if (!content) return null;
  return (
    <>
      <NoteView note={content} struck={data.replacedBy !== null} />
      {onTake && !isEmptyNote(content) ? <Button onClick={() => onTake(content)}>{t('journal.versions.take')}</Button> : null}
    </>
  );
}
