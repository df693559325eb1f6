import { useState } from 'react';
import * as z from 'zod';

import { DELIVERY_WAYS, type DeliveryWay } from '#shared/domain/documents/document.ts';
import type { CopyScope, Examination, RecipientKind, WithholdReason } from '#shared/domain/documents/disclosure.ts';

import { ApiError, callProcedure, saveFile, useClinicDay, useErrorText, useQueryOf, useSession, type OutputOf } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteParams } from '#renderer/commands/index.ts';
import { DecidedBy, ExaminationFields, isComplete } from '#renderer/parts/examination/index.ts';
import { Banner, Button, Checkbox, DateField, notify, Page, SegmentedChoice, Text, useText } from '#renderer/ui/index.ts';

import { CopyEntries, withheldOf } from './CopyEntries.tsx';
import classes from './Disclosures.module.css';

export const COPY_PATH = '/patients/$patientId/copy';
const Params = z.object({ patientId: z.uuid() });
const EVERYTHING: CopyScope = { from: null, to: null, withNotes: true, withDocuments: true, withAttachments: true };

/** A journal copy in five decisions: who asks, on which ground, what is in it, what is left out, who decides (J-17, J-18). */
export function CopyScreen() {
  const { patientId } = useRouteParams(Params);
  const t = useText();
  const errorText = useErrorText();
  const strip = useQueryOf('patients', 'strip', { id: patientId });
  if (strip.error) return <Page title={t('disclosures.copy.title')}><Banner tone="danger" live>{errorText(strip.error).text}</Banner></Page>;
  return strip.data ? <CopyForm key={patientId} patientId={patientId} patientName={`${strip.data.givenName} ${strip.data.familyName}`.trim()} /> : null;
}

function CopyForm({ patientId, patientName }: { readonly patientId: string; readonly patientName: string }) {
  const t = useText();
  const errorText = useErrorText();
  const [examination, setExamination] = useState<Examination>({ recipientKind: 'patient', recipientName: patientName, basis: 'copy', basisText: '', decidedBy: '' });
  const [scope, setScope] = useState(EVERYTHING);
  const [left, setLeft] = useState<ReadonlyMap<string, WithholdReason>>(new Map());
  const [way, setWay] = useState<DeliveryWay>('print');
  const entries = useQueryOf('disclosures', 'entries', { patientId, scope }, { keepPrevious: true });
  const forGuardian = examination.recipientKind === 'guardian';
  const handing = useHandOut(patientId, () => ({ examination, scope, way, withheld: withheldOf(entries.data ?? [], left, forGuardian) }));
  const isReady = isComplete(examination) && entries.data !== undefined;
  useCommands([{ id: 'disclosures.run', message: 'disclosures.copy.run', shortcut: 'mod+enter', permission: 'journal.print', when: () => isReady, run: handing.run }]);
  const failure = handing.error ?? entries.error;
  return (
    <Page title={t('disclosures.copy.title')} actions={<Button kind="primary" shortcut="mod+enter" disabled={!isReady} loading={handing.isRunning} onClick={handing.run}>{t('disclosures.copy.run')}</Button>}>
      {failure ? <Banner tone="danger" live code={errorText(failure).trace}>{errorText(failure).text}</Banner> : null}
      <form className={classes.copy} noValidate onSubmit={event => { event.preventDefault(); if (isReady) handing.run(); }}>
        <Text muted>{t('disclosures.copy.lead')}</Text>
        <ExaminationFields value={examination} onChange={setExamination} nameOf={(kind: RecipientKind) => (kind === 'patient' ? patientName : undefined)} autoFocus numbered />
        <Scope value={scope} onChange={setScope} />
        <fieldset className={classes.block}>
          <legend className={classes.legend}>{t('disclosures.copy.withheld')}</legend>
          <CopyEntries patientId={patientId} entries={entries.data ?? []} left={left} onLeft={setLeft} forGuardian={forGuardian} />
        </fieldset>
        <DecidedBy value={examination} onChange={setExamination} numbered />
        <div className={classes.foot}>
          <SegmentedChoice label={t('disclosures.copy.way')} value={way} onChange={setWay} options={DELIVERY_WAYS.map(value => ({ value, label: t(`documents.way.${value}`) }))} />
        </div>
      </form>
    </Page>
  );
}

function Scope({ value, onChange }: { readonly value: CopyScope; readonly onChange: (scope: CopyScope) => void }) {
  const t = useText();
  const { today } = useClinicDay();
  return (
    <fieldset className={classes.block}>
      <legend className={classes.legend}>{t('disclosures.copy.scope')}</legend>
      <div className={classes.dates}>
        <DateField label={t('disclosures.copy.from')} help={t('disclosures.copy.fromHelp')} value={value.from ?? ''} onChange={from => onChange({ ...value, from: from || null })} today={today} />
        <DateField label={t('disclosures.copy.to')} help={t('disclosures.copy.toHelp')} value={value.to ?? ''} onChange={to => onChange({ ...value, to: to || null })} today={today} />
      </div>
      <div className={classes.ticks}>
        <Checkbox label={t('disclosures.copy.notes')} checked={value.withNotes} onChange={withNotes => onChange({ ...value, withNotes })} />
        <Checkbox label={t('disclosures.copy.documents')} checked={value.withDocuments} onChange={withDocuments => onChange({ ...value, withDocuments })} />
        <Checkbox label={t('disclosures.copy.attachments')} checked={value.withAttachments} onChange={withAttachments => onChange({ ...value, withAttachments })} />
      </div>
    </fieldset>
  );
}

type Decision = Omit<Parameters<typeof callProcedure<'disclosures', 'decide'>>[2], 'patientId'>;

/** The files that go along with the pages, one by one; gives how many cannot be read, which the copy names. The rest leaves all the same. */
async function saveBeside(on: { readonly patientId: string; readonly disclosureId: string }, files: OutputOf<'journal', 'print'>['files']): Promise<number> {
  let lost = 0;
  for (const { attachmentId, name, type } of files) {
    try {
      saveFile((await callProcedure('journal', 'copyFile', { ...on, attachmentId })).content, name, type);
    } catch (error) {
      if (!(error instanceof ApiError) || error.detail.code !== 'attachment.damaged') throw error;
      lost += 1;
    }
  }
  return lost;
}

/** Keeps the examination; only then asks for the pages and gives them to the person. */
function useHandOut(patientId: string, decision: () => Decision) {
  const t = useText();
  const go = useGo();
  const { data: session } = useSession();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const handOut = async (): Promise<void> => {
    const { disclosureId } = await callProcedure('disclosures', 'decide', { patientId, ...decision() });
    const { pdf, pages, files } = await callProcedure('journal', 'print', { patientId, disclosureId, language: session?.language ?? 'sv' });
    saveFile(pdf, `journal-${disclosureId.slice(-12)}.pdf`, 'application/pdf');
    const lost = await saveBeside({ patientId, disclosureId }, files);
    notify(t(lost > 0 ? 'disclosures.copy.lost' : 'disclosures.copy.done', { pages, files: files.length - lost, lost }));
    go('/patients/$patientId/journal', { params: { patientId }, search: { panel: 'disclosures' } });
  };
  const run = () => {
    if (isRunning) return;
    setRunning(true);
    setError(null);
    handOut().catch(setError).finally(() => setRunning(false));
  };
  return { run, isRunning, error };
}
