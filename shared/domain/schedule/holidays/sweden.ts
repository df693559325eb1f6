import type { HolidayDay, HolidayRule } from './rules.ts';

const LAW = 'Lag (1989:253) om allmänna helgdagar';
/** Treated as Sundays by the annual leave act, which is why offices are closed. */
const LEAVE = 'Semesterlag (1977:480) 3 a §';

const day = (sv: string, en: string, when: HolidayDay): HolidayRule => ({ names: { sv, en, local: sv }, kind: 'public', when, source: LAW });
const eve = (sv: string, en: string, when: HolidayDay): HolidayRule => ({ ...day(sv, en, when), kind: 'customary', source: LEAVE });

/** Sweden. Sundays are holidays too but need no rule: nobody has hours then unless they chose so. */
export const SWEDEN: readonly HolidayRule[] = [
  day('Nyårsdagen', 'New Year’s Day', { month: 1, day: 1 }),
  day('Trettondedag jul', 'Epiphany', { month: 1, day: 6 }),
  day('Långfredagen', 'Good Friday', { easter: -2 }),
  day('Påskdagen', 'Easter Sunday', { easter: 0 }),
  day('Annandag påsk', 'Easter Monday', { easter: 1 }),
  day('Första maj', 'May Day', { month: 5, day: 1 }),
  day('Kristi himmelsfärdsdag', 'Ascension Day', { easter: 39 }),
  day('Pingstdagen', 'Whit Sunday', { easter: 49 }),
  { ...day('Sveriges nationaldag', 'National Day', { month: 6, day: 6 }), from: 2005 },
  eve('Midsommarafton', 'Midsummer Eve', { weekday: 5, month: 6, onOrAfter: 19 }),
  day('Midsommardagen', 'Midsummer Day', { weekday: 6, month: 6, onOrAfter: 20 }),
  day('Alla helgons dag', 'All Saints’ Day', { weekday: 6, month: 10, onOrAfter: 31 }),
  eve('Julafton', 'Christmas Eve', { month: 12, day: 24 }),
  day('Juldagen', 'Christmas Day', { month: 12, day: 25 }),
  day('Annandag jul', 'Boxing Day', { month: 12, day: 26 }),
  eve('Nyårsafton', 'New Year’s Eve', { month: 12, day: 31 }),
];
