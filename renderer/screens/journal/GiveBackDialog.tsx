import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

interface GiveBackDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly author: string;
  readonly onClose: () => void;
}

/** What the writer is to change before it is signed. */
export function GiveBackDialog({ patientId, noteId, author, onClose }: GiveBackDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const giveBack = useCommandOf('signing', 'giveBack');
  const [comment, setComment] = useState('');
  const run = () => giveBack.start({ patientId, noteId, comment: comment.trim() }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('signing.giveBack.title', { name: author })} action={{ label: t('signing.action.giveBack'), onRun: run, disabled: comment.trim().length < 3, loading: giveBack.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <TextField label={t('signing.giveBack.comment')} value={comment} onChange={setComment} maxLength={400} required autoFocus />
        {giveBack.error ? <Banner tone="danger" live>{errorText(giveBack.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
