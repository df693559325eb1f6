import { useState } from 'react';

import type { CardRecord } from '#shared/contract/setup.ts';

import { useCardPresence, useCommandOf, useErrorText, useQueryOf, useRefresh } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, Checkbox, FactList, PinField, Text, useText, type Translate } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

/** Looks at the card, takes the PIN, creates the clinic and shows what was recorded about the card. */
export function CardStep({ onHold, onDone }: { readonly onHold: () => void; readonly onDone: () => void }) {
  const t = useText();
  const [record, setRecord] = useState<CardRecord | null>(null);
  return (
    <StepPane title={t('setup.card.title')} lead={t('setup.card.lead')}>
      {record ? (
        <>
          <Banner tone="ok" live>{t('setup.card.ok')}</Banner>
          <Text strong>{t('setup.card.recorded')}</Text>
          <FactList facts={recordFacts(record, t)} />
          <div className={classes.actions}><Button kind="primary" onClick={onDone} autoFocus>{t('setup.next')}</Button></div>
        </>
      ) : <EnrolCard onHold={onHold} onRecord={setRecord} />}
    </StepPane>
  );
}

function recordFacts(record: CardRecord, t: Translate) {
  return [
    { label: t('setup.card.holder'), value: record.holder },
    { label: t('setup.card.hsaId'), value: record.hsaId },
    { label: t('setup.card.title2'), value: record.title },
    { label: t('setup.card.issuer'), value: record.issuer },
    { label: t('setup.card.notAfter'), value: record.certificateNotAfter.slice(0, 10) },
    ...(record.cardNumber ? [{ label: t('setup.card.number'), value: record.cardNumber }] : []),
    { label: t('setup.card.key'), value: record.keyAlgorithm },
    { label: t('setup.card.wrap'), value: record.wrapScheme },
    { label: t('setup.card.sign'), value: t(record.canSign ? 'setup.card.signYes' : 'setup.card.signNo') },
    ...(record.isPractice ? [{ label: t('setup.card.practice'), value: t('app.demo') }] : []),
  ].filter(fact => fact.value !== '');
}

function EnrolCard({ onHold, onRecord }: { readonly onHold: () => void; readonly onRecord: (record: CardRecord) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const presence = useCardPresence();
  const present = presence?.state === 'present';
  const card = useQueryOf('setup', 'inspectCard', {}, { enabled: present });
  const enrol = useCommandOf('setup', 'enrolCard');
  const [alsoPractitioner, setAlsoPractitioner] = useState(true);
  const [tries, setTries] = useState(0);
  const submit = (pin: string) => {
    onHold();
    setTries(tries + 1);
    enrol.start({ pin, alsoPractitioner }, answer => onRecord(answer.card));
  };
  if (!present) return <Banner tone="info" live>{t('setup.card.insert')}</Banner>;
  if (card.error) return <Banner tone="danger" live actions={<Button onClick={() => void refresh('setup')}>{t('setup.card.again')}</Button>}>{errorText(card.error).text}</Banner>;
  return (
    <>
      <Text strong>{t('setup.card.found')}</Text>
      {card.data ? (
        <FactList facts={[
          { label: t('setup.card.holder'), value: card.data.holder },
          { label: t('setup.card.hsaId'), value: card.data.hsaId },
          { label: t('setup.card.issuer'), value: card.data.issuer },
          { label: t('setup.card.notAfter'), value: card.data.certificateNotAfter.slice(0, 10) },
        ]} />
      ) : null}
      <Checkbox label={t('setup.card.alsoPractitioner')} checked={alsoPractitioner} onChange={setAlsoPractitioner} disabled={enrol.isRunning} />
      <div className={classes.narrow}>
        <PinField label={t('session.signIn.pin')} help={enrol.isRunning ? t('setup.card.working') : t('session.signIn.present')} disabled={enrol.isRunning || !card.data} minLength={presence.minPin} maxLength={presence.maxPin} focusKey={`${presence.generation}-${tries}-${String(enrol.isRunning)}-${String(card.data !== undefined)}`} onSubmit={submit} />
      </div>
      {enrol.error ? <Banner tone="danger" live code={errorText(enrol.error).trace}>{errorText(enrol.error).text}</Banner> : null}
    </>
  );
}
