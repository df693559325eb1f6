import { useState, type FormEvent } from 'react';

import { ApiError, useCommandOf, useErrorText, useSetSession } from '#renderer/client/index.ts';
import { Banner, Button, TextField, useText } from '#renderer/ui/index.ts';

import classes from './SignIn.module.css';
import { UpdateQuestion, useUpdateAnswer } from './UpdateQuestion.tsx';

/** Sign-in without a card: user name, passphrase and the code of the moment (L-02). Nothing typed is kept after the try. */
export function PassphraseSignIn() {
  const t = useText();
  const errorText = useErrorText();
  const setSession = useSetSession();
  const signIn = useCommandOf('session', 'signInWithPassphrase');
  const [userName, setUserName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [code, setCode] = useState('');
  const update = useUpdateAnswer(signIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!update.ask()) return;
    signIn.start({ userName: userName.trim(), passphrase, code: code.replace(/\s/g, ''), ...update.input }, setSession);
    setPassphrase('');
    setCode('');
  };
  const isAskedBack = signIn.error instanceof ApiError && signIn.error.detail.code === 'update.unproven';
  const error = signIn.error && !isAskedBack ? errorText(signIn.error) : undefined;
  const ready = userName.trim() !== '' && passphrase !== '' && code.trim() !== '';
  return (
    <form className={classes.state} onSubmit={submit} noValidate>
      <h1 className={classes.title}>{t('session.signIn.title')}</h1>
      <UpdateQuestion answer={update} />
      <TextField label={t('session.signIn.userName')} value={userName} onChange={setUserName} autoFocus />
      <TextField label={t('session.signIn.passphrase')} value={passphrase} onChange={setPassphrase} secret />
      <TextField label={t('session.signIn.code')} value={code} onChange={setCode} help={t('session.signIn.codeHelp')} numeric maxLength={12} />
      {error ? <Banner tone="danger" live code={error.trace}>{error.text}</Banner> : null}
      <Button kind="primary" type="submit" size="large" disabled={!ready} loading={signIn.isRunning}>{t('session.signIn.enter')}</Button>
    </form>
  );
}
