import { useState } from 'react';

import { ApiError, useCardPresence, useErrorText, useLockReason, useSession } from '#renderer/client/index.ts';
import { Banner, Button, Stack, Text, useText } from '#renderer/ui/index.ts';

import { CardSignIn } from './CardSignIn.tsx';
import { PassphraseSignIn } from './PassphraseSignIn.tsx';
import { RecoverWithKit } from './RecoverWithKit.tsx';
import classes from './SignIn.module.css';

interface SignInScreenProps {
  readonly onRestore?: () => void;
}

/** Card in, PIN, ready. Says why it was locked, and offers the other ways in underneath. */
export function SignInScreen({ onRestore }: SignInScreenProps) {
  const t = useText();
  const { data } = useSession();
  const [way, setWay] = useState<'card' | 'passphrase' | 'kit'>('card');
  const presence = useCardPresence();
  const reason = useLockReason() ?? data?.lastLock ?? null;
  if (data?.phase === 'broken') return <BrokenClinic {...(onRestore ? { onRestore } : {})} />;
  return (
    <div className={classes.signIn}>
      {reason && reason !== 'closed' ? <p className={classes.reason}>{t(`session.lock.${reason}`)}</p> : null}
      {way === 'card' ? <CardSignIn presence={presence} onRecover={() => setWay('kit')} /> : null}
      {way === 'passphrase' ? <PassphraseSignIn /> : null}
      {way === 'kit' ? <RecoverWithKit presence={presence} /> : null}
      <footer className={classes.others}>
        {data?.passphraseUsers && way !== 'kit' ? (
          <Button kind="quiet" onClick={() => setWay(way === 'card' ? 'passphrase' : 'card')}>{t(way === 'card' ? 'session.signIn.usePassphrase' : 'session.signIn.useCard')}</Button>
        ) : null}
        <Button kind="quiet" onClick={() => setWay(way === 'kit' ? 'card' : 'kit')}>{t(way === 'kit' ? 'session.recover.back' : 'session.recover.link')}</Button>
        {onRestore ? <Button kind="quiet" onClick={onRestore}>{t('session.signIn.restore')}</Button> : null}
      </footer>
    </div>
  );
}

/** The database or the vault cannot be opened: what is wrong, that nothing was changed, and the way out. */
function BrokenClinic({ onRestore }: SignInScreenProps) {
  const t = useText();
  const { data } = useSession();
  const code = data?.problem ?? 'internal';
  const { text } = useErrorText()(new ApiError({ code, params: data?.problemParams ?? {}, traceId: '' }));
  return (
    <Stack gap={4}>
      <h1 className={classes.title}>{t('session.broken.title')}</h1>
      <Banner tone="danger" live code={code}>{text}</Banner>
      <Text muted>{t('session.broken.kept')}</Text>
      {onRestore ? <div><Button kind="primary" onClick={onRestore} autoFocus>{t('session.signIn.restore')}</Button></div> : null}
    </Stack>
  );
}
