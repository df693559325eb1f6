/** How worried to be about drills. Instants are ISO UTC text. */
export interface DrillFacts {
  /** End of the newest drill that went well, in any place; null when there was none. */
  readonly lastGoodAt: string | null;
  /** End of the newest failed drill of a place that has had no good one since; null when every place is good. */
  readonly failedAt: string | null;
  /** When the first backup was made: before it there is nothing to drill. */
  readonly firstBackupAt: string | null;
}

/**
 * - `nothing`: no backup yet, so the backup's own line says what is to be done;
 * - `none`: backups, and no drill yet, within the first week; - `ok`; - `due`: a week has passed (the plan makes up for it);
 * - `overdue`: two weeks; - `failed`: the newest drill of some place failed.
 */
export const DRILL_STANDINGS = ['nothing', 'none', 'ok', 'due', 'overdue', 'failed'] as const;
export type DrillStanding = (typeof DRILL_STANDINGS)[number];

const DAY_MS = 86_400_000;
/** At least one drill a week (issue 5), whatever the place. */
export const DRILL_EVERY_MS = 7 * DAY_MS;
/** Each place at least once a month. */
export const PLACE_EVERY_MS = 28 * DAY_MS;
const DUE_AFTER_MS = 8 * DAY_MS;
const OVERDUE_AFTER_MS = 14 * DAY_MS;

const ageOf = (instant: string, now: Date): number => now.getTime() - Date.parse(instant);

/** The one thing to say about drills; a failure outweighs every age. */
export function drillStandingOf({ lastGoodAt, failedAt, firstBackupAt }: DrillFacts, now: Date): DrillStanding {
  if (failedAt !== null) return 'failed';
  const since = lastGoodAt ?? firstBackupAt;
  if (since === null) return 'nothing';
  const age = ageOf(since, now);
  if (age > OVERDUE_AFTER_MS) return 'overdue';
  if (age > DUE_AFTER_MS) return 'due';
  return lastGoodAt === null ? 'none' : 'ok';
}

/** The colour that goes with the words. */
export const DRILL_TONE: Readonly<Record<DrillStanding, 'ok' | 'attention' | 'danger'>> = {
  nothing: 'ok', none: 'attention', ok: 'ok', due: 'attention', overdue: 'danger', failed: 'danger',
};

/** The yearly drill with the paper kit: said a month ahead, alarming after twelve months (J-20). */
export const KIT_STANDINGS = ['noKit', 'ok', 'soon', 'overdue'] as const;
export type KitStanding = (typeof KIT_STANDINGS)[number];
export const KIT_TONE: Readonly<Record<KitStanding, 'ok' | 'attention' | 'danger'>> = { noKit: 'ok', ok: 'ok', soon: 'attention', overdue: 'danger' };

function monthsLater(instant: string, months: number): Date {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // 31 January and a month is the last of February, not the third of March
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
  return date;
}

/** When the next drill with the kit is due: twelve months after the newest good one, or after the kit was made. Null without a kit. */
export function kitDueAt(o: { readonly kitMadeAt: string | null; readonly lastKitDrillAt: string | null }): string | null {
  const since = o.lastKitDrillAt ?? o.kitMadeAt;
  return since === null ? null : monthsLater(since, 12).toISOString();
}

/** How the yearly drill stands: `soon` from eleven months, `overdue` from twelve. */
export function kitStandingOf(o: { readonly kitMadeAt: string | null; readonly lastKitDrillAt: string | null }, now: Date): KitStanding {
  const since = o.lastKitDrillAt ?? o.kitMadeAt;
  if (since === null) return 'noKit';
  if (now >= monthsLater(since, 12)) return 'overdue';
  return now >= monthsLater(since, 11) ? 'soon' : 'ok';
}
