import { useState } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, Text, TextField, notify, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';

/** Nothing leaves a journal: the file is hidden, with a reason, and stays (J-09). */
export function StrikeDialog({ file, onClose, onDone }: { readonly file: Attachment; readonly onClose: () => void; readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const strike = useCommandOf('attachments', 'strike');
  const [reason, setReason] = useState('');
  const run = () =>
    strike.start({ patientId: file.patientId, attachmentId: file.id, version: file.version, reason }, () => {
      notify(t('attachments.strike.done'));
      onDone();
    });
  return (
    <Dialog open onClose={onClose} title={t('attachments.strike.title')} action={{ label: t('attachments.strike.action'), onRun: run, disabled: reason.trim().length < 3, loading: strike.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <Text muted>{t('attachments.strike.lead')}</Text>
        <TextField label={t('attachments.strike.reason')} value={reason} onChange={setReason} maxLength={200} required autoFocus />
        {strike.error ? <Banner tone="danger" live code={errorText(strike.error).trace}>{errorText(strike.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
