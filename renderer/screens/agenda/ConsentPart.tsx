import { useState } from 'react';
import { v7 } from 'uuid';

import type { Service } from '#shared/domain/agenda/service.ts';
import { CONSENT_HOW, type ConsentHow } from '#shared/domain/care/consent.ts';

import { earliestTreatment } from '#shared/domain/agenda/treatment-information.ts';

import { useCommandOf, useErrorText, useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, Columns, EmptyState, Row, Section, SelectField, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';

interface ConsentPartProps {
  readonly patientId: string;
  readonly services: readonly Service[];
  /** Those with thinking time. */
  readonly thoughtful: readonly Service[];
}

/** What the patient has consented to, once informed and after thinking it over (J-23). */
export function ConsentPart({ patientId, services, thoughtful }: ConsentPartProps) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const { data, error } = useQueryOf('care', 'consents', { patientId });
  const withdraw = useCommandOf('care', 'withdrawConsent');
  const failure = error ?? withdraw.error;
  return (
    <Section title={t('care.consent.title')}>
      <Stack gap={4}>
        {may('journal.write') && thoughtful.length > 0 ? <ConsentForm patientId={patientId} services={thoughtful} /> : null}
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
        {data?.length === 0 ? <EmptyState title={t('care.consent.none')} /> : null}
        <ul className={classes.information}>
          {(data ?? []).map(one => (
            <li key={one.id} data-withdrawn={one.withdrawn || undefined}>
              <span className={classes.historyAt}>{stamp(one.consentedAt)}</span>
              <span><strong>{services.find(service => service.id === one.serviceId)?.name ?? ''}</strong> {t(`care.consent.hows.${one.how}`)}</span>
              <span className={classes.historyBy}>{one.by}</span>
              <OpenNote patientId={patientId} noteId={one.noteId} />
              {one.withdrawn ? <span className={classes.historyBy}>{t('care.consent.withdrawn')}</span> : null}
              {may('journal.write') && !one.withdrawn ? <Button size="dense" kind="quiet" onClick={() => withdraw.start({ id: one.id, patientId })}>{t('care.consent.withdraw')}</Button> : null}
            </li>
          ))}
        </ul>
      </Stack>
    </Section>
  );
}

/** The note a consent rests on, for those who read journals. */
function OpenNote({ patientId, noteId }: { readonly patientId: string; readonly noteId: string | null }) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  if (noteId === null || !may('journal.read')) return null;
  return <Button size="dense" kind="quiet" onClick={() => go('/patients/$patientId/journal', { params: { patientId }, search: { note: noteId } })}>{t('agenda.information.openNote')}</Button>;
}

/** One line a note, the first time it was said. */
const notesOf = (rows: readonly OutputOf<'agenda', 'information'>[number][]) => rows.filter((one, index) => rows.findIndex(other => other.noteId === one.noteId) === index);

/** Consent given now: written down when it is given, pointing to the signed information it rests on; several are offered. */
function ConsentForm({ patientId, services }: { readonly patientId: string; readonly services: readonly Service[] }) {
  const t = useText();
  const errorText = useErrorText();
  const record = useCommandOf('care', 'recordConsent');
  const [serviceId, setServiceId] = useState(services[0]?.id ?? '');
  const [how, setHow] = useState<ConsentHow>('written');
  const [noteId, setNoteId] = useState<string | null>(null);
  const { stamp } = useFormats();
  const standing = (useQueryOf('agenda', 'information', { patientId }).data ?? []).filter(one => one.counts && one.serviceId === serviceId).toReversed();
  const earliest = earliestTreatment(standing.map(one => one.informedAt), services.find(one => one.id === serviceId)?.rules.thinkingDays ?? 0);
  const isEarly = earliest === null || earliest > new Date().toISOString();
  const rests = standing.find(one => one.noteId === noteId) ?? standing[0];
  const save = (): void => record.start({ id: v7(), patientId, serviceId, how, consentedAt: new Date().toISOString(), noteId: rests?.noteId ?? null });
  return (
    <form onSubmit={event => { event.preventDefault(); save(); }} noValidate>
      <Stack gap={3}>
        <Columns min={230} gap={3}>
          <SelectField label={t('care.consent.service')} value={serviceId} onChange={value => setServiceId(value ?? serviceId)} options={services.map(one => ({ value: one.id, label: one.name }))} />
          {rests ? <SelectField label={t('care.consent.rests')} value={rests.noteId ?? ''} onChange={setNoteId} options={notesOf(standing).map(one => ({ value: one.noteId ?? '', label: t('care.consent.note', { date: stamp(one.informedAt), name: one.by }) }))} /> : null}
          <SelectField label={t('care.consent.how')} value={how} onChange={value => setHow(value ?? how)} options={CONSENT_HOW.map(value => ({ value, label: t(`care.consent.hows.${value}`) }))} />
        </Columns>
        {record.error ? <Banner tone="danger" live>{errorText(record.error).text}</Banner> : null}
        {isEarly ? <Text muted>{earliest === null ? t('care.consent.first') : t('care.consent.early', { earliest: stamp(earliest) })}</Text> : null}
        <Row><Button type="submit" disabled={isEarly} loading={record.isRunning}>{t('care.consent.record')}</Button></Row>
      </Stack>
    </form>
  );
}
