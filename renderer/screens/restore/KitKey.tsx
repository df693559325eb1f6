import { useState, type FormEvent } from 'react';

import { Button, TextArea, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface KitKeyProps {
  readonly isRunning: boolean;
  /** Resolves to whether the codes opened the backups. */
  readonly onKit: (kit: string) => Promise<boolean>;
}

/**
 * The codes from paper. They live in this field only: gone once they have opened the backups or the step is left, kept
 * while they are wrong, because a hundred typed characters are corrected rather than typed again.
 */
export function KitKey({ isRunning, onKit }: KitKeyProps) {
  const t = useText();
  const [kit, setKit] = useState('');
  const isEmpty = kit.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty && (await onKit(kit))) setKit('');
  };
  return (
    <form className={classes.content} onSubmit={event => void submit(event)} noValidate>
      {/* A browser's spelling check may send what is typed elsewhere. */}
      <div className={classes.kit} spellCheck={false} translate="no">
        <TextArea label={t('restore.key.kitField')} help={t('restore.key.kitHelp')} value={kit} onChange={setKit} rows={5} maxLength={5000} readOnly={isRunning} autoFocus required />
      </div>
      <div className={classes.actions}><Button kind="primary" type="submit" disabled={isEmpty} loading={isRunning}>{t('restore.key.open')}</Button></div>
    </form>
  );
}
