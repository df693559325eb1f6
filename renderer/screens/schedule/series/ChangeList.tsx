import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { SeriesVisitVerdict } from '#shared/domain/schedule/series.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Button, DataTable, EmptyState, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { FoundChip } from './FoundChip.tsx';

interface ChangeListProps {
  readonly rows: readonly SeriesVisitVerdict[];
  /** Ids of visits somebody leaves where they are. */
  readonly left: readonly string[];
  readonly onTurn: (row: SeriesVisitVerdict) => void;
}

/** What a change does to each later visit; a single one can be left where it is. */
export function ChangeList({ rows, left, onTurn }: ChangeListProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { shortDate } = useFormats();
  const at = (instant: string): string => `${shortDate(toLocal(instant, timeZone).date)} ${toLocal(instant, timeZone).time}`;
  const stateOf = ({ visit, kept, found }: SeriesVisitVerdict) => {
    if (kept !== null) return <Text muted>{t(`schedule.series.kept.${kept}`)}</Text>;
    if (left.includes(visit.id)) return <Text muted>{t('schedule.series.stays')}</Text>;
    return found === null ? null : <FoundChip found={found} />;
  };
  return (
    <DataTable label={t('schedule.series.preview')} height="content" rows={rows} rowKey={row => row.visit.id} rowHeight={40} empty={<EmptyState title={t('schedule.none')} />}
      rowTone={row => (row.kept !== null || left.includes(row.visit.id) ? 'muted' : row.found && row.found.verdict !== 'free' ? 'attention' : undefined)}
      columns={[
        { id: 'day', header: t('schedule.series.day'), width: '150px', numeric: true, cell: row => at(row.visit.start) },
        { id: 'to', header: t('schedule.series.to'), width: '150px', numeric: true, cell: row => (row.found?.start && !left.includes(row.visit.id) ? at(row.found.start) : '') },
        { id: 'state', header: t('schedule.series.state'), width: 'minmax(180px, 1fr)', cell: stateOf },
        { id: 'do', header: t('schedule.series.do'), width: '120px', align: 'end', cell: row => (row.kept !== null ? null : <Button size="dense" kind="quiet" onClick={() => onTurn(row)}>{t(left.includes(row.visit.id) ? 'schedule.series.take' : 'schedule.series.leave')}</Button>) },
      ]} />
  );
}
