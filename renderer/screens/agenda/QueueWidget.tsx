import type { KeyboardEvent } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { isLegalMove } from '#shared/domain/agenda/status.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Row, Section, useFormats, useText, VisitStatusChip, type DataColumn } from '#renderer/ui/index.ts';

import { flagsOf } from './agenda-columns.ts';
import classes from './Agenda.module.css';
import { BookingProblem } from './BookingProblem.tsx';
import { useNow } from './use-now.ts';
import { minutesWaited, useToday } from './use-today.ts';
import { useVisitActions, type VisitActions } from './use-visit-actions.ts';

const canArrive = (entry: AgendaEntry): boolean => isLegalMove(entry.status, 'arrived') && entry.status !== 'inTreatment';

/** Today at the desk: who waits and how long, who comes next. C checks in, with Shift the identity was checked too. */
export function QueueWidget() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const today = useToday();
  const actions = useVisitActions();
  const columns = useQueueColumns(today, actions);
  const onRowKey = (event: KeyboardEvent, entry: AgendaEntry): boolean => {
    if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.altKey || event.metaKey || !canArrive(entry)) return false;
    actions.checkIn(entry, event.shiftKey ? 'swedishId' : null);
    return true;
  };
  const count = (statuses: readonly string[]): number => today.visits.filter(entry => statuses.includes(entry.status)).length;
  return (
    <Section title={t('agenda.queue.title')} actions={<span className={classes.queueCount}>{t('agenda.queue.count', { waiting: count(['arrived']), left: count(['booked', 'confirmed']), done: count(['done']) })}</span>}>
      {today.error ? <Banner tone="danger" live>{errorText(today.error).text}</Banner> : null}
      <BookingProblem error={actions.problem?.error} anyway={actions.problem?.anyway} label={t('agenda.queue.anyway')} />
      {today.isLoading ? null : (
        <DataTable label={t('agenda.queue.title')} columns={columns} rows={today.visits} rowKey={entry => entry.id} height="content" rowHeight={40} autoFocus onRowKey={onRowKey}
          onOpen={entry => (entry.patientId ? go('/patients/$patientId', { params: { patientId: entry.patientId } }) : go('/agenda'))}
          rowTone={entry => (entry.status === 'done' || entry.status === 'noShow' ? 'muted' : undefined)}
          empty={<EmptyState title={t('agenda.queue.empty')} hint={{ keys: '2', label: t('agenda.queue.emptyHint') }} />} />
      )}
    </Section>
  );
}

function useQueueColumns(today: ReturnType<typeof useToday>, actions: VisitActions): DataColumn<AgendaEntry>[] {
  const t = useText();
  const { time } = useFormats();
  const now = useNow();
  const nameOf = (id: string): string => today.resources.find(one => one.id === id)?.name ?? '';
  const serviceOf = (id: string): string => today.services.find(one => one.id === id)?.name ?? '';
  const waited = (entry: AgendaEntry): string => {
    const minutes = minutesWaited(entry, now);
    return minutes === undefined ? '' : t('agenda.waited', { minutes });
  };
  return [
    { id: 'time', header: t('agenda.queue.time'), width: '64px', numeric: true, cell: entry => time(entry.start, today.timeZone), sort: entry => entry.start },
    { id: 'name', header: t('agenda.queue.name'), width: 'minmax(180px, 2fr)', cell: entry => <span className={classes.queueName}>{entry.name}</span>, sort: entry => entry.name },
    { id: 'service', header: t('agenda.booking.service'), width: 'minmax(120px, 1fr)', cell: entry => serviceOf(entry.serviceId), hideBelow: 900 },
    { id: 'who', header: t('agenda.visit.with'), width: 'minmax(120px, 1fr)', cell: entry => nameOf(entry.resourceId), sort: entry => nameOf(entry.resourceId), hideBelow: 700 },
    { id: 'status', header: t('agenda.queue.status'), width: '140px', cell: entry => <VisitStatusChip status={entry.status} /> },
    { id: 'waited', header: t('agenda.queue.waited'), width: '88px', align: 'end', cell: waited },
    { id: 'marks', header: t('agenda.queue.marks'), width: 'minmax(100px, 1fr)', cell: entry => <span className={classes.queueFlags}>{flagsOf(entry, t).map(flag => flag.label).join(' · ')}</span>, hideBelow: 1000 },
    { id: 'do', header: t('agenda.queue.do'), width: '230px', align: 'end', cell: entry => <QueueAction entry={entry} actions={actions} /> },
  ];
}

function QueueAction({ entry, actions }: { readonly entry: AgendaEntry; readonly actions: VisitActions }) {
  const t = useText();
  if (!canArrive(entry)) return null;
  return (
    <Row gap={1} justify="end">
      <Button size="dense" shortcut="c" onClick={() => actions.checkIn(entry, null)}>{t('agenda.command.checkIn')}</Button>
      <Button size="dense" kind="quiet" onClick={() => actions.checkIn(entry, 'swedishId')}>{t('agenda.queue.withId')}</Button>
    </Row>
  );
}
