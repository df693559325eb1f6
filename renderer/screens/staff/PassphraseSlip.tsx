import { IconPrinter } from '@tabler/icons-react';

import { useSession, type OutputOf } from '#renderer/client/index.ts';
import { Button, Text, useText } from '#renderer/ui/index.ts';

import { QrCode } from './QrCode.tsx';
import classes from './Staff.module.css';

/** The code for the authenticator app, and the slip for a new computer; printing prints the slip alone. */
export function PassphraseSlip({ slip, userName }: { readonly slip: OutputOf<'staff', 'beginPassphrase'>; readonly userName: string }) {
  const t = useText();
  const session = useSession();
  return (
    <div className={classes.steps}>
      <section className={classes.step}>
        <h3>{t('staff.passphrase.scan')}</h3>
        <QrCode text={slip.totpUri} label={t('staff.passphrase.qr')} />
        <Text muted small>{t('staff.passphrase.scanHelp')}</Text>
        <span className={classes.code}>{slip.totpSecret}</span>
      </section>
      <section className={classes.step}>
        <h3>{t('staff.passphrase.slip')}</h3>
        <Text muted small>{t('staff.passphrase.slipHelp')}</Text>
        <div className={classes.slip}>
          <p className={classes.slipTitle}>{t('staff.passphrase.slipFor', { clinic: session.data?.clinic?.name ?? '' })}</p>
          <p>{t('staff.passphrase.slipUser', { userName })}</p>
          <p>{t('staff.passphrase.slipCode')}</p>
          <p className={classes.code}>{slip.slipCode}</p>
          <p><Text muted small>{t('staff.passphrase.slipKeep')}</Text></p>
        </div>
        <div><Button size="dense" icon={<IconPrinter size={16} stroke={1.7} aria-hidden />} onClick={() => window.print()}>{t('staff.passphrase.print')}</Button></div>
      </section>
    </div>
  );
}
