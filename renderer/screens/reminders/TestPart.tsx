import { useState } from 'react';

import type { MessageLanguage } from '#shared/domain/reminders/template.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Section, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';

interface TestPartProps {
  readonly isReady: boolean;
  readonly isDirty: boolean;
  readonly language: MessageLanguage;
}

/** One message to a telephone of the clinic's own, with invented values, to see that it arrives and how it reads. */
export function TestPart({ isReady, isDirty, language }: TestPartProps) {
  const t = useText();
  const errorText = useErrorText();
  const send = useCommandOf('reminders', 'sendTest');
  const [phone, setPhone] = useState('');
  return (
    <Section title={t('reminders.test.title')}>
      <Text muted>{t('reminders.test.why')}</Text>
      <form className={classes.test} noValidate onSubmit={event => { event.preventDefault(); if (phone.trim().length >= 3) send.start({ phone, language }); }}>
        <TextField numeric label={t('reminders.test.phone')} value={phone} onChange={setPhone} maxLength={40} placeholder="070-123 45 67" />
        <Button type="submit" disabled={!isReady || isDirty || phone.trim().length < 3} loading={send.isRunning}>{t('reminders.test.send')}</Button>
      </form>
      {isDirty ? <Text muted small>{t('reminders.test.saveFirst')}</Text> : null}
      {send.value && !send.error ? <Banner tone="ok" live>{t('reminders.test.done', { segments: send.value.segments })}</Banner> : null}
      {send.error ? <Banner tone="danger" live>{errorText(send.error).text}</Banner> : null}
    </Section>
  );
}
