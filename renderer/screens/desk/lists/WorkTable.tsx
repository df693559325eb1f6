import type { ReactNode } from 'react';

import type { WorkVisit } from '#shared/domain/desk/work-lists.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, DataTable, EmptyState, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from '../Desk.module.css';
import { DeskFoot } from '../DeskFoot.tsx';
import { toCurrent } from '../queue-commands.ts';
import { Cut } from '../queue-columns.tsx';
import { useCurrentOf } from '../use-current.ts';

interface WorkTableProps<T extends WorkVisit> {
  readonly title: string;
  readonly help: string;
  readonly empty: string;
  readonly rows: readonly T[] | undefined;
  readonly error: unknown;
  /** What Enter does, in a word or two. */
  readonly enter: string;
  readonly onOpen: (row: T) => void;
  readonly more?: readonly DataColumn<T>[];
  /** Why a step was refused. */
  readonly notice?: ReactNode;
}

/** Visits to attend to: one line each, what to do with the one under the cursor at the bottom. */
export function WorkTable<T extends WorkVisit>({ title, help, empty, rows, error, enter, onOpen, more = [], notice }: WorkTableProps<T>) {
  const t = useText();
  const { stamp } = useFormats();
  const errorText = useErrorText();
  const onCursor = useCurrentOf<T>(toCurrent);
  const columns: DataColumn<T>[] = [
    { id: 'when', header: t('desk.lists.when'), width: '142px', numeric: true, cell: row => stamp(row.start), sort: row => row.start },
    { id: 'name', header: t('desk.queue.name'), width: 'minmax(150px, 2fr)', cell: row => <PatientName id={row.patientId} name={row.name} />, sort: row => row.name },
    ...more,
    { id: 'service', header: t('desk.queue.service'), width: 'minmax(110px, 1fr)', cell: row => <Cut>{row.service}</Cut>, sort: row => row.service, hideBelow: 620 },
    { id: 'with', header: t('desk.queue.with'), width: 'minmax(110px, 1fr)', cell: row => <Cut>{row.practitioner}</Cut>, sort: row => row.practitioner, hideBelow: 520 },
    { id: 'marks', header: t('desk.queue.marks'), width: 'minmax(90px, 1fr)', cell: row => <span className={classes.mark}>{row.isProtected ? t('desk.flag.protected') : ''}</span>, hideBelow: 980 },
  ];
  return (
    <>
      <div className={classes.rowsHead}><h2>{title}</h2><span className={classes.help}>{help}</span></div>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {notice}
      <div className={classes.rowsBody}>
        {rows === undefined ? null : (
          <DataTable label={title} columns={columns} rows={rows} rowKey={row => row.id} autoFocus holdCursor onCursor={onCursor} onOpen={onOpen} empty={<EmptyState title={empty} />} />
        )}
      </div>
      <DeskFoot enter={enter} />
    </>
  );
}
