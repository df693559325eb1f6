import { useState, type FormEvent } from 'react';

import { SEARCH_REASONS, type SearchReason } from '#shared/domain/journal/search-reasons.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, RadioGroup, TextField, useText } from '#renderer/ui/index.ts';

import classes from './JournalSearch.module.css';

/** Before the first search: why. It stands in the log with every search and with every patient who was shown (J-13, PDL 4:1). */
export function ReasonForm() {
  const t = useText();
  const errorText = useErrorText();
  const state = useCommandOf('journalSearch', 'stateReason');
  const [reasonCode, setReasonCode] = useState<SearchReason | null>(null);
  const [reasonText, setReasonText] = useState('');
  const needsText = reasonCode === 'other' && reasonText.trim().length < 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reasonCode && !needsText) state.start({ reasonCode, reasonText });
  };
  return (
    <form className={classes.reason} onSubmit={submit} noValidate>
      <Banner tone="attention" title={t('journalSearch.reason.title')}>{t('journalSearch.reason.lead')}</Banner>
      <RadioGroup label={t('journalSearch.reason.label')} value={reasonCode} onChange={setReasonCode} options={SEARCH_REASONS.map(code => ({ value: code, label: t(`journalSearch.reasons.${code}`) }))} />
      <TextField label={t('journalSearch.reason.text')} help={t('journalSearch.reason.textHelp')} value={reasonText} onChange={setReasonText} maxLength={200} required={reasonCode === 'other'} />
      {state.error ? <Banner tone="danger" live>{errorText(state.error).text}</Banner> : null}
      <div><Button type="submit" kind="primary" disabled={!reasonCode || needsText} loading={state.isRunning}>{t('journalSearch.reason.go')}</Button></div>
    </form>
  );
}
