import * as z from 'zod';

import { ABSENCE_KINDS } from '../agenda/schedule.ts';
import { ListedVisit } from '../agenda/listed-visit.ts';
import { isLegalMove, type AppointmentStatus } from '../agenda/status.ts';

/** Days back that the list of visits without note looks: longer than anybody should need, short enough to be quick. */
export const NOTE_LIST_DAYS = 365;
/** Days back for what administrators see about everybody. */
export const FOLLOW_UP_DAYS = 31;
/** Most rows a list answers with; the count says how many there are. */
export const LIST_LIMIT = 500;

/** Why a visit needs another time. */
export const REBOOK_REASONS = ['absence', 'clinicClosed', 'gone', 'rescheduled'] as const;
export type RebookReason = (typeof REBOOK_REASONS)[number];

/** One visit on a list of things to attend to. */
export const WorkVisit = ListedVisit.extend({
  /** A group's block (its own id), or the group this is a seat in (C-10). */
  groupId: z.string().nullable(),
});
export type WorkVisit = z.infer<typeof WorkVisit>;

/** `label`: what was written about the absence or who is gone; empty: the words for `absence`, if there is one. */
export const RebookVisit = WorkVisit.extend({ reason: z.enum(REBOOK_REASONS), label: z.string(), absence: z.enum(ABSENCE_KINDS).nullable() });
export type RebookVisit = z.infer<typeof RebookVisit>;

/** How many wait and since when (ISO UTC, null when none do); null in an answer: not this person's to see. */
export const ListCount = z.strictObject({ count: z.int(), oldest: z.string().nullable() });
export type ListCount = z.infer<typeof ListCount>;

/**
 * The legal steps (C-06) that bring a visit which was never checked out to `target`, shortest first found; each is taken
 * and logged by itself. Empty when there is no way.
 */
export function stepsTo(from: AppointmentStatus, target: 'done' | 'noShow'): readonly AppointmentStatus[] {
  const way: readonly AppointmentStatus[] = ['arrived', 'inTreatment', 'done'];
  if (target === 'noShow') return isLegalMove(from, 'noShow') ? ['noShow'] : [];
  const steps = way.slice(way.indexOf(from) + 1);
  const first = steps[0];
  return first !== undefined && isLegalMove(from, first) ? steps : [];
}
