import { addDays, weekdayOf } from '../../agenda/zone.ts';

/** Which day of a year: a date, days after Easter Sunday, or a weekday (Monday 1 … Sunday 7) on or after a date. */
export type HolidayDay =
  | { readonly month: number; readonly day: number }
  | { readonly easter: number }
  | { readonly weekday: number; readonly month: number; readonly onOrAfter: number };

/** One holiday of a country, with the law it rests on. `public`: by law; `customary`: kept by nearly everybody all the same. */
export interface HolidayRule {
  readonly names: { readonly sv: string; readonly en: string; readonly local: string };
  readonly kind: 'public' | 'customary';
  readonly when: HolidayDay;
  readonly source: string;
  /** Parts of the country where it holds (ISO 3166-2 without the country); absent: everywhere. */
  readonly regions?: readonly string[];
  /** First and last year it holds. */
  readonly from?: number;
  readonly to?: number;
}

/**
 * Makes the rules of a country that names its days in its own language: `day` is a public holiday by this law, `eve`
 * kept by nearly everybody by this custom.
 */
export const rulesBy = (law: string, custom: string) => ({
  day: (names: HolidayRule['names'], when: HolidayDay): HolidayRule => ({ names, kind: 'public', when, source: law }),
  eve: (names: HolidayRule['names'], when: HolidayDay): HolidayRule => ({ names, kind: 'customary', when, source: custom }),
});

const iso = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** Easter Sunday in the Gregorian calendar (the anonymous algorithm of Nature, 1876; Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const lift = Math.floor((8 * century + 13) / 25);
  const moon = (19 * golden + century - Math.floor(century / 4) - lift + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
  const correction = Math.floor((golden + 11 * moon + 22 * sunday) / 451);
  const days = moon + sunday - 7 * correction + 114;
  return iso(year, Math.floor(days / 31), (days % 31) + 1);
}

/** The date on which a rule falls in a year, or undefined in years when it does not hold. */
export function dateOf(rule: HolidayRule, year: number): string | undefined {
  if ((rule.from !== undefined && year < rule.from) || (rule.to !== undefined && year > rule.to)) return undefined;
  const { when } = rule;
  if ('easter' in when) return addDays(easterSunday(year), when.easter);
  if ('day' in when) return iso(year, when.month, when.day);
  const first = iso(year, when.month, when.onOrAfter);
  return addDays(first, (when.weekday - weekdayOf(first) + 7) % 7);
}
