import { useState } from 'react';
import { v7 } from 'uuid';

import type { Service } from '#shared/domain/agenda/service.ts';
import { CONSENT_HOW, type ConsentHow } from '#shared/domain/care/consent.ts';

import { useCommandOf, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Columns, EmptyState, Row, Section, SelectField, Stack, useFormats, useText } from '#renderer/ui/index.ts';

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
              {one.withdrawn ? <span className={classes.historyBy}>{t('care.consent.withdrawn')}</span> : null}
              {may('journal.write') && !one.withdrawn ? <Button size="dense" kind="quiet" onClick={() => withdraw.start({ id: one.id, patientId })}>{t('care.consent.withdraw')}</Button> : null}
            </li>
          ))}
        </ul>
      </Stack>
    </Section>
  );
}

/** Consent given now: written down when it is given, tied to a signed note where there is one. */
function ConsentForm({ patientId, services }: { readonly patientId: string; readonly services: readonly Service[] }) {
  const t = useText();
  const errorText = useErrorText();
  const record = useCommandOf('care', 'recordConsent');
  const [serviceId, setServiceId] = useState(services[0]?.id ?? '');
  const [how, setHow] = useState<ConsentHow>('written');
  const save = (): void => record.start({ id: v7(), patientId, serviceId, how, consentedAt: new Date().toISOString(), noteId: null });
  return (
    <form onSubmit={event => { event.preventDefault(); save(); }} noValidate>
      <Stack gap={3}>
        <Columns min={230} gap={3}>
          <SelectField label={t('care.consent.service')} value={serviceId} onChange={value => setServiceId(value ?? serviceId)} options={services.map(one => ({ value: one.id, label: one.name }))} />
          <SelectField label={t('care.consent.how')} value={how} onChange={value => setHow(value ?? how)} options={CONSENT_HOW.map(value => ({ value, label: t(`care.consent.hows.${value}`) }))} />
        </Columns>
        {record.error ? <Banner tone="danger" live>{errorText(record.error).text}</Banner> : null}
        <Row><Button type="submit" loading={record.isRunning}>{t('care.consent.record')}</Button></Row>
      </Stack>
    </form>
  );
}
