import { IconCheck } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import type { Recall } from './recall-store.ts';
import classes from './Recalls.module.css';
import type { RecallList } from './use-recall-list.ts';

/** Who is due, since when, how to reach them and what was done. */
export function useRecallColumns({ marked, toggle, today }: RecallList): readonly DataColumn<Recall>[] {
  const t = useText();
  const { stamp } = useFormats();
  const services = useQueryOf('agenda', 'services', { includeInactive: true });
  const service = (row: Recall): string => services.data?.find(one => one.id === row.serviceId)?.name ?? t('recalls.anyVisit');
  const called = (row: Recall): string => (row.calledAt === null || row.channel === null ? '' : t('recalls.calledAt', { day: stamp(row.calledAt).slice(0, 10), channel: t(`recalls.channel.${row.channel}`), calls: row.calls }));
  return [
    { id: 'mark', header: t('recalls.column.mark'), width: '64px', cell: row => <Mark isOn={marked.has(row.id)} name={row.name} onToggle={() => toggle(row.id)} /> },
    { id: 'due', header: t('recalls.column.due'), width: '104px', numeric: true, cell: row => <span className={classes.due} data-late={row.dueDate < today || undefined}>{row.dueDate}</span>, sort: row => row.dueDate },
    { id: 'name', header: t('recalls.column.name'), width: 'minmax(160px, 1.6fr)', cell: row => <PatientName id={row.patientId} name={row.name} />, sort: row => row.name },
    { id: 'phone', header: t('recalls.column.phone'), width: '124px', numeric: true, cell: row => row.phone ?? (row.isProtected ? t('recalls.protected') : '') },
    { id: 'service', header: t('recalls.column.service'), width: 'minmax(110px, 1fr)', cell: service, sort: service, hideBelow: 560 },
    { id: 'called', header: t('recalls.column.called'), width: 'minmax(150px, 1.3fr)', cell: row => <span className={classes.cut} title={called(row)}>{called(row)}</span>, hideBelow: 680 },
    { id: 'note', header: t('recalls.column.note'), width: 'minmax(100px, 1.2fr)', cell: row => <span className={classes.cut} title={row.note}>{row.note}</span>, hideBelow: 860 },
  ];
}

function Mark({ isOn, name, onToggle }: { readonly isOn: boolean; readonly name: string; readonly onToggle: () => void }) {
  const t = useText();
  return (
    <span role="checkbox" aria-checked={isOn} aria-label={t('recalls.mark', { name })} tabIndex={-1} className={classes.mark} data-on={isOn || undefined} onClick={onToggle} onKeyDown={undefined}>
      {isOn ? <IconCheck size={13} stroke={2.5} aria-hidden /> : null}
    </span>
  );
}
