import { useState, type FormEvent } from 'react';

import { Button, Text, TextArea, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

interface CodesStepProps {
  readonly isRunning: boolean;
  readonly onBack: () => void;
  readonly onCodes: (kit: string) => void;
}

/** The codes from paper. They live in this field only: gone when the step is left, kept while they are wrong, because a hundred typed signs are corrected rather than typed again. */
export function CodesStep({ isRunning, onBack, onCodes }: CodesStepProps) {
  const t = useText();
  const [kit, setKit] = useState('');
  const isEmpty = kit.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty && !isRunning) onCodes(kit);
  };
  return (
    <form className={classes.guide} onSubmit={submit} noValidate>
      <div>
        <h2 className={classes.guideTitle}>{t('drill.guide.codesTitle')}</h2>
        <p className={classes.guideLead}><Text muted>{t('drill.guide.codesLead')}</Text></p>
      </div>
      {/* A browser's spelling check may send what is typed elsewhere. */}
      <div className={classes.codes} spellCheck={false} translate="no">
        <TextArea label={t('drill.guide.codes')} help={t('drill.guide.codesHelp')} value={kit} onChange={setKit} rows={6} maxLength={5000} readOnly={isRunning} autoFocus required />
      </div>
      <div className={classes.actions}>
        <Button kind="primary" type="submit" disabled={isEmpty} loading={isRunning}>{t('drill.guide.start')}</Button>
        <Button onClick={onBack} disabled={isRunning}>{t('drill.guide.back')}</Button>
      </div>
    </form>
  );
}
