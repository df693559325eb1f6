import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, Section, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { RUN_KEY } from './run-key.ts';
import { useTimes } from './use-times.ts';

type Listed = OutputOf<'backup', 'generations'>[number];

/** Every backup this computer knows of, newest first, with what proves it. */
export function GenerationTable({ mayRun, targets }: { readonly mayRun: boolean; readonly targets: readonly TargetStatus[] }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('backup', 'generations', {});
  const columns = useGenerationColumns(targets);
  return (
    <Section title={t('backup.list.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data ? (
        <DataTable label={t('backup.list.title')} height="content" columns={columns} rows={data} rowKey={row => row.id} rowTone={row => (row.certificate?.outcome === 'failed' ? 'danger' : undefined)} empty={<EmptyState title={t('backup.list.empty')} {...(mayRun ? { hint: { keys: RUN_KEY, label: t('backup.list.emptyHint') } } : {})} />} />
      ) : null}
    </Section>
  );
}

function useGenerationColumns(targets: readonly TargetStatus[]): readonly DataColumn<Listed>[] {
  const t = useText();
  const { bytes, number, duration } = useFormats();
  const { stamp, agoShort } = useTimes();
  const proof = ({ certificate }: Listed): string => {
    if (certificate === null) return t('backup.list.unproven');
    if (certificate.outcome === 'failed') return t('backup.list.failed');
    return certificate.kind === 'full' ? t('backup.list.full', { duration: duration(certificate.durationMs) }) : t('backup.list.light');
  };
  const placeName = ({ repositoryId }: Listed): string => targets.find(target => target.repositoryId === repositoryId)?.name ?? t('backup.list.placeGone');
  return [
    { id: 'made', header: t('backup.list.made'), width: '140px', numeric: true, cell: row => stamp(row.createdAt), sort: row => row.createdAt },
    { id: 'age', header: t('backup.list.age'), width: '110px', numeric: true, hideBelow: 620, cell: row => agoShort(row.createdAt) },
    ...(targets.length > 1 ? [{ id: 'place', header: t('backup.list.place'), width: 'minmax(110px, 2fr)', hideBelow: 480, cell: placeName, sort: placeName }] : []),
    { id: 'proof', header: t('backup.list.certificate'), width: 'minmax(180px, 2fr)', cell: proof },
    { id: 'patients', header: t('backup.list.patients'), align: 'end', width: '96px', hideBelow: 700, cell: row => number(row.counts.patients) },
    { id: 'notes', header: t('backup.list.notes'), align: 'end', width: '116px', hideBelow: 640, cell: row => number(row.counts.notes) },
    { id: 'log', header: t('backup.list.log'), align: 'end', width: '100px', hideBelow: 800, cell: row => number(row.counts.log) },
    { id: 'size', header: t('backup.list.size'), align: 'end', width: '100px', hideBelow: 560, cell: row => bytes(row.databaseBytes), sort: row => row.databaseBytes },
    { id: 'added', header: t('backup.list.added'), align: 'end', width: '100px', hideBelow: 860, cell: row => bytes(row.uploadedBytes), sort: row => row.uploadedBytes },
  ];
}
