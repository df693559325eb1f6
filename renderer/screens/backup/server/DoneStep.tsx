import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';
import { SheetPart } from './SheetPart.tsx';

/** The sheet for the envelope, then the first backup; the place is kept already and the sheet can be printed later. */
export function DoneStep({ target, onDone }: { readonly target: { readonly targetId: string; readonly name: string }; readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const run = useCommandOf('backup', 'run');
  const [isConfirmed, setIsConfirmed] = useState(false);
  return (
    <div className={classes.form}>
      <h2 className={classes.title}>{t('backup.sheet.title', { name: target.name })}</h2>
      <SheetPart targetId={target.targetId} onConfirmed={() => setIsConfirmed(true)} />
      {run.error ? <Banner tone="danger" live>{errorText(run.error).text}</Banner> : null}
      <div className={classes.actions}>
        <Button kind={isConfirmed ? 'primary' : 'secondary'} loading={run.isRunning} onClick={() => run.start({ targetId: target.targetId }, onDone)}>{t('backup.server.firstBackup')}</Button>
        <Button kind="quiet" onClick={onDone}>{t(isConfirmed ? 'backup.server.later' : 'backup.server.sheetLater')}</Button>
      </div>
    </div>
  );
}
