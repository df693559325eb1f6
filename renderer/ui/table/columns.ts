import { createSortedRowModel, rowSortingFeature, tableFeatures, type ColumnDef } from '@tanstack/react-table';
import type { ReactNode } from 'react';

export interface DataColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** Makes the column sortable by this value. */
  readonly sort?: (row: T) => string | number | null;
  /** A grid track: `140px`, `minmax(160px, 2fr)`. Default `minmax(80px, 1fr)`. */
  readonly width?: string;
  /** Numbers, money, counts: right-aligned. */
  readonly align?: 'start' | 'end';
  /** Tabular figures: personal numbers, dates, times. Right-aligned columns have them anyway. */
  readonly numeric?: boolean;
  /** Hidden when the table is narrower than this many px; the first column never is. */
  readonly hideBelow?: number;
}

export const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const collator = new Intl.Collator('sv', { numeric: true });

function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** Our columns as TanStack Table's, sorted the Swedish way (å ä ö last, numbers by value). */
export function toColumnDefs<T extends object>(columns: readonly DataColumn<T>[]): ColumnDef<typeof features, T>[] {
  return columns.map(column => ({
    id: column.id,
    header: column.header,
    accessorFn: (row: T) => column.sort?.(row) ?? null,
    enableSorting: column.sort !== undefined,
    sortFn: (a, b) => compare(column.sort?.(a.original) ?? null, column.sort?.(b.original) ?? null),
  }));
}
