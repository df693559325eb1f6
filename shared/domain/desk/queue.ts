import * as z from 'zod';

import { ListedVisit } from '../agenda/listed-visit.ts';


/** One visit of today, once, whoever and whatever it occupies. */
export const QueueVisit = ListedVisit.extend({
  /** Room and equipment, in words; empty when none was booked. */
  place: z.string(),
  hasWarning: z.boolean(),
  identityChecked: z.boolean(),
  overbooked: z.boolean(),
  arrivedAt: z.string().nullable(),
  /** The group this is a seat in (C-10); null for a visit of one's own. */
  groupId: z.string().nullable(),
  /** When treatment began; null before. */
  startedAt: z.string().nullable(),
});
export type QueueVisit = z.infer<typeof QueueVisit>;

/** Where in the day a visit is; the queue is these parts under each other. */
export const QUEUE_PARTS = ['waiting', 'late', 'treatment', 'next', 'done', 'away'] as const;
export type QueuePart = (typeof QUEUE_PARTS)[number];

type Timed = Pick<QueueVisit, 'status' | 'start' | 'arrivedAt' | 'startedAt'>;

/** The part of the queue a visit belongs to at `now` (ms). A booked visit is late from the first whole minute after its time. */
export function queuePart(visit: Timed, now: number): QueuePart {
  if (visit.status === 'arrived') return 'waiting';
  if (visit.status === 'inTreatment') return 'treatment';
  if (visit.status === 'done') return 'done';
  if (visit.status === 'booked' || visit.status === 'confirmed') return minutesBetween(visit.start, now) >= 1 ? 'late' : 'next';
  return 'away';
}

/** Whole minutes from an instant to `now` (ms), never below 0. */
export const minutesBetween = (since: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));

/** Since when the visit is where it is: since arrival, since it should have begun, since treatment began. */
export const sinceOf = (visit: Timed): string =>
  (visit.status === 'arrived' ? visit.arrivedAt : visit.status === 'inTreatment' ? visit.startedAt : null) ?? visit.start;

/** The order people are served in: waiting longest first, then late, in treatment, to come, done, and those who did not come. */
export function inQueueOrder<T extends Timed & { readonly id: string }>(visits: readonly T[], now: number): T[] {
  const key = (visit: T): string => `${QUEUE_PARTS.indexOf(queuePart(visit, now))}${sinceOf(visit)}${visit.id}`;
  return visits.map(visit => ({ visit, key: key(visit) })).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ visit }) => visit);
}

export type QueueCounts = Readonly<Record<QueuePart, number>>;

/** How many are where. */
export function countParts(visits: readonly Timed[], now: number): QueueCounts {
  const counts: Record<QueuePart, number> = { waiting: 0, late: 0, treatment: 0, next: 0, done: 0, away: 0 };
  for (const visit of visits) counts[queuePart(visit, now)] += 1;
  return counts;
}

const OPEN: readonly QueuePart[] = ['treatment', 'waiting', 'late', 'next'];

/** Whom a practitioner meets now and then: who is being treated, who waits longest, then by the clock. */
export function nextPatients<T extends Timed & { readonly id: string }>(visits: readonly T[], now: number): T[] {
  const rank = (visit: T): number => Math.min(OPEN.indexOf(queuePart(visit, now)), 2);
  const open = visits.filter(visit => OPEN.includes(queuePart(visit, now)));
  return inQueueOrder(open, now).map((visit, at) => ({ visit, at })).sort((a, b) => rank(a.visit) - rank(b.visit) || a.at - b.at).map(({ visit }) => visit);
}
