import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText, saveFile } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, notify, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';
import { useState } from 'react';

import classes from './Server.module.css';

/** The server sheet of a place, printed again or confirmed later. */
export function SheetDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const make = useCommandOf('backup', 'makeSheet');
  const confirm = useCommandOf('backup', 'confirmSheet');
  const [check, setCheck] = useState('');
  const run = () => confirm.start({ targetId: target.id, check: check.trim() }, () => {
    notify(t('backup.sheet.confirmed'));
    onClose();
  });
  const print = () => make.start({ targetId: target.id }, ({ pdfBase64 }) => saveFile(pdfBase64, 'klinikbok-serverblad.pdf', 'application/pdf'));
  const failure = confirm.error ?? make.error;
  return (
    <Dialog open onClose={onClose} title={t('backup.sheet.title', { name: target.name })} size="medium" action={{ label: t('backup.sheet.confirm'), disabled: check.trim() === '', loading: confirm.isRunning, onRun: run }}>
      <Stack gap={4}>
        <Text>{t('backup.sheet.lead')}</Text>
        <div><Button kind={make.value ? 'secondary' : 'primary'} loading={make.isRunning} onClick={print} autoFocus>{t('backup.sheet.print')}</Button></div>
        <div className={classes.digits}><TextField key={make.value ? 'made' : 'unmade'} autoFocus={make.value !== undefined} label={t('backup.sheet.check')} help={t('backup.sheet.checkHelp')} value={check} onChange={setCheck} maxLength={20} /></div>
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
