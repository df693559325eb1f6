import { IconDeviceUsb, IconId, IconPlugOff, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';

import type { CardPresence } from '#shared/contract/wire.ts';

import { ApiError, useCommandOf, useErrorText, useSetSession } from '#renderer/client/index.ts';
import { Banner, Button, PinField, Stack, Text, useText } from '#renderer/ui/index.ts';

import classes from './SignIn.module.css';
import { UpdateQuestion, useUpdateAnswer } from './UpdateQuestion.tsx';

const ICONS = { noReader: IconDeviceUsb, noCard: IconId, moduleMissing: IconPlugOff, moduleFailed: IconPlugOff, waiting: IconDeviceUsb, pinLocked: IconShieldOff } as const;

interface CardSignInProps {
  readonly presence: CardPresence | null;
  /** The person has a card that opens nothing here yet and wants to use the kit. */
  readonly onRecover: () => void;
}

/** What the reader says, and the PIN field that takes the focus by itself when there is a card to use. */
export function CardSignIn({ presence, onRecover }: CardSignInProps) {
  const t = useText();
  const state = presence?.state ?? 'waiting';
  const usable = presence?.state === 'present' && presence.pin !== 'locked';
  const shown = state === 'present' ? 'pinLocked' : state;
  const Icon = ICONS[shown];
  if (presence && usable) return <PinEntry presence={presence} onRecover={onRecover} />;
  return (
    <section className={classes.state} aria-live="polite" data-state={shown}>
      <Icon size={40} stroke={1.2} aria-hidden className={classes.icon} />
      <h1 className={classes.title}>{t(`session.signIn.${shown}.title`)}</h1>
      <Text muted>{t(`session.signIn.${shown}.body`)}</Text>
    </section>
  );
}

function PinEntry({ presence, onRecover }: CardSignInProps & { readonly presence: CardPresence }) {
  const t = useText();
  const errorText = useErrorText();
  const setSession = useSetSession();
  const signIn = useCommandOf('session', 'signInWithCard');
  const [tries, setTries] = useState(0);
  const update = useUpdateAnswer(signIn.error);
  const submit = (pin: string) => {
    if (!update.ask()) return;
    setTries(tries + 1);
    signIn.start({ pin, ...update.input }, setSession);
  };
  const code = signIn.error instanceof ApiError ? signIn.error.detail.code : undefined;
  const error = signIn.error && code !== 'update.unproven' ? errorText(signIn.error) : undefined;
  const isNotEnrolled = code === 'vault.entryMissing';
  const warning = presence.pin === 'low' ? 'session.signIn.pinLow' : presence.pin === 'final' ? 'session.signIn.pinFinal' : undefined;
  return (
    <section className={classes.state}>
      <h1 className={classes.title}>{t('session.signIn.title')}</h1>
      <UpdateQuestion answer={update} />
      <PinField label={t('session.signIn.pin')} help={t(!signIn.isRunning ? 'session.signIn.present' : update.question === null ? 'session.signIn.checking' : 'session.update.checking')} disabled={signIn.isRunning} minLength={presence.minPin} maxLength={presence.maxPin} focusKey={`${presence.generation}-${tries}-${String(signIn.isRunning)}`} onSubmit={submit} />
      {error ? <Banner tone="danger" live code={error.trace}>{error.text}</Banner> : null}
      {isNotEnrolled ? <Stack gap={2}><Text muted>{t('session.recover.entryMissing')}</Text><div><Button onClick={onRecover}>{t('session.recover.use')}</Button></div></Stack> : null}
      {warning && !error ? <Banner tone="attention">{t(warning)}</Banner> : null}
    </section>
  );
}
