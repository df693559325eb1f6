import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactTable } from '@tanstack/react-table';

import { useText } from '../text.tsx';
import type { DataColumn, features } from './columns.ts';
import classes from './DataTable.module.css';

interface TableHeadProps<T extends object> {
  readonly table: ReactTable<typeof features, T>;
  readonly columns: readonly DataColumn<T>[];
}

/** Headings; those that can sort are buttons that turn the order. */
export function TableHead<T extends object>({ table, columns }: TableHeadProps<T>) {
  const t = useText();
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {columns.map(column => {
          const sorted = table.getColumn(column.id)?.getIsSorted() ?? false;
          const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none';
          return (
            <div key={column.id} role="columnheader" className={classes.headCell} data-align={column.align} {...(column.sort ? { 'aria-sort': order } : {})}>
              {column.sort ? (
                <button type="button" className={classes.sort} tabIndex={-1} title={t('ui.table.sort', { column: column.header })} onClick={() => table.getColumn(column.id)?.toggleSorting()}>
                  {column.header}
                  {sorted === 'asc' ? <IconArrowUp size={12} aria-hidden /> : sorted === 'desc' ? <IconArrowDown size={12} aria-hidden /> : null}
                </button>
              ) : column.header}
            </div>
          );
        })}
      </div>
    </div>
  );
}
