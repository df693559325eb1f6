import type { Service } from '#shared/domain/agenda/service.ts';

import { Button, DataTable, EmptyState, Row, useFormats, useText } from '#renderer/ui/index.ts';

/** What the clinic offers. */
export function ServicesPart({ services, onOpen }: { readonly services: readonly Service[]; readonly onOpen: (id: string | null) => void }) {
  const t = useText();
  const { number } = useFormats();
  const needs = (service: Service): string => service.needs.map(kind => t(`schedule.kinds.${kind}`)).join(', ');
  return (
    <>
      <Row justify="end"><Button size="dense" onClick={() => onOpen(null)}>{t('schedule.newService')}</Button></Row>
      <DataTable label={t('schedule.services')} height="content" rows={services} rowKey={row => row.id} onOpen={row => onOpen(row.id)} rowTone={row => (row.active ? undefined : 'muted')} rowHeight={40}
        empty={<EmptyState title={t('schedule.none')} />}
        columns={[
          { id: 'name', header: t('schedule.name'), width: 'minmax(180px, 2fr)', cell: row => row.name },
          { id: 'minutes', header: t('agenda.booking.minutes'), width: '90px', align: 'end', cell: row => String(row.durationMin) },
          { id: 'buffer', header: t('schedule.buffers'), width: '120px', align: 'end', cell: row => `${row.bufferBeforeMin} + ${row.bufferAfterMin}`, hideBelow: 700 },
          { id: 'price', header: t('schedule.price'), width: '110px', align: 'end', cell: row => number(row.priceMinor / 100) },
          { id: 'vat', header: t('schedule.vat'), width: '130px', cell: row => t(`schedule.vatCode.${row.vatCode}`), hideBelow: 900 },
          { id: 'needs', header: t('schedule.needs'), width: 'minmax(120px, 1fr)', cell: row => needs(row), hideBelow: 1000 },
          { id: 'do', header: t('schedule.series.do'), width: '110px', align: 'end', cell: row => <Button size="dense" kind="quiet" onClick={() => onOpen(row.id)}>{t('schedule.change')}</Button> },
        ]} />
    </>
  );
}
