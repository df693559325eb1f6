import { useState, type FormEvent } from 'react';

import { CARE_REASONS, type CareReason } from '#shared/domain/journal/rules.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, RadioGroup, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

/** No care relation: the record opens after a reason, which the patient may read in the log (J-13). */
export function CareReasonPrompt({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const errorText = useErrorText();
  const state = useCommandOf('journal', 'stateReason');
  const [reasonCode, setReasonCode] = useState<CareReason | null>(null);
  const [reasonText, setReasonText] = useState('');
  const needsText = reasonCode === 'other' && reasonText.trim().length < 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reasonCode && !needsText) state.start({ patientId, reasonCode, reasonText });
  };
  return (
    <form className={classes.reason} onSubmit={submit} noValidate>
      <Banner tone="attention" title={t('journal.care.title')}>{t('journal.care.lead')}</Banner>
      <RadioGroup label={t('journal.care.reason')} value={reasonCode} onChange={setReasonCode} options={CARE_REASONS.map(code => ({ value: code, label: t(`journal.care.reasons.${code}`) }))} />
      <TextField label={t('journal.care.text')} help={t('journal.care.textHelp')} value={reasonText} onChange={setReasonText} maxLength={200} required={reasonCode === 'other'} />
      {state.error ? <Banner tone="danger" live>{errorText(state.error).text}</Banner> : null}
      <div><Button type="submit" kind="primary" disabled={!reasonCode || needsText} loading={state.isRunning}>{t('journal.care.open')}</Button></div>
    </form>
  );
}
