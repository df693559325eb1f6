import { useState } from 'react';

import type { NoteVersion } from '#shared/contract/journal.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, NoteView, SelectField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { useMoment } from './use-moment.ts';

interface VersionsDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly versions: readonly NoteVersion[];
  readonly onClose: () => void;
}

/** Every kept version from the first save: nothing that was written is out of reach (product.md decision 6). */
export function VersionsDialog({ patientId, noteId, versions, onClose }: VersionsDialogProps) {
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
        {chosen ? <OneVersion patientId={patientId} noteId={noteId} no={Number(chosen)} /> : null}
      </div>
    </Dialog>
  );
}

function OneVersion(target: { readonly patientId: string; readonly noteId: string; readonly no: number }) {
  const errorText = useErrorText();
  const { data, error } = useQueryOf('journal', 'version', target);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  return data?.content ? <NoteView note={data.content} struck={data.replacedBy !== null} /> : null;
}
