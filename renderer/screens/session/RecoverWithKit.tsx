import { useState } from 'react';

import { ApiError, useCommandOf, useErrorText, useSetSession } from '#renderer/client/index.ts';
import type { CardPresence } from '#shared/contract/wire.ts';
import { Banner, PinField, Text, TextArea, useText } from '#renderer/ui/index.ts';

import classes from './SignIn.module.css';
import { UpdateQuestion, useUpdateAnswer } from './UpdateQuestion.tsx';

interface RecoverWithKitProps {
  readonly presence: CardPresence | null;
}

/** What these refusals mean here, where no backup is opened and nobody has a role yet. */
const OWN_WORDS = { 'restore.kitWrong': 'session.recover.kitWrong', 'auth.forbidden': 'session.recover.forbidden' } as const;
const isOwn = (code: string): code is keyof typeof OWN_WORDS => code in OWN_WORDS;

/**
 * Every card is lost (L-10): the kit's codes from paper and an administrator's new card. The codes live in this field
 * only: gone once they have opened the clinic or the form is left, kept while a group or the PIN is wrong, because a
 * hundred and twenty typed characters are corrected rather than typed again.
 */
export function RecoverWithKit({ presence }: RecoverWithKitProps) {
  const t = useText();
  const errorText = useErrorText();
  const setSession = useSetSession();
  const recover = useCommandOf('session', 'recoverWithKit');
  const [kit, setKit] = useState('');
  const update = useUpdateAnswer(recover.error);
  const submit = (pin: string) => {
    if (kit.trim() === '' || !update.ask()) return; // without the codes no try on the card is spent
    recover.start({ kit, pin, ...update.input }, state => {
      setKit('');
      setSession(state);
    });
  };
  const code = recover.error instanceof ApiError ? recover.error.detail.code : '';
  const known = recover.error && code !== 'update.unproven' ? errorText(recover.error) : undefined;
  const error = known && (isOwn(code) ? { ...known, text: t(OWN_WORDS[code]) } : known);
  return (
    <section className={classes.state}>
      <h1 className={classes.title}>{t('session.recover.title')}</h1>
      <Text muted>{t('session.recover.lead')}</Text>
      {/* A browser's spelling check may send what is typed elsewhere. */}
      <div spellCheck={false} translate="no">
        <TextArea label={t('session.recover.kit')} help={t('session.recover.kitHelp')} value={kit} onChange={setKit} rows={4} maxLength={5000} readOnly={recover.isRunning} autoFocus required />
      </div>
      <UpdateQuestion answer={update} />
      <CardPart presence={presence} isRunning={recover.isRunning} onPin={submit} />
      {error ? <Banner tone="danger" live code={error.trace}>{error.text}</Banner> : null}
    </section>
  );
}

interface CardPartProps extends RecoverWithKitProps {
  readonly isRunning: boolean;
  readonly onPin: (pin: string) => void;
}

/** The PIN field once there is a card to use. It does not take the focus: the codes come first. */
function CardPart({ presence, isRunning, onPin }: CardPartProps) {
  const t = useText();
  if (presence?.state !== 'present' || presence.pin === 'locked') {
    const shown = presence?.state === 'present' ? 'pinLocked' : presence?.state;
    return <div aria-live="polite"><Text strong>{shown === undefined || shown === 'noCard' ? t('session.recover.insert') : t(`session.signIn.${shown}.title`)}</Text></div>;
  }
  const help = isRunning ? t('session.signIn.checking') : t('session.recover.pinHelp');
  return <PinField label={t('session.signIn.pin')} help={help} disabled={isRunning} comesSecond minLength={presence.minPin} maxLength={presence.maxPin} onSubmit={onPin} />;
}
