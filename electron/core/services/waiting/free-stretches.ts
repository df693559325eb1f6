import { overlaps, subtractSpans, type Span } from '#shared/domain/agenda/interval.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { FreeStretch } from '#shared/domain/waiting/match.ts';
import { findBusy } from '../../repositories/appointment-range.ts';
import type { FreedRow } from '../../repositories/freed-time.ts';
import { findResources } from '../../repositories/resource.ts';
import { openTime } from '../agenda/places.ts';
import type { ServiceDeps } from '../service-deps.ts';

const DAY_MS = 86_400_000;

/**
 * What is left of freed blocks: their open time that nobody has taken since. A visit begins inside the block, and may go
 * on into free time after it, so that 45 minutes fit where 30 were given up before a gap.
 */
export async function freeStretches({ db, clinic }: ServiceDeps, freed: readonly FreedRow[]): Promise<FreeStretch[]> {
  if (freed.length === 0) return [];
  const ids = [...new Set(freed.map(row => row.resourceId))];
  const columns = (await findResources(db.reader)).filter(resource => resource.active && ids.includes(resource.id));
  const from = freed.reduce((first, row) => (row.start < first ? row.start : first), freed[0]?.start ?? '');
  const to = freed.reduce((last, row) => (row.end > last ? row.end : last), '');
  const days = { from: dateAt(Date.parse(from), clinic.timeZone), to: dateAt(Date.parse(to), clinic.timeZone), timeZone: clinic.timeZone, country: clinic.country };
  const open = await openTime(db.reader, columns, days);
  const busy = await findBusy(db.reader, { resourceIds: ids, from, to: new Date(Date.parse(to) + DAY_MS).toISOString() });
  return freed.flatMap(row => stretchesOf(row, open.get(row.resourceId) ?? [], busy.filter(block => block.resourceId === row.resourceId)));
}

function stretchesOf(row: FreedRow, open: readonly Span[], busy: readonly Span[]): FreeStretch[] {
  const block = { start: Date.parse(row.start), end: Date.parse(row.end) };
  const day = { start: block.start, end: block.end + DAY_MS };
  const free = subtractSpans([day], busy).filter(span => overlaps(span, block));
  return free.flatMap(span =>
    open.filter(work => overlaps(work, span) && work.start < block.end).map(work => ({ resourceId: row.resourceId, open: work, free: span, startBefore: block.end })),
  );
}
