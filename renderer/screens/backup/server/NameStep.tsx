import { useState, type FormEvent } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';
import { addressOf, keysOf, type ServerProgress } from './server-draft.ts';

/** What the clinic calls the server; then it is a place. */
export function NameStep({ progress, onAdded }: { readonly progress: ServerProgress; readonly onAdded: (targetId: string, name: string) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const add = useCommandOf('backup', 'addServer');
  const { draft, decision, verdict, report } = progress;
  const [name, setName] = useState(() => (verdict?.operator ?? new URL(draft.endpoint).host).slice(0, 60));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') add.start({ address: addressOf(draft), keys: keysOf(draft), decision, name: name.trim() }, ({ targetId }) => onAdded(targetId, name.trim()));
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <h2 className={classes.title}>{t('backup.server.nameTitle')}</h2>
      <Text muted>{t('backup.server.nameLead')}</Text>
      <TextField label={t('backup.targets.name')} value={name} onChange={setName} maxLength={60} autoFocus required />
      {report?.isProtected === false ? <Banner tone="attention">{t('backup.server.unprotectedStays')}</Banner> : null}
      {add.error ? <Banner tone="danger" live>{errorText(add.error).text}</Banner> : null}
      <div className={classes.actions}><Button kind="primary" type="submit" disabled={name.trim() === ''} loading={add.isRunning}>{t('backup.server.add')}</Button></div>
    </form>
  );
}
