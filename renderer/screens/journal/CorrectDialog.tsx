import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

/** Why the note is corrected. The reason is kept and printed beside both texts (J-08). */
export function CorrectDialog({ patientId, noteId, onClose }: { readonly patientId: string; readonly noteId: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const correct = useCommandOf('journal', 'correct');
  const [reason, setReason] = useState('');
  const run = () => correct.start({ patientId, noteId, reason: reason.trim() }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('journal.correct.title')} action={{ label: t('journal.correct.start'), onRun: run, disabled: reason.trim().length < 3, loading: correct.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <Text muted>{t('journal.correct.lead')}</Text>
        <TextField label={t('journal.correct.reason')} value={reason} onChange={setReason} maxLength={400} required autoFocus />
        {correct.error ? <Banner tone="danger" live>{errorText(correct.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
