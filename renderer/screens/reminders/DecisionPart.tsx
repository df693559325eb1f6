import { useState } from 'react';

import { Banner, Button, FactList, Section, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { DecisionDialog } from './DecisionDialog.tsx';
import classes from './Reminders.module.css';
import type { SettingsAnswer } from './use-settings-draft.ts';

/** HSLF-FS 2016:40 3:16: the decision in force and all before it. Without one nothing is sent. */
export function DecisionPart({ answer: { decision, history } }: { readonly answer: SettingsAnswer }) {
  const t = useText();
  const { stamp } = useFormats();
  const [asking, setAsking] = useState<'allowed' | 'withdrawn' | null>(null);
  const earlier = history.filter(one => one.id !== decision?.id);
  const action = decision === null
    ? <Button size="dense" kind="primary" onClick={() => setAsking('allowed')}>{t('reminders.decision.record')}</Button>
    : <Button size="dense" onClick={() => setAsking('withdrawn')}>{t('reminders.decision.withdraw')}</Button>;
  return (
    <Section title={t('reminders.decision.title')} actions={action}>
      <p className={classes.note}>{t('reminders.decision.why')}</p>
      {decision === null ? <Banner tone="attention">{t('reminders.decision.none')}</Banner> : (
        <FactList facts={[
          { label: t('reminders.decision.decidedOn'), value: decision.decidedOn },
          { label: t('reminders.decision.decidedBy'), value: decision.decidedBy },
          { label: t('reminders.decision.analysis'), value: <span className={classes.analysis}>{decision.analysis}</span> },
          ...(decision.reference === '' ? [] : [{ label: t('reminders.decision.reference'), value: decision.reference }]),
          { label: t('reminders.decision.recorded'), value: t('reminders.decision.recordedBy', { when: stamp(decision.recordedAt), name: decision.recordedBy }) },
        ]} />
      )}
      {earlier.length > 0 ? (
        <>
          <Text strong small>{t('reminders.decision.history')}</Text>
          <ul className={classes.history}>
            {earlier.map(one => <li key={one.id}><span>{one.decidedOn}</span><span>{t(`reminders.decision.verdict.${one.verdict}`)}</span><span className={classes.analysis}>{[one.decidedBy, one.analysis, one.reference].filter(Boolean).join(' · ')}</span></li>)}
          </ul>
        </>
      ) : null}
      {asking ? <DecisionDialog verdict={asking} onClose={() => setAsking(null)} /> : null}
    </Section>
  );
}
