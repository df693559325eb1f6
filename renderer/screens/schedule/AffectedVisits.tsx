import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, Button, DataTable, EmptyState, Stack, Text, useFormats, useText, VisitStatusChip } from '#renderer/ui/index.ts';

export interface Affected {
  readonly count: number;
  readonly visits: readonly AgendaEntry[];
}

/** Booked visits that a change of hours left outside working time, each one step from being moved. Nothing when there are none. */
export function AffectedVisits({ affected }: { readonly affected: Affected }) {
  const t = useText();
  const go = useGo();
  const { timeZone } = useClinicDay();
  const { shortDate } = useFormats();
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true });
  if (affected.count === 0) return null;
  const open = (visit: AgendaEntry): void => go('/agenda', { search: { day: toLocal(visit.start, timeZone).date, column: visit.resourceId, moment: visit.start } });
  return (
    <Stack gap={3}>
      <Banner tone="attention" title={t('schedule.affected.title', { count: affected.count })} live>{t('schedule.affected.help')}</Banner>
      <DataTable label={t('schedule.affected.title', { count: affected.count })} height="content" rows={affected.visits} rowKey={visit => visit.id} onOpen={open} rowHeight={40} empty={<EmptyState title={t('schedule.affected.none')} />}
        columns={[
          { id: 'when', header: t('schedule.series.day'), width: '150px', numeric: true, cell: visit => `${shortDate(toLocal(visit.start, timeZone).date)} ${toLocal(visit.start, timeZone).time}` },
          { id: 'name', header: t('schedule.name'), width: 'minmax(140px, 2fr)', cell: visit => <PatientName id={visit.patientId} name={visit.name} /> },
          { id: 'with', header: t('schedule.series.with'), width: 'minmax(110px, 1fr)', cell: visit => resources.data?.find(one => one.id === visit.resourceId)?.name ?? '', hideBelow: 560 },
          { id: 'status', header: t('schedule.series.state'), width: '120px', cell: visit => <VisitStatusChip status={visit.status} />, hideBelow: 640 },
          { id: 'do', header: t('schedule.series.do'), width: '150px', align: 'end', cell: visit => <Button size="dense" onClick={() => open(visit)}>{t('schedule.affected.open')}</Button> },
        ]} />
      {affected.count > affected.visits.length ? <Text muted>{t('schedule.affected.more', { shown: affected.visits.length })}</Text> : null}
    </Stack>
  );
}
