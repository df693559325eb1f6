import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';

import { clinicHolidays, DEFAULT_HOLIDAYS, GERMAN_STATES, holidaysOf, type HolidayCountry } from '#shared/domain/schedule/holidays.ts';
import { easterSunday } from '#shared/domain/schedule/holidays/rules.ts';

const YEARS = [2024, 2025, 2026, 2027, 2028, 2029, 2030];

const ours = (country: HolidayCountry, region: string | null, kind: 'public' | 'customary') => YEARS.flatMap(year => holidaysOf(country, region, year).filter(day => day.kind === kind).map(day => day.date));

/** The same days from an independent list (date-holidays); `drop` names what it lists that no law of the country makes a holiday. */
function theirs(country: string, region: string | null, drop: readonly string[] = []): string[] {
  const list = region === null ? new Holidays(country) : new Holidays(country, region);
  const dates = YEARS.flatMap(year => list.getHolidays(year).filter(day => day.type === 'public' && !drop.includes(day.name)).map(day => day.date.slice(0, 10)));
  return [...new Set(dates)].sort();
}

describe('public holidays', () => {
  it.each([
    ['SE', null, ['Midsommarafton', 'Julafton', 'Nyårsafton', 'Pingstafton', 'Påskafton', 'Söndag', 'Allhelgonaafton']],
    ['NO', null, []],
    ['DK', null, []],
  ] as const)('%s has the days of an independent list, 2024 to 2030', (country, region, drop) => {
    expect([...new Set(ours(country, region, 'public'))].sort()).toEqual(theirs(country, region, drop));
  });

  it.each(Object.keys(GERMAN_STATES))('the German state %s has the days of an independent list, 2024 to 2030', state => {
    const sundays = ['Ostersonntag', 'Pfingstsonntag'];
    const drop = state === 'BB' ? [] : sundays;
    expect([...new Set(ours('DE', state, 'public'))].sort()).toEqual(theirs('DE', state, drop));
  });

  it('Easter is right for four centuries, by the same list', () => {
    const list = new Holidays('NO');
    for (const year of [1961, 2000, 2019, 2027, 2038, 2076, 2099]) {
      const sunday = list.getHolidays(year).find(day => day.rule === 'easter');
      expect(easterSunday(year)).toBe(sunday?.date.slice(0, 10));
    }
  });

  it('Sweden 2026 as printed in the almanac', () => {
    const days = clinicHolidays('SE', DEFAULT_HOLIDAYS, { from: '2026-01-01', to: '2026-12-31' }).map(day => `${day.date} ${day.names.sv}`);
    expect(days).toEqual([
      '2026-01-01 Nyårsdagen', '2026-01-06 Trettondedag jul', '2026-04-03 Långfredagen', '2026-04-05 Påskdagen', '2026-04-06 Annandag påsk', '2026-05-01 Första maj',
      '2026-05-14 Kristi himmelsfärdsdag', '2026-05-24 Pingstdagen', '2026-06-06 Sveriges nationaldag', '2026-06-19 Midsommarafton', '2026-06-20 Midsommardagen',
      '2026-10-31 Alla helgons dag', '2026-12-24 Julafton', '2026-12-25 Juldagen', '2026-12-26 Annandag jul', '2026-12-31 Nyårsafton',
    ]);
  });

  it('are closed as the clinic decides: all of a kind, and single days otherwise', () => {
    const settings = { ...DEFAULT_HOLIDAYS, closedCustomary: false, exceptions: [{ date: '2026-12-26', closed: false }, { date: '2026-12-31', closed: true }] };
    const december = clinicHolidays('SE', settings, { from: '2026-12-01', to: '2026-12-31' });
    expect(december.map(day => [day.date.slice(8), day.closed])).toEqual([['24', false], ['25', true], ['26', false], ['31', true]]);
  });
});
