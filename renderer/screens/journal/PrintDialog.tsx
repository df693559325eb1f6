import { useState } from 'react';

import { useCommandOf, useErrorText, useSession, saveFile } from '#renderer/client/index.ts';
import { Banner, Dialog, Text, TextField, notify, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

/** The whole journal as a PDF; its purpose stands on the paper and in the log. */
export function PrintDialog({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { data: session } = useSession();
  const print = useCommandOf('journal', 'print');
  const [purpose, setPurpose] = useState('');
  const run = () =>
    print.start({ patientId, purpose, language: session?.language ?? 'sv' }, ({ pdf, pages, reference }) => {
      saveFile(pdf, `journal-${reference.slice(-12)}.pdf`, 'application/pdf');
      notify(t('journal.print.done', { pages }));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('journal.print.title')} action={{ label: t('journal.print.run'), onRun: run, disabled: purpose.trim() === '', loading: print.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <Text muted>{t('journal.print.lead')}</Text>
        <TextField label={t('journal.print.purpose')} help={t('journal.print.purposeHelp')} value={purpose} onChange={setPurpose} maxLength={200} required autoFocus />
        {print.error ? <Banner tone="danger" live code={errorText(print.error).trace}>{errorText(print.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
