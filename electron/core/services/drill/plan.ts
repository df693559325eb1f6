import { Temporal } from 'temporal-polyfill';

import { DRILL_EVERY_MS, PLACE_EVERY_MS } from '#shared/domain/drill/standing.ts';

/** A place that can be drilled: it holds at least one backup. Instants are ISO UTC text. */
export interface PlannedPlace {
  readonly targetId: string;
  /** When it got its first backup: from then on it waits for its first drill. */
  readonly heldSince: string;
  readonly lastGoodAt: string | null;
  /** Start of the newest try, well or not. */
  readonly lastTriedAt: string | null;
}

export interface DrillPlanInput {
  readonly now: Date;
  readonly places: readonly PlannedPlace[];
  /** Local time of the nightly backup, `HH:MM`; drills come after it. */
  readonly nightlyAt: string;
  readonly timeZone: string;
}

export interface PlannedDrill {
  readonly at: Date;
  readonly targetId: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The quiet hours begin when the nightly backup has surely begun, and end before people come. */
const QUIET_FROM_MS = 30 * MINUTE_MS;
const QUIET_LASTS_MS = 4 * HOUR_MS;
/** Nobody was signed in during the quiet hours: then in working hours, rather than never. */
const GIVE_UP_QUIET_MS = 24 * HOUR_MS;
const DELAY_MS = 10 * MINUTE_MS;
const RETRY_AFTER_MS = 6 * HOUR_MS;

const at = (instant: string | null): number => (instant === null ? -Infinity : Date.parse(instant));

/** The quiet hours that are going on or come next, by the clinic's own clock. */
function quietAfter({ now, nightlyAt, timeZone }: DrillPlanInput): { from: number; to: number } {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const nights = [-1, 0, 1].map(days => here.add({ days }).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(nightlyAt) }).epochMilliseconds + QUIET_FROM_MS);
  const from = nights.find(night => night + QUIET_LASTS_MS > now.getTime()) ?? now.getTime();
  return { from, to: from + QUIET_LASTS_MS };
}

/** When this place is due by its age alone: weekly whatever the place, monthly for each; one never drilled is due at once. */
function dueOf(place: PlannedPlace, newestGood: number): number {
  return place.lastGoodAt === null ? Date.parse(place.heldSince) : Math.min(newestGood + DRILL_EVERY_MS, at(place.lastGoodAt) + PLACE_EVERY_MS);
}

function startOf(place: PlannedPlace, newestGood: number, input: DrillPlanInput): number {
  const now = input.now.getTime();
  const due = dueOf(place, newestGood);
  const quiet = quietAfter({ ...input, now: new Date(Math.max(now, due)) });
  const whenQuiet = Math.max(quiet.from, now, due);
  const patience = Math.max(now + DELAY_MS, due + GIVE_UP_QUIET_MS);
  const retry = at(place.lastTriedAt) > at(place.lastGoodAt) ? at(place.lastTriedAt) + RETRY_AFTER_MS : -Infinity;
  return Math.max(Math.min(whenQuiet, patience), retry);
}

/**
 * The next drill: some place every week, every place every month, the one that waited longest first; in the quiet hours
 * after the nightly backup, or in the day when nobody was signed in for a night; after a failure, six hours later.
 * Null when no place holds a backup.
 */
export function planNextDrill(input: DrillPlanInput): PlannedDrill | null {
  const newestGood = Math.max(-Infinity, ...input.places.map(place => at(place.lastGoodAt)));
  const planned = input.places.map(place => ({ place, start: startOf(place, newestGood, input) }));
  planned.sort((a, b) => a.start - b.start || at(a.place.lastGoodAt) - at(b.place.lastGoodAt));
  const [first] = planned;
  return first === undefined ? null : { at: new Date(first.start), targetId: first.place.targetId };
}
