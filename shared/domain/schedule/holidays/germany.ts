import type { HolidayDay, HolidayRule } from './rules.ts';

const STATES = 'Feiertagsgesetze der Länder';
const CUSTOM = 'Brauch und Tarifvertrag';

interface Names {
  readonly sv: string;
  readonly en: string;
  readonly local: string;
}

const day = (names: Names, when: HolidayDay, regions?: readonly string[]): HolidayRule => ({ names, kind: 'public', when, source: STATES, ...(regions && { regions }) });
const eve = (names: Names, when: HolidayDay): HolidayRule => ({ names, kind: 'customary', when, source: CUSTOM });

const REFORMATION: Names = { sv: 'Reformationsdagen', en: 'Reformation Day', local: 'Reformationstag' };
const LIBERATION: Names = { sv: 'Befrielsedagen', en: 'Liberation Day', local: 'Tag der Befreiung' };

/**
 * Germany: each state has its own act; only 3 October is federal law. Days kept in parts of a state (Augsburg, Catholic
 * communities of Bavaria, Saxony and Thuringia) are the clinic's to add as a closed day.
 */
export const GERMANY: readonly HolidayRule[] = [
  day({ sv: 'Nyårsdagen', en: 'New Year’s Day', local: 'Neujahr' }, { month: 1, day: 1 }),
  day({ sv: 'Trettondedag jul', en: 'Epiphany', local: 'Heilige Drei Könige' }, { month: 1, day: 6 }, ['BW', 'BY', 'ST']),
  { ...day({ sv: 'Kvinnodagen', en: 'Women’s Day', local: 'Internationaler Frauentag' }, { month: 3, day: 8 }, ['BE']), from: 2019 },
  { ...day({ sv: 'Kvinnodagen', en: 'Women’s Day', local: 'Internationaler Frauentag' }, { month: 3, day: 8 }, ['MV']), from: 2023 },
  day({ sv: 'Långfredagen', en: 'Good Friday', local: 'Karfreitag' }, { easter: -2 }),
  day({ sv: 'Påskdagen', en: 'Easter Sunday', local: 'Ostersonntag' }, { easter: 0 }, ['BB']),
  day({ sv: 'Annandag påsk', en: 'Easter Monday', local: 'Ostermontag' }, { easter: 1 }),
  day({ sv: 'Första maj', en: 'Labour Day', local: 'Tag der Arbeit' }, { month: 5, day: 1 }),
  { ...day(LIBERATION, { month: 5, day: 8 }, ['BE']), from: 2020, to: 2020 },
  { ...day(LIBERATION, { month: 5, day: 8 }, ['BE']), from: 2025, to: 2025 },
  { ...day({ sv: 'Minnet av 17 juni 1953', en: 'Uprising of 1953', local: 'Jahrestag des Aufstandes vom 17. Juni 1953' }, { month: 6, day: 17 }, ['BE']), from: 2028, to: 2028 },
  day({ sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day', local: 'Christi Himmelfahrt' }, { easter: 39 }),
  day({ sv: 'Pingstdagen', en: 'Whit Sunday', local: 'Pfingstsonntag' }, { easter: 49 }, ['BB']),
  day({ sv: 'Annandag pingst', en: 'Whit Monday', local: 'Pfingstmontag' }, { easter: 50 }),
  day({ sv: 'Kristi lekamens fest', en: 'Corpus Christi', local: 'Fronleichnam' }, { easter: 60 }, ['BW', 'BY', 'HE', 'NW', 'RP', 'SL']),
  day({ sv: 'Marie himmelsfärd', en: 'Assumption Day', local: 'Mariä Himmelfahrt' }, { month: 8, day: 15 }, ['SL']),
  { ...day({ sv: 'Barndagen', en: 'Children’s Day', local: 'Weltkindertag' }, { month: 9, day: 20 }, ['TH']), from: 2019 },
  { ...day({ sv: 'Tyska enhetens dag', en: 'Day of German Unity', local: 'Tag der Deutschen Einheit' }, { month: 10, day: 3 }), source: 'Einigungsvertrag Art. 2 Abs. 2', from: 1990 },
  day(REFORMATION, { month: 10, day: 31 }, ['BB', 'MV', 'SN', 'ST', 'TH']),
  { ...day(REFORMATION, { month: 10, day: 31 }, ['HB', 'HH', 'NI', 'SH']), from: 2018 },
  day({ sv: 'Allhelgonadagen', en: 'All Saints’ Day', local: 'Allerheiligen' }, { month: 11, day: 1 }, ['BW', 'BY', 'NW', 'RP', 'SL']),
  // The Wednesday before 23 November.
  day({ sv: 'Botdagen', en: 'Day of Repentance', local: 'Buß- und Bettag' }, { weekday: 3, month: 11, onOrAfter: 16 }, ['SN']),
  eve({ sv: 'Julafton', en: 'Christmas Eve', local: 'Heiligabend' }, { month: 12, day: 24 }),
  day({ sv: 'Juldagen', en: 'Christmas Day', local: '1. Weihnachtstag' }, { month: 12, day: 25 }),
  day({ sv: 'Annandag jul', en: 'Boxing Day', local: '2. Weihnachtstag' }, { month: 12, day: 26 }),
  eve({ sv: 'Nyårsafton', en: 'New Year’s Eve', local: 'Silvester' }, { month: 12, day: 31 }),
];

/** The states, for the setting that says where the clinic is (ISO 3166-2:DE). */
export const GERMAN_STATES = {
  BW: 'Baden-Württemberg', BY: 'Bayern', BE: 'Berlin', BB: 'Brandenburg', HB: 'Bremen', HH: 'Hamburg', HE: 'Hessen', MV: 'Mecklenburg-Vorpommern', NI: 'Niedersachsen',
  NW: 'Nordrhein-Westfalen', RP: 'Rheinland-Pfalz', SL: 'Saarland', SN: 'Sachsen', ST: 'Sachsen-Anhalt', SH: 'Schleswig-Holstein', TH: 'Thüringen',
} as const;
