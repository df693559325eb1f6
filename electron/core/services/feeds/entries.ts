import type { FeedEntry } from '../../repositories/calendar-feed.ts';

/** A cancelled event stays in the file this long, so that a calendar that looks seldom hears of it. */
export const CANCELLED_DAYS = 30;

export interface Taken {
  readonly id: string;
  readonly start: string;
  readonly end: string;
}

export interface FeedChange {
  /** Everything the file shall say, by start. */
  readonly entries: readonly FeedEntry[];
  /** Those of them that are new or different. */
  readonly changed: readonly FeedEntry[];
  /** Visits the file forgets: past, or cancelled long enough ago. */
  readonly gone: readonly string[];
}

interface Moment {
  /** Now, and the earliest start that is still told, ISO UTC. */
  readonly now: string;
  readonly from: string;
  readonly newUid: () => string;
}

/**
 * What a calendar file says next. A new visit gets a UID of its own; a moved one keeps it and gets the next SEQUENCE; one that is cancelled,
 * moved to a colleague or otherwise gone stays as cancelled with the next SEQUENCE for a while; one that comes back goes on counting.
 */
export function nextEntries(before: readonly FeedEntry[], taken: readonly Taken[], { now, from, newUid }: Moment): FeedChange {
  const known = new Map(before.map(entry => [entry.appointmentId, entry]));
  const current = new Set(taken.map(visit => visit.id));
  const changed: FeedEntry[] = [];
  const kept: FeedEntry[] = [];
  const gone: string[] = [];
  const put = (entry: FeedEntry, isNew: boolean) => {
    kept.push(entry);
    if (isNew) changed.push(entry);
  };
  for (const { id, start, end } of taken) {
    const old = known.get(id);
    if (!old) put({ appointmentId: id, uid: newUid(), sequence: 0, start, end, cancelled: false, changedAt: now }, true);
    else if (old.start === start && old.end === end && !old.cancelled) put(old, false);
    else put({ ...old, sequence: old.sequence + 1, start, end, cancelled: false, changedAt: now }, true);
  }
  const oldest = new Date(Date.parse(now) - CANCELLED_DAYS * 86_400_000).toISOString();
  for (const old of before) {
    if (current.has(old.appointmentId)) continue;
    if (old.start < from || (old.cancelled && old.changedAt < oldest)) gone.push(old.appointmentId);
    else if (old.cancelled) put(old, false);
    else put({ ...old, sequence: old.sequence + 1, cancelled: true, changedAt: now }, true);
  }
  kept.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  return { entries: kept, changed, gone };
}
