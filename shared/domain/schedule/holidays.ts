import * as z from 'zod';

import { CalendarDate } from '../agenda/zone.ts';
import { DENMARK } from './holidays/denmark.ts';
import { GERMANY } from './holidays/germany.ts';
import { NORWAY } from './holidays/norway.ts';
import { dateOf, type HolidayRule } from './holidays/rules.ts';
import { SWEDEN } from './holidays/sweden.ts';

export { GERMAN_STATES } from './holidays/germany.ts';

/** `public`: a holiday by law. `customary`: kept by nearly everybody without one (midsommarafton, julafton, nyårsafton). */
export const HOLIDAY_KINDS = ['public', 'customary'] as const;

/** A public or customary day as the clinic treats it. */
export const ClinicHoliday = z.strictObject({
  date: z.string(),
  kind: z.enum(HOLIDAY_KINDS),
  names: z.strictObject({ sv: z.string(), en: z.string(), local: z.string() }),
  source: z.string(),
  /** True when nothing can be booked without a deliberate exception. */
  closed: z.boolean(),
});
export type ClinicHoliday = z.infer<typeof ClinicHoliday>;

/** What the clinic decided about holidays: closed on all of a kind, and single days that differ. */
export const HolidaySettings = z.strictObject({
  version: z.int().min(0),
  closedPublic: z.boolean(),
  closedCustomary: z.boolean(),
  /** Part of the country with holidays of its own (German states); null: none. */
  region: z.string().max(4).nullable(),
  exceptions: z.array(z.strictObject({ date: CalendarDate, closed: z.boolean() })).max(200),
});
export type HolidaySettings = z.infer<typeof HolidaySettings>;

/** Closed on every holiday and customary day, until somebody says otherwise. */
export const DEFAULT_HOLIDAYS: HolidaySettings = { version: 0, closedPublic: true, closedCustomary: true, region: null, exceptions: [] };

export type HolidayCountry = 'SE' | 'DK' | 'NO' | 'DE';
const RULES: Readonly<Record<HolidayCountry, readonly HolidayRule[]>> = { SE: SWEDEN, DK: DENMARK, NO: NORWAY, DE: GERMANY };

type Day = Omit<ClinicHoliday, 'closed'>;
const known = new Map<string, readonly Day[]>();

/** The holidays of a country (and region) in a year, by date. Two that fall on the same day are one, the lawful one first. */
export function holidaysOf(country: HolidayCountry, region: string | null, year: number): readonly Day[] {
  const key = `${country} ${region ?? ''} ${year}`;
  const kept = known.get(key);
  if (kept) return kept;
  const days = RULES[country]
    .filter(rule => rule.regions === undefined || (region !== null && rule.regions.includes(region)))
    .flatMap(rule => {
      const date = dateOf(rule, year);
      return date === undefined ? [] : [{ date, kind: rule.kind, names: rule.names, source: rule.source }];
    })
    .sort((a, b) => (a.date === b.date ? Number(a.kind === 'customary') - Number(b.kind === 'customary') : a.date < b.date ? -1 : 1));
  const separate = days.filter((day, index) => days[index - 1]?.date !== day.date);
  known.set(key, separate);
  return separate;
}

/** The holidays from one day to another (both included) as this clinic keeps them. */
export function clinicHolidays(country: HolidayCountry, settings: HolidaySettings, days: { readonly from: string; readonly to: string }): ClinicHoliday[] {
  const found: ClinicHoliday[] = [];
  for (let year = Number(days.from.slice(0, 4)); year <= Number(days.to.slice(0, 4)); year += 1) {
    for (const day of holidaysOf(country, settings.region, year)) {
      if (day.date < days.from || day.date > days.to) continue;
      const usual = day.kind === 'public' ? settings.closedPublic : settings.closedCustomary;
      found.push({ ...day, closed: settings.exceptions.find(one => one.date === day.date)?.closed ?? usual });
    }
  }
  return found;
}
