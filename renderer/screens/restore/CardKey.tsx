import { useState } from 'react';

import { useCardPresence } from '#renderer/client/index.ts';
import { PinField, Text, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface CardKeyProps {
  readonly isRunning: boolean;
  readonly onPin: (pin: string) => Promise<boolean>;
}

/** An administrator's card: what the reader says, and the PIN field once there is a card to use. */
export function CardKey({ isRunning, onPin }: CardKeyProps) {
  const t = useText();
  const presence = useCardPresence();
  const [tries, setTries] = useState(0);
  if (presence?.state !== 'present' || presence.pin === 'locked') {
    const shown = presence?.state === 'present' ? 'pinLocked' : presence?.state;
    return <p className={classes.reader} aria-live="polite"><Text strong>{shown === undefined || shown === 'noCard' ? t('restore.key.insert') : t(`session.signIn.${shown}.title`)}</Text></p>;
  }
  const submit = (pin: string) => {
    setTries(tries + 1);
    void onPin(pin);
  };
  return (
    <div className={classes.pin}>
      <PinField label={t('restore.key.pin')} help={t('restore.key.pinHelp')} disabled={isRunning} minLength={presence.minPin} maxLength={presence.maxPin} focusKey={`${presence.generation}-${tries}-${String(isRunning)}`} onSubmit={submit} />
    </div>
  );
}
