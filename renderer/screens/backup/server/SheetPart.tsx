import { IconPrinter } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';

import { saveFile, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';

/** The supplement to the paper kit: printed, and its digits read back before the place counts as ready. */
export function SheetPart({ targetId, onConfirmed }: { readonly targetId: string; readonly onConfirmed: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const make = useCommandOf('backup', 'makeSheet');
  const confirm = useCommandOf('backup', 'confirmSheet');
  const [check, setCheck] = useState('');
  const print = () => make.start({ targetId }, ({ pdfBase64 }) => saveFile(pdfBase64, 'klinikbok-serverblad.pdf', 'application/pdf'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (check.trim() !== '') confirm.start({ targetId, check: check.trim() }, onConfirmed);
  };
  const failure = confirm.error ?? make.error;
  return (
    <div className={classes.form}>
      <Text>{t('backup.sheet.lead')}</Text>
      <div><Button kind={make.value ? 'secondary' : 'primary'} icon={<IconPrinter size={16} stroke={1.8} aria-hidden />} loading={make.isRunning} onClick={print} autoFocus>{t('backup.sheet.print')}</Button></div>
      {confirm.value ? <Banner tone="ok" live>{t('backup.sheet.confirmed')}</Banner> : (
        <form className={classes.form} onSubmit={submit} noValidate>
          <div className={classes.digits}><TextField key={make.value ? 'made' : 'unmade'} autoFocus={make.value !== undefined} label={t('backup.sheet.check')} help={t('backup.sheet.checkHelp')} value={check} onChange={setCheck} maxLength={20} /></div>
          <div><Button type="submit" disabled={check.trim() === ''} loading={confirm.isRunning}>{t('backup.sheet.confirm')}</Button></div>
        </form>
      )}
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
    </div>
  );
}
