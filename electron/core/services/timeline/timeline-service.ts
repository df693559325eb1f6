import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { timeline, TimelineKind, TimelineRow } from '#shared/contract/timeline.ts';
import type { CallContext } from '../../api/context.ts';
import { readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { newestFirst, type TimelineSource } from './source.ts';
import { SOURCES } from './sources/index.ts';

type Input = z.output<(typeof timeline)['entries']['input']>;
type Before = Input['before'];
interface Page {
  readonly rows: TimelineRow[];
  readonly next: Before;
}

/** Everything about a patient in order of time (J-04, J-05, J-13). */
export function createTimelineService(deps: ServiceDeps, sources: readonly TimelineSource[] = SOURCES): AreaHandlers<typeof timeline, CallContext> {
  return { entries: (ctx, input) => entries(deps, ctx, { input, sources }) };
}

async function entries(deps: ServiceDeps, ctx: CallContext, { input, sources }: { readonly input: Input; readonly sources: readonly TimelineSource[] }): Promise<Page> {
  const mode = await readingMode(deps, ctx, input.patientId);
  const open = sources.filter(source => (mode === 'all' || !source.isClinical) && (source.permission === undefined || ctx.may(source.permission)));
  const rows: TimelineRow[] = [];
  let isMore = false;
  // One after another on the connection that is warm from the log row: side by side each would decrypt the same pages anew.
  for (const { kind, page } of open) {
    const found = await page(deps.db.reader, {
      patientId: input.patientId, before: boundOf(kind, input.before), limit: input.limit, mode, ctx, timeZone: deps.clinic.timeZone, withStruck: input.withStruck,
    });
    isMore ||= found.length >= input.limit;
    rows.push(...found);
  }
  rows.sort(newestFirst);
  isMore ||= rows.length > input.limit;
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { rows: shown, next: isMore && last ? { at: last.at, kind: last.kind, id: last.id } : null };
}

/** Sorts after every instant and every id there is. */
const LAST = '~';

/** Where this kind's page starts when the page before ended at `before`: rows are in order of time, then kind, then id. */
function boundOf(kind: TimelineKind, before: Before): { at: string; id: string } {
  if (!before) return { at: LAST, id: LAST };
  if (kind === before.kind) return { at: before.at, id: before.id };
  return { at: before.at, id: kind < before.kind ? LAST : '' };
}
