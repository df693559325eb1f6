import { useState } from 'react';
import { v7 } from 'uuid';
import * as z from 'zod';

import type { Service } from '#shared/domain/agenda/service.ts';
import { INFORMED_HOW, type InformedHow } from '#shared/domain/agenda/treatment-information.ts';
import { toInstant, toLocal } from '#shared/domain/agenda/zone.ts';

import { client, useClinicDay, useCommandOf, useErrorText, useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Columns, DateField, EmptyState, Page, Row, Section, SelectField, Stack, Text, TimeField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import { ConsentPart } from './ConsentPart.tsx';
import { useAgendaCatalogue } from './use-agenda-data.ts';

export const InformationSearch = z.object({ patientId: z.string().max(64).optional().catch(undefined) });

/** What a patient was told before treatments with a thinking time: record it, see it, withdraw a mistake (J-23). */
export function InformationScreen() {
  const t = useText();
  const may = useMay();
  const { patientId } = useRouteSearch(InformationSearch);
  const { services } = useAgendaCatalogue();
  const thoughtful = services.filter(service => (service.rules.thinkingDays ?? 0) > 0);
  return (
    <Page title={t('agenda.information.title')} narrow>
      {patientId === undefined ? <EmptyState title={t('agenda.information.noPatient')} /> : (
        <Stack gap={5}>
          <Text muted>{t('agenda.information.help')}</Text>
          {may('journal.write') ? <RecordForm key={patientId} patientId={patientId} services={thoughtful} /> : null}
          <InformationList patientId={patientId} services={services} />
          <ConsentPart patientId={patientId} services={services} thoughtful={thoughtful} />
        </Stack>
      )}
    </Page>
  );
}

/** The moment typed on the clinic's clock, or undefined while it is none. */
function momentOf(date: string | null, time: string | null, timeZone: string): string | undefined {
  if (!date || !time) return undefined;
  try {
    return toInstant({ date, time, choice: 'later' }, timeZone);
  } catch {
    return undefined;
  }
}

function RecordForm({ patientId, services }: { readonly patientId: string; readonly services: readonly Service[] }) {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const { today, timeZone } = useClinicDay();
  const command = useCommandOf('agenda', 'recordInformation');
  const [id, setId] = useState(() => v7());
  const [serviceId, setServiceId] = useState<string | null>(null);
  const [date, setDate] = useState<string | null>(today);
  const [time, setTime] = useState<string | null>(() => toLocal(new Date().toISOString(), timeZone).time);
  const [how, setHow] = useState<InformedHow>('inPerson');
  const chosen = serviceId ?? services[0]?.id;
  const informedAt = momentOf(date, time, timeZone);
  if (!chosen) return <Banner tone="info">{t('agenda.information.noService')}</Banner>;
  const save = (): void => {
    if (informedAt) command.start({ id, patientId, serviceId: chosen, informedAt, how }, () => setId(v7()));
  };
  return (
    <form onSubmit={event => { event.preventDefault(); save(); }} noValidate>
      <Stack gap={4}>
        <Columns min={230} gap={3}>
          <SelectField label={t('agenda.information.service')} value={chosen} onChange={setServiceId} options={services.map(one => ({ value: one.id, label: one.name }))} />
          <SelectField label={t('agenda.information.how')} value={how} onChange={value => setHow(value ?? 'inPerson')} options={INFORMED_HOW.map(value => ({ value, label: t(`agenda.information.hows.${value}`) }))} />
          <DateField label={t('agenda.information.when')} value={date} onChange={setDate} today={today} max={today} required />
          <TimeField label={t('agenda.information.time')} value={time} onChange={setTime} required />
        </Columns>
        {command.error ? <Banner tone="danger" live>{errorText(command.error).text}</Banner> : null}
        {command.value ? <Banner tone="ok" live>{t('agenda.information.recorded', { earliest: stamp(command.value.earliest) })}</Banner> : null}
        <Row><Button kind="primary" type="submit" disabled={!informedAt} loading={command.isRunning}>{t('agenda.information.record')}</Button></Row>
      </Stack>
    </form>
  );
}

function InformationList({ patientId, services }: { readonly patientId: string; readonly services: readonly Service[] }) {
  const t = useText();
  const errorText = useErrorText();
  const may = useMay();
  const { data, error } = useQueryOf('agenda', 'information', { patientId });
  const [problem, setProblem] = useState<unknown>();
  const withdraw = (id: string): void => void client.agenda.withdrawInformation({ id, patientId }).catch(setProblem);
  const failure = error ?? problem;
  return (
    <Section title={t('agenda.information.list')}>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      {data?.length === 0 ? <EmptyState title={t('agenda.information.none')} /> : null}
      <ul className={classes.information}>
        {(data ?? []).map(one => (
          <InformationRow key={one.id} row={one} service={services.find(service => service.id === one.serviceId)} onWithdraw={may('journal.write') && !one.withdrawn ? () => withdraw(one.id) : undefined} />
        ))}
      </ul>
    </Section>
  );
}

interface InformationRowProps {
  readonly row: OutputOf<'agenda', 'information'>[number];
  readonly service: Service | undefined;
  readonly onWithdraw: (() => void) | undefined;
}

function InformationRow({ row, service, onWithdraw }: InformationRowProps) {
  const t = useText();
  const { stamp } = useFormats();
  return (
    <li data-withdrawn={row.withdrawn || undefined}>
      <span className={classes.historyAt}>{stamp(row.informedAt)}</span>
      <span><strong>{service?.name ?? ''}</strong> {t(`agenda.information.hows.${row.how}`)}</span>
      <span className={classes.historyBy}>{row.by}</span>
      {row.withdrawn ? <span className={classes.historyBy}>{t('agenda.information.withdrawn')}</span> : null}
      {onWithdraw ? <Button size="dense" kind="quiet" onClick={onWithdraw}>{t('agenda.information.withdraw')}</Button> : null}
    </li>
  );
}
