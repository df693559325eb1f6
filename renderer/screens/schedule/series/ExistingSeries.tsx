import { useCallback, useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import type { SeriesVisit } from '#shared/domain/schedule/series.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, notify, Page, Row, Text, useFormats, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import { repeatInWords } from '../repeat-words.ts';
import classes from '../Schedule.module.css';
import { ChangeSeriesDialog } from './ChangeSeriesDialog.tsx';

interface ExistingSeriesProps {
  readonly seriesId: string;
  /** The visit somebody came from. */
  readonly visitId: string;
  readonly patientId: string | null;
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
}

/** A series and its visits; it can be changed or ended from any visit that is still to come. */
export function ExistingSeries({ seriesId, visitId, patientId, name, resources, services }: ExistingSeriesProps) {
  const t = useText();
  const go = useGo();
  const formats = useFormats();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { data, error } = useQueryOf('schedule', 'series', { id: seriesId, patientId });
  const [at, setAt] = useState(visitId);
  const [open, setOpen] = useState<'move' | 'end'>();
  const visits = data?.visits ?? [];
  const current = visits.find(visit => visit.id === at);
  const canChange = current !== undefined && isMovable(current.status);
  const onCursor = useCallback((visit: SeriesVisit | undefined) => { if (visit) setAt(visit.id); }, []);
  const show = (visit: SeriesVisit | undefined): void => { if (visit) go('/agenda', { search: { day: toLocal(visit.start, timeZone).date, column: visit.resourceIds[0], moment: visit.start } }); };
  const dayOf = (visit: SeriesVisit): string => `${formats.shortDate(toLocal(visit.start, timeZone).date)} ${toLocal(visit.start, timeZone).time}`;
  useCommands([
    { id: 'schedule.changeSeries', message: 'schedule.series.change', shortcut: 'm', when: () => canChange, run: () => setOpen('move') },
    { id: 'schedule.endSeries', message: 'schedule.series.end', shortcut: 'delete', when: () => canChange, run: () => setOpen('end') },
    { id: 'schedule.seriesInAgenda', message: 'schedule.series.inAgenda', shortcut: 'g', when: () => current !== undefined, run: () => show(current) },
  ]);
  const done = (changed: number, kept: number): void => {
    setOpen(undefined);
    notify(t('schedule.series.changed', { changed, kept }));
  };
  return (
    <Page title={t('schedule.series.seriesOf', { name })} mode="fill" detail={data ? `${services.find(one => one.id === data.serviceId)?.name ?? ''} · ${repeatInWords(data.repeats, t)}` : ''}
      actions={<Button size="dense" shortcut="g" onClick={() => show(current)}>{t('schedule.series.inAgenda')}</Button>}>
      <div className={classes.result}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        <Row gap={2} justify="between" wrap>
          <Text strong>{current ? `${dayOf(current)} · ${t('schedule.series.position', { at: visits.indexOf(current) + 1, count: visits.length })}` : ''}</Text>
          <Row gap={2}>
            <Button size="dense" shortcut="m" disabled={!canChange} onClick={() => setOpen('move')}>{t('schedule.series.change')}</Button>
            <Button size="dense" shortcut="delete" disabled={!canChange} onClick={() => setOpen('end')}>{t('schedule.series.end')}</Button>
          </Row>
        </Row>
        {data?.endedFrom ? <Banner>{t('schedule.series.ended')}</Banner> : null}
        <DataTable label={t('schedule.series.seriesOf', { name })} height="content" autoFocus startKey={visitId} rows={visits} rowKey={visit => visit.id} rowHeight={40} onCursor={onCursor} onOpen={show} rowTone={visit => (isMovable(visit.status) ? undefined : 'muted')}
          empty={<EmptyState title={t('schedule.none')} />}
          columns={[
            { id: 'number', header: t('schedule.series.number'), width: '56px', align: 'end', cell: visit => String(visits.indexOf(visit) + 1) },
            { id: 'day', header: t('schedule.series.day'), width: '190px', numeric: true, cell: dayOf },
            { id: 'status', header: t('schedule.series.state'), width: '160px', cell: visit => <VisitStatusChip status={visit.status} /> },
            { id: 'with', header: t('schedule.series.with'), width: 'minmax(140px, 1fr)', cell: visit => visit.resourceIds.map(id => resources.find(one => one.id === id)?.name).filter(Boolean).join(', ') },
            { id: 'moved', header: t('schedule.series.marks'), width: 'minmax(130px, 1fr)', cell: visit => (visit.isMoved ? t('schedule.series.moved') : ''), hideBelow: 700 },
          ]} />
      </div>
      {open && current && data ? <ChangeSeriesDialog kind={open} series={data} patientId={patientId} from={current} resources={resources} onClose={() => setOpen(undefined)} onDone={done} /> : null}
    </Page>
  );
}
