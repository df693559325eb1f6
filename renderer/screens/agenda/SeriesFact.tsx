import { useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, Row, Text, useText } from '#renderer/ui/index.ts';

interface SeriesFactProps {
  readonly seriesId: string;
  readonly visitId: string;
  readonly patientId: string | null;
  readonly onLeave: () => void;
}

/** "3 av 8", and the way to the whole series (C-04). */
export function SeriesFact({ seriesId, visitId, patientId, onLeave }: SeriesFactProps) {
  const t = useText();
  const go = useGo();
  const { data } = useQueryOf('schedule', 'series', { id: seriesId, patientId });
  const at = data?.visits.findIndex(visit => visit.id === visitId) ?? -1;
  const show = (): void => {
    onLeave();
    go('/agenda/series', { search: { visitId, ...(patientId === null ? {} : { patientId }) } });
  };
  return (
    <Row gap={3}>
      {data && at >= 0 ? <Text num>{t('schedule.series.position', { at: at + 1, count: data.visits.length })}</Text> : null}
      <Button size="dense" kind="quiet" onClick={show}>{t('schedule.series.show')}</Button>
    </Row>
  );
}
