import { useMemo, useState } from 'react';

import type { AgendaEntry, AppointmentEvent } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { client, useClinicDay, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo, type Command, useCommandContext } from '#renderer/commands/index.ts';
import { SimilarPatients } from '#renderer/parts/patient-form/index.ts';
import { isWorthSaying, useMoneyStates } from '#renderer/parts/use-money-states.ts';
import { PatientWarnings } from '#renderer/parts/warnings/index.ts';
import { Banner, Button, Dialog, FactList, Row, Stack, Text, useFormats, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import { flagsOf } from './agenda-columns.ts';
import classes from './Agenda.module.css';
import { BookingRegistration } from './BookingRegistration.tsx';
import { PatientPicker, type PickedPatient } from './PatientPicker.tsx';
import { useRegistering } from './use-booking.ts';
import { SeriesFact } from './SeriesFact.tsx';

interface VisitDialogProps {
  readonly entry: AgendaEntry;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** What can be done to the visit; the same commands as the keys. */
  readonly actions: readonly Command[];
  readonly onClose: () => void;
}

/** One visit: what, when, with whom and where, its history, and everything that can be done to it. */
export function VisitDialog({ entry, resources, services, actions, onClose }: VisitDialogProps) {
  const t = useText();
  const { time, longDate } = useFormats();
  const { timeZone } = useClinicDay();
  const context = useCommandContext();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('agenda', 'appointment', { id: entry.id, patientId: entry.patientId });
  const service = services.find(one => one.id === entry.serviceId);
  const names = (data?.resourceIds ?? [entry.resourceId]).map(id => resources.find(resource => resource.id === id)?.name ?? '').filter(Boolean);
  const facts = [
    { label: t('agenda.visit.when'), value: `${longDate(entry.start.slice(0, 10))} ${time(entry.start, timeZone)}–${time(entry.end, timeZone)}` },
    { label: t('agenda.booking.service'), value: service?.name ?? '' },
    { label: t('agenda.visit.with'), value: names.join(', ') },
    ...(data?.phone ? [{ label: t('patients.lookup.phone'), value: data.phone }] : []),
    ...(data?.note ? [{ label: t('agenda.booking.note'), value: data.note }] : []),
    ...(data?.seriesId ? [{ label: t('schedule.series.fact'), value: <SeriesFact seriesId={data.seriesId} visitId={entry.id} patientId={entry.patientId} onLeave={onClose} /> }] : []),
    ...consentFact(t, service, entry.patientId),
    { label: t('agenda.visit.identity'), value: t(entry.identityChecked ? 'agenda.visit.identityChecked' : 'agenda.visit.identityNot') },
  ];
  return (
    <Dialog open onClose={onClose} size="medium" title={entry.name}>
      <Stack gap={4}>
        <Row gap={2} wrap>
          <VisitStatusChip status={entry.status} />
          <MoneyState entry={entry} />
          {flagsOf(entry, t).map(flag => <Text key={flag.kind} small strong>{flag.label}</Text>)}
        </Row>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {entry.patientId === null ? null : <PatientWarnings patientId={entry.patientId} />}
        <FactList facts={facts} />
        {entry.patientId === null ? <LinkPatient entry={entry} onClose={onClose} /> : null}
        <Row gap={2} wrap>
          {actions.map(action => <Button key={action.id} size="dense" {...(action.shortcut ? { shortcut: action.shortcut } : {})} onClick={() => { onClose(); action.run(context); }}>{t(action.message)}</Button>)}
          <OpenPatient patientId={entry.patientId} />
          {service?.rules.thinkingDays ? <OpenInformation patientId={entry.patientId} /> : null}
        </Row>
        <VisitHistory events={data?.events ?? []} />
      </Stack>
    </Dialog>
  );
}

const consentFact = (t: ReturnType<typeof useText>, service: Service | undefined, patientId: string | null) =>
  service?.rules.consentRequired && patientId !== null ? [{ label: t('agenda.visit.consent'), value: <ConsentFact serviceId={service.id} patientId={patientId} /> }] : [];

/** J-23: said before somebody tries to begin. */
function ConsentFact({ serviceId, patientId }: { readonly serviceId: string; readonly patientId: string }) {
  const t = useText();
  const { data } = useQueryOf('agenda', 'rulesFor', { serviceId, patientId });
  if (!data) return null;
  return data.consentMissing ? <Text strong>{t('agenda.visit.consentMissing')}</Text> : <Text>{t('agenda.visit.consentGiven')}</Text>;
}

/** Whether the visit is paid, for those who take money. */
function MoneyState({ entry }: { readonly entry: AgendaEntry }) {
  const t = useText();
  const state = useMoneyStates(useMemo(() => [entry], [entry]))(entry.id);
  return isWorthSaying(state) ? <Text small strong>{t(`money.state.${state}`)}</Text> : null;
}

function OpenPatient({ patientId }: { readonly patientId: string | null }) {
  const t = useText();
  const go = useGo();
  const may = useMay();
  if (patientId === null || !may('patients.read')) return null;
  return <Button size="dense" onClick={() => go('/patients/$patientId', { params: { patientId } })}>{t('agenda.visit.openPatient')}</Button>;
}

/** J-23: what the patient was told, and when. */
function OpenInformation({ patientId }: { readonly patientId: string | null }) {
  const t = useText();
  const go = useGo();
  if (patientId === null) return null;
  return <Button size="dense" onClick={() => go('/agenda/information', { search: { patientId } })}>{t('agenda.visit.information')}</Button>;
}

/** C-08: somebody booked by name becomes a registered patient. */
function LinkPatient({ entry, onClose }: { readonly entry: AgendaEntry; readonly onClose: () => void }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const [error, setError] = useState<unknown>();
  const [typed, setTyped] = useState(entry.name);
  const registering = useRegistering(undefined);
  if (!may('agenda.write')) return null;
  const link = (patientId: string): void => {
    client.agenda.linkPatient({ id: entry.id, version: entry.version, patientId }).then(onClose, setError);
  };
  const take = (picked: PickedPatient | undefined): void => {
    if (picked?.kind === 'known') link(picked.id);
  };
  return (
    <Stack gap={2}>
      <Text muted>{t('agenda.visit.linkHelp')}</Text>
      {registering.isOpen ? (
        <>
          <BookingRegistration registering={registering} />
          <SimilarPatients registration={registering.form} label={t('agenda.unlinked.link')} onChoose={hit => link(hit.id)} />
          <Row><Button kind="primary" loading={registering.form.isRunning} onClick={() => registering.save(take)}>{t('agenda.visit.registerAndLink')}</Button></Row>
        </>
      ) : (
        <PatientPicker picked={undefined} onPick={take} allowWalkIn={false} onRegister={may('patients.write') ? registering.open : undefined} autoFocus typed={typed} onTyped={setTyped} />
      )}
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </Stack>
  );
}

function VisitHistory({ events }: { readonly events: readonly AppointmentEvent[] }) {
  const t = useText();
  const { time, shortDate } = useFormats();
  const { timeZone } = useClinicDay();
  const at = (instant: string): string => `${shortDate(instant.slice(0, 10))} ${time(instant, timeZone)}`;
  const words = (event: AppointmentEvent): string => {
    if (event.kind === 'moved' || (event.kind === 'undone' && event.fromStart !== event.toStart)) return t('agenda.history.moved', { from: event.fromStart ? at(event.fromStart) : '', to: event.toStart ? at(event.toStart) : '' });
    if (event.kind === 'linked' || event.kind === 'undone') return t(`agenda.history.${event.kind}`);
    return t(`ui.visit.${event.toStatus}`);
  };
  return (
    <ol className={classes.history} aria-label={t('agenda.history.title')}>
      {events.map(event => (
        <li key={event.id}>
          <span className={classes.historyAt}>{at(event.at)}</span>
          <span>{[words(event), event.overbooked && t('agenda.flag.overbooked'), event.reason && t(`agenda.cancel.reasons.${event.reason}`), event.reasonText].filter(Boolean).join(' · ')}</span>
          <span className={classes.historyBy}>{event.actor}</span>
        </li>
      ))}
    </ol>
  );
}
