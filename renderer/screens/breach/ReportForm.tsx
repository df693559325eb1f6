import { useState } from 'react';

import type { BreachReport } from '#shared/contract/breach.ts';

import { saveFile, useClinicDay, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Checkbox, Dialog, notify, Row, Section, Stack, Text, TextArea, TextField, useLanguage, useText } from '#renderer/ui/index.ts';

import { CountPart } from './CountPart.tsx';
import { MomentFields } from './MomentFields.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { Timers } from './Timers.tsx';
import { useReportDraft, type ReportFields } from './use-report-draft.ts';
import { useReportSaving } from './use-report-saving.ts';

/** One report: the clock, what happened and to whom, the four parts of art. 33(3), saving, closing, papers. */
export function ReportForm({ id, report, onClose }: { readonly id: string; readonly report: BreachReport | undefined; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const form = useReportDraft(report, t('breach.form.titleDefault', { date: today }));
  const { fields, set, draft } = form;
  const { state, version, flush } = useReportSaving(id, report, draft);
  const isClosed = report !== undefined && report.closedAt !== null;
  const save = () => { flush().then(() => notify(t('breach.form.saved')), () => undefined); }; // what failed stands below
  return (
    <Section title={report?.draft.title ?? t('breach.new')} actions={<Button kind="quiet" onClick={onClose}>{t('breach.form.back')}</Button>}>
      <Stack gap={4}>
        {isClosed ? <Banner tone="info">{t('breach.form.closed')}</Banner> : null}
        {form.discoveredAt === null ? null : <Timers discoveredAt={form.discoveredAt} notifiedAt={form.notifiedAt} />}
        <TextField label={t('breach.form.title')} value={fields.title} onChange={title => set({ title })} maxLength={200} required disabled={isClosed} autoFocus={report === undefined} />
        <MomentFields label={t('breach.form.discovered')} value={fields.discovered} onChange={discovered => set({ discovered })} disabled={isClosed} />
        <ScopeFields fields={fields} set={set} disabled={isClosed} />
        {/* Figures of another time or computer would be read as these. */}
        <CountPart key={JSON.stringify(form.scope)} scope={form.scope} />
        <ArticleFields fields={fields} set={set} disabled={isClosed} />
        {state.phase === 'failed' ? <Banner tone="danger" live>{errorText(state.error).text}</Banner> : null}
        <Row gap={2} wrap>
          {isClosed ? null : <Button kind="primary" disabled={draft === null} loading={state.phase === 'saving'} onClick={save}>{t('breach.form.save')}</Button>}
          {version === 0 ? null : <Papers id={id} />}
          {version === 0 || isClosed ? null : <CloseReport id={id} version={version} />}
        </Row>
      </Stack>
    </Section>
  );
}

function ArticleFields({ fields, set, disabled }: { readonly fields: ReportFields; readonly set: (change: Partial<ReportFields>) => void; readonly disabled: boolean }) {
  const t = useText();
  return (
    <>
      <Text muted small>{t('breach.form.noNames')}</Text>
      {(['nature', 'contact', 'consequences', 'measures'] as const).map(name => (
        <TextArea key={name} label={t(`breach.form.${name}`)} value={fields[name]} onChange={text => set({ [name]: text })} maxLength={5000} disabled={disabled} />
      ))}
      <Checkbox label={t('breach.form.isNotified')} checked={fields.isNotified} onChange={isNotified => set({ isNotified })} disabled={disabled} />
      {fields.isNotified ? <MomentFields label={t('breach.form.notified')} value={fields.notified} onChange={notified => set({ notified })} disabled={disabled} /> : null}
      <TextArea label={t('breach.form.whyNot')} value={fields.notNotifiedReason} onChange={notNotifiedReason => set({ notNotifiedReason })} maxLength={5000} disabled={disabled} rows={2} />
    </>
  );
}

/** The page and the file for the authority; the list of names is asked for by itself, because it holds names and is logged as such. */
function Papers({ id }: { readonly id: string }) {
  const t = useText();
  const language = useLanguage();
  const errorText = useErrorText();
  const papers = useCommandOf('breach', 'papers');
  const save = (withPersons: boolean) => papers.start({ id, language, withPersons }, ({ files }) => {
    for (const one of withPersons ? files.slice(-1) : files) saveFile(one.content, one.name, one.type);
  });
  return (
    <>
      <Button loading={papers.isRunning} onClick={() => save(false)}>{t('breach.form.print')}</Button>
      <Button kind="quiet" loading={papers.isRunning} onClick={() => save(true)}>{t('breach.form.persons')}</Button>
      {papers.error ? <Banner tone="danger" live>{errorText(papers.error).text}</Banner> : null}
    </>
  );
}

function CloseReport({ id, version }: { readonly id: string; readonly version: number }) {
  const t = useText();
  const errorText = useErrorText();
  const close = useCommandOf('breach', 'close');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>{t('breach.form.close')}</Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('breach.form.closeTitle')} safeLabel={t('breach.form.keepOpen')} action={{ label: t('breach.form.close'), loading: close.isRunning, onRun: () => close.start({ id, version }, () => setAsking(false)) }}>
        <Stack gap={3}>
          <Text>{t('breach.form.closeLead')}</Text>
          {close.error ? <Banner tone="danger" live>{errorText(close.error).text}</Banner> : null}
        </Stack>
      </Dialog>
    </>
  );
}
