import { useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, Section, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { DRILL_KEY } from './drill-key.ts';

type Listed = OutputOf<'drill', 'list'>[number];

/** Every certificate, newest first; Enter opens one. */
export function CertificateTable({ mayRun, onOpen }: { readonly mayRun: boolean; readonly onOpen: (id: string) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('drill', 'list', {});
  const columns = useCertificateColumns();
  return (
    <Section title={t('drill.list.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data ? (
        <DataTable
          label={t('drill.list.title')} height="content" columns={columns} rows={data} rowKey={row => row.id} onOpen={row => onOpen(row.id)} rowTone={row => (row.outcome === 'failed' ? 'danger' : undefined)}
          empty={<EmptyState title={t('drill.list.empty')} {...(mayRun ? { hint: { keys: DRILL_KEY, label: t('drill.list.emptyHint') } } : {})} />}
        />
      ) : null}
    </Section>
  );
}

function useCertificateColumns(): readonly DataColumn<Listed>[] {
  const t = useText();
  const { stamp, duration, number } = useFormats();
  const speed = ({ databaseBytes, durationMs, outcome }: Listed): string =>
    databaseBytes === null || durationMs === 0 || outcome === 'failed' ? '' : number(Math.round(databaseBytes / 1000 / durationMs));
  return [
    { id: 'when', header: t('drill.list.when'), width: '140px', numeric: true, cell: row => stamp(row.endedAt), sort: row => row.endedAt },
    { id: 'result', header: t('drill.list.result'), width: 'minmax(110px, 1fr)', cell: row => t(row.outcome === 'ok' ? 'drill.list.ok' : 'drill.list.failed'), sort: row => row.outcome },
    { id: 'place', header: t('drill.list.place'), width: 'minmax(120px, 2fr)', cell: row => row.place.name, sort: row => row.place.name },
    { id: 'why', header: t('drill.list.why'), width: '130px', hideBelow: 640, cell: row => t(`drill.trigger.${row.trigger}`) },
    { id: 'backup', header: t('drill.list.backup'), width: '150px', numeric: true, hideBelow: 760, cell: row => (row.generationAt === null ? '' : stamp(row.generationAt)) },
    { id: 'duration', header: t('drill.list.duration'), align: 'end', width: '110px', hideBelow: 520, cell: row => duration(row.durationMs), sort: row => row.durationMs },
    { id: 'speed', header: t('drill.list.speed'), align: 'end', width: '80px', hideBelow: 860, cell: speed },
  ];
}
