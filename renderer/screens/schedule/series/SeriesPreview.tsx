import { useState } from 'react';

import type { Occurrence } from '#shared/domain/schedule/series.ts';

import { Button, DataTable, EmptyState, Row, StatusChip, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { FoundChip } from './FoundChip.tsx';
import { MomentDialog } from './MomentDialog.tsx';
import type { SeriesForm } from './use-series-form.ts';

/** Every time of the planned series with what it meets; a single one can be given another time or left out. */
export function SeriesPreview({ form }: { readonly form: SeriesForm }) {
  const t = useText();
  const { shortDate } = useFormats();
  const [moving, setMoving] = useState<Occurrence>();
  const { rows, isDropped, isJoined } = form;
  const numberOf = (row: Occurrence): string => (isDropped(row) ? '' : String(rows.filter(one => !isDropped(one)).indexOf(row) + 1));
  const stateOf = (row: Occurrence) => {
    if (isJoined(row)) return <StatusChip tone="booked" icon={null}>{t('schedule.series.already')}</StatusChip>;
    return isDropped(row) ? <Text muted>{t('schedule.series.dropped')}</Text> : <FoundChip found={row} />;
  };
  return (
    <>
      <DataTable label={t('schedule.series.preview')} rows={rows} rowKey={row => row.original} rowHeight={40} onOpen={row => { if (!isJoined(row)) setMoving(row); }}
        rowTone={row => (isDropped(row) ? 'muted' : row.verdict === 'free' || isJoined(row) ? undefined : 'attention')}
        onRowKey={(event, row) => { if (event.key !== 'Delete' || isJoined(row)) return false; form.turnDropped(row.original); return true; }}
        empty={<EmptyState title={t('schedule.series.preview')}>{t('schedule.series.previewEmpty')}</EmptyState>}
        columns={[
          { id: 'number', header: t('schedule.series.number'), width: '48px', align: 'end', cell: numberOf },
          { id: 'day', header: t('schedule.series.day'), width: '170px', numeric: true, cell: row => `${shortDate(row.date)} ${row.time}` },
          { id: 'state', header: t('schedule.series.state'), width: 'minmax(180px, 1fr)', cell: stateOf },
          {
            id: 'do', header: t('schedule.series.do'), width: '180px', align: 'end', cell: row => (isJoined(row) ? null : (
              <Row gap={1} justify="end">
                {isDropped(row) ? null : <Button size="dense" kind="quiet" onClick={() => setMoving(row)}>{t('schedule.series.move')}</Button>}
                <Button size="dense" kind="quiet" onClick={() => form.turnDropped(row.original)}>{t(isDropped(row) ? 'schedule.series.take' : 'schedule.series.drop')}</Button>
              </Row>
            )),
          },
        ]} />
      {moving ? <MomentDialog moment={moving} onClose={() => setMoving(undefined)} onTake={to => { form.setMoved(moving.original, to); setMoving(undefined); }} /> : null}
    </>
  );
}
