import type { TimelineKind, TimelineRow } from '#shared/contract/timeline.ts';
import type { Permission } from '#shared/domain/permissions.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import type { ReadingMode } from '../journal/access.ts';

/** One page of one source: rows of this patient with (at, id) before `before`, newest first, at most `limit`. */
export interface SourceAsk {
  readonly patientId: string;
  readonly before: { readonly at: string; readonly id: string };
  readonly limit: number;
  /** How much of the notes the caller may read; a clinical source is asked only with `all`. */
  readonly mode: ReadingMode;
  readonly ctx: CallContext;
  readonly timeZone: string;
  readonly withStruck: boolean;
}

/** What one area adds to a patient's time line. Add a file in sources/ and name it in sources/index.ts. */
export interface TimelineSource {
  readonly kind: TimelineKind;
  /** Part of the care itself: left out for who may not read the journal (J-13). */
  readonly isClinical: boolean;
  /** Left out for whoever lacks it. */
  readonly permission?: Permission;
  readonly page: (db: Reader, ask: SourceAsk) => Promise<readonly TimelineRow[]>;
}

/** A row with what most kinds leave empty. */
export const timelineRow = (row: Pick<TimelineRow, 'kind' | 'id' | 'at' | 'title'> & Partial<TimelineRow>): TimelineRow => ({
  until: null, detail: '', who: '', mark: null, late: false, note: null, ...row,
});

/** For sources with so few rows a patient that they are read whole: the page of them. */
export const pageOf = (rows: readonly TimelineRow[], { before, limit }: Pick<SourceAsk, 'before' | 'limit'>): TimelineRow[] =>
  rows.filter(row => row.at < before.at || (row.at === before.at && row.id < before.id)).sort(newestFirst).slice(0, limit);

/** Newest first; what happened at the same moment in an order that never changes. */
export function newestFirst(a: TimelineRow, b: TimelineRow): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (a.kind !== b.kind) return a.kind < b.kind ? 1 : -1;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
