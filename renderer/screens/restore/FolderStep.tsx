import { useState, type FormEvent } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';
import { StepPane } from './StepPane.tsx';

interface FolderStepProps {
  readonly path: string;
  readonly onFound: (found: OutputOf<'restore', 'inspect'>) => void;
}

/** Which folder the backups lie in; it is only looked at. */
export function FolderStep({ path: known, onFound }: FolderStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const look = useCommandOf('restore', 'inspect');
  const [path, setPath] = useState(known);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() !== '') look.start({ path: path.trim() }, onFound);
  };
  return (
    <StepPane title={t('restore.folder.title')} lead={t('restore.folder.lead')}>
      <form className={classes.content} onSubmit={submit} noValidate>
        <TextField label={t('restore.folder.path')} help={t('restore.folder.help')} value={path} onChange={setPath} maxLength={1000} autoFocus required />
        {look.error ? <Banner tone="danger" live>{errorText(look.error).text}</Banner> : null}
        <div className={classes.actions}><Button kind="primary" type="submit" disabled={path.trim() === ''} loading={look.isRunning}>{t('restore.folder.look')}</Button></div>
      </form>
    </StepPane>
  );
}
