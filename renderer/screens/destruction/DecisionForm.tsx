import { useEffect, useRef, useState } from 'react';

import { toBase64 } from '#renderer/parts/file-intake/index.ts';
import { useClinicDay, useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Columns, DateField, FileField, notify, RadioGroup, Row, Section, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';
import { DECIDERS, SCOPES, type Decider, type DestructionScope } from '#shared/domain/destruction/destruction.ts';

import { EntryChoice } from './EntryChoice.tsx';
import { WhatGoes } from './WhatGoes.tsx';

export type FoundJournal = OutputOf<'destruction', 'find'>;
const MOST_MEGABYTES = 10;

/** The first person enters the decision: who decided, about whom, what it covers, and the decision itself. */
export function DecisionForm({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [decider, setDecider] = useState<Decider | null>(null);
  const isLawful = decider === 'ivo' || decider === 'court';
  const form = useRef<HTMLDivElement>(null);
  // The button that opened it is gone: whoever works by keys goes on at the first question.
  useEffect(() => form.current?.querySelector<HTMLElement>('input[type=radio]')?.focus(), []);
  return (
    <Section title={t('destruction.form.title')}>
      <Stack gap={4}>
        <div ref={form}><RadioGroup label={t('destruction.form.decider')} value={decider} onChange={setDecider} options={DECIDERS.map(value => ({ value, label: t(`destruction.decider.${value}`) }))} /></div>
        {decider !== null && !isLawful ? <Banner tone="danger" live title={t('destruction.form.refusedTitle')}>{t('error.destruction.notLawful')}</Banner> : null}
        {isLawful ? <PatientPart decider={decider} onClose={onClose} /> : <div><Button onClick={onClose}>{t('destruction.form.cancel')}</Button></div>}
      </Stack>
    </Section>
  );
}

/** Found by exactly the number on the decision: nobody is taken for somebody else by a name. */
function PatientPart({ decider, onClose }: { readonly decider: 'ivo' | 'court'; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const find = useCommandOf('destruction', 'find');
  const [number, setNumber] = useState('');
  const change = (text: string) => {
    setNumber(text);
    find.reset();
  };
  const canFind = number.trim().length >= 4 && !find.isRunning && !find.value;
  const look = () => find.start({ number: number.trim() });
  return (
    <>
      <TextField label={t('destruction.form.number')} help={t('destruction.form.numberHelp')} value={number} onChange={change} maxLength={40} required onKeyDown={event => { if (event.key === 'Enter' && canFind) look(); }} />
      {find.error ? <Banner tone="danger" live>{errorText(find.error).text}</Banner> : null}
      {find.value ? <DecisionPart key={find.value.patientId} decider={decider} journal={find.value} onClose={onClose} /> : (
        <Row gap={2}>
          <Button kind="primary" disabled={!canFind} loading={find.isRunning} onClick={look}>{t('destruction.form.find')}</Button>
          <Button onClick={onClose}>{t('destruction.form.cancel')}</Button>
        </Row>
      )}
    </>
  );
}

interface DecisionPartProps {
  readonly decider: 'ivo' | 'court';
  readonly journal: FoundJournal;
  readonly onClose: () => void;
}

function DecisionPart({ decider, journal, onClose }: DecisionPartProps) {
  const t = useText();
  const errorText = useErrorText();
  const ask = useCommandOf('destruction', 'ask');
  const { today } = useClinicDay();
  const [scope, setScope] = useState<DestructionScope | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [caseNumber, setCaseNumber] = useState('');
  const [decidedOn, setDecidedOn] = useState<string | null>(null);
  const [paper, setPaper] = useState<File | null>(null);
  // Nothing is chosen beforehand: the whole journal must never go because somebody passed a question by.
  const entries = scope !== 'entries' ? [] : journal.entries.filter(entry => chosen.has(entry.id)).map(({ kind, id }) => ({ kind, id }));
  const isTooLarge = paper !== null && paper.size > MOST_MEGABYTES * 1_000_000;
  const isReady = caseNumber.trim().length >= 3 && decidedOn !== null && paper !== null && !isTooLarge && (scope === 'journal' || entries.length > 0);
  const run = async () => {
    if (paper === null || decidedOn === null || scope === null) return;
    const content = await toBase64(paper);
    ask.start({ decider, patientId: journal.patientId, scope, entries, caseNumber, decidedOn, paper: content }, () => {
      notify(t('destruction.form.asked'));
      onClose();
    });
  };
  return (
    <>
      <Text strong>{journal.patient}</Text>
      <Columns>
        <TextField label={t('destruction.form.caseNumber')} value={caseNumber} onChange={setCaseNumber} maxLength={60} required autoFocus />
        <DateField label={t('destruction.form.decidedOn')} value={decidedOn} onChange={setDecidedOn} today={today} max={today} required />
      </Columns>
      <FileField label={t('destruction.form.paper')} button={t('destruction.form.choosePaper')} help={paper?.name ?? t('destruction.form.paperHelp')} accept="application/pdf" onFiles={([first]) => setPaper(first ?? null)} />
      {isTooLarge ? <Banner tone="danger" live>{t('error.attachment.tooLarge', { megabytes: MOST_MEGABYTES })}</Banner> : null}
      <RadioGroup label={t('destruction.form.scope')} value={scope} onChange={setScope} options={SCOPES.map(value => ({ value, label: t(`destruction.form.scopeOf.${value}`) }))} />
      {scope === 'entries' ? <EntryChoice entries={journal.entries} chosen={chosen} onChange={setChosen} /> : null}
      {scope !== null && (scope === 'journal' || entries.length > 0) ? <WhatGoes scope={scope} patientId={journal.patientId} entries={entries} /> : null}
      {ask.error ? <Banner tone="danger" live>{errorText(ask.error).text}</Banner> : null}
      <Row gap={2}>
        <Button kind="primary" disabled={!isReady} loading={ask.isRunning} onClick={() => void run()}>{t('destruction.form.ask')}</Button>
        <Button onClick={onClose}>{t('destruction.form.cancel')}</Button>
      </Row>
    </>
  );
}
