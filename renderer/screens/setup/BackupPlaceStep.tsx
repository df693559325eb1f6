import { useState, type FormEvent } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

/** Where the backups go. Core looks at the folder before it takes it and says what is wrong with it. */
export function BackupPlaceStep({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const choose = useCommandOf('setup', 'chooseBackupPlace');
  const [path, setPath] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    choose.start({ path: path.trim() }, onDone);
  };
  return (
    <StepPane title={t('setup.place.title')} lead={t('setup.place.lead')}>
      <form className={classes.content} onSubmit={submit} noValidate>
        <TextField label={t('setup.place.path')} value={path} onChange={setPath} help={t('setup.place.help')} autoFocus required />
        {choose.error ? <Banner tone="danger" live>{errorText(choose.error).text}</Banner> : null}
        <div className={classes.actions}><Button kind="primary" type="submit" disabled={path.trim() === ''} loading={choose.isRunning}>{t('setup.place.choose')}</Button></div>
      </form>
    </StepPane>
  );
}
