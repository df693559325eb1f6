import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';

import { SHEET_FILE } from '#shared/domain/prints/print-setting.ts';

import { useClinicDay, useCommandOf, useErrorText, useSession } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import classes from './Prints.module.css';

/** Makes the sheet's password and shows it once, as a slip of paper; it is gone from the screen with the dialog. */
export function SheetPassword({ isFirst, canMake }: { readonly isFirst: boolean; readonly canMake: boolean }) {
  const t = useText();
  const errorText = useErrorText();
  const make = useCommandOf('prints', 'newSheetPassword');
  const [isAsking, setIsAsking] = useState(false);
  const begin = (): void => {
    if (isFirst) make.start({});
    else setIsAsking(true);
  };
  const run = (): void => make.start({}, () => setIsAsking(false));
  return (
    <>
      <Button loading={make.isRunning && !isAsking} disabled={!canMake} onClick={begin}>{t(isFirst ? 'prints.settings.sheet.makePassword' : 'prints.settings.sheet.newPassword')}</Button>
      {canMake ? null : <Text muted small>{t('prints.settings.sheet.needFolder')}</Text>}
      {make.error ? <Banner tone="danger" live>{errorText(make.error).text}</Banner> : null}
      {isAsking ? (
        <Dialog open onClose={() => setIsAsking(false)} title={t('prints.settings.sheet.confirmTitle')} action={{ label: t('prints.settings.sheet.makePassword'), danger: true, loading: make.isRunning, onRun: run }}>
          <Text>{t('prints.settings.sheet.confirm')}</Text>
        </Dialog>
      ) : null}
      {make.value && !isAsking ? <PasswordDialog password={make.value.password} onClose={make.reset} /> : null}
    </>
  );
}

function PasswordDialog({ password, onClose }: { readonly password: string; readonly onClose: () => void }) {
  const t = useText();
  const { data } = useSession();
  const { today } = useClinicDay();
  const slip = (
    <>
      <p className={classes.slipTitle}>{t('prints.settings.password.slip', { clinic: data?.clinic?.name ?? '' })}</p>
      <p>{t('prints.settings.password.type')}</p>
      <p className={classes.password}>{password}</p>
      <p>{t('prints.settings.password.where', { file: SHEET_FILE })}</p>
      <p>{t('prints.settings.password.made', { date: today })}</p>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={t('prints.settings.password.title')} size="medium" safeLabel={t('prints.settings.password.done')}>
      <Stack gap={4}>
        <Text>{t('prints.settings.password.lead')}</Text>
        <div className={classes.slip}>{slip}</div>
        {/* A dialog is cut off where its window ends: what is printed stands beside it, on the page itself. */}
        {createPortal(<div className={classes.paper} aria-hidden>{slip}</div>, document.body)}
        <div><Button icon={<IconPrinter size={16} stroke={1.7} aria-hidden />} onClick={() => window.print()} autoFocus>{t('prints.settings.password.print')}</Button></div>
      </Stack>
    </Dialog>
  );
}
