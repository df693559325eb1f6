import { type HolidayRule, rulesBy } from './rules.ts';

const { day, eve } = rulesBy('Forordning af 26. oktober 1770 (helligdage)', 'Sædvane og overenskomst');

/** Denmark. Store bededag went with lov nr. 214 af 6. marts 2023. */
export const DENMARK: readonly HolidayRule[] = [
  day({ sv: 'Nyårsdagen', en: 'New Year’s Day', local: 'Nytårsdag' }, { month: 1, day: 1 }),
  day({ sv: 'Skärtorsdagen', en: 'Maundy Thursday', local: 'Skærtorsdag' }, { easter: -3 }),
  day({ sv: 'Långfredagen', en: 'Good Friday', local: 'Langfredag' }, { easter: -2 }),
  day({ sv: 'Påskdagen', en: 'Easter Sunday', local: 'Påskedag' }, { easter: 0 }),
  day({ sv: 'Annandag påsk', en: 'Easter Monday', local: '2. påskedag' }, { easter: 1 }),
  { ...day({ sv: 'Stora bönedagen', en: 'General Prayer Day', local: 'Store bededag' }, { easter: 26 }), to: 2023 },
  day({ sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day', local: 'Kristi himmelfartsdag' }, { easter: 39 }),
  day({ sv: 'Pingstdagen', en: 'Whit Sunday', local: 'Pinsedag' }, { easter: 49 }),
  day({ sv: 'Annandag pingst', en: 'Whit Monday', local: '2. pinsedag' }, { easter: 50 }),
  eve({ sv: 'Grundlagsdagen', en: 'Constitution Day', local: 'Grundlovsdag' }, { month: 6, day: 5 }),
  eve({ sv: 'Julafton', en: 'Christmas Eve', local: 'Juleaftensdag' }, { month: 12, day: 24 }),
  day({ sv: 'Juldagen', en: 'Christmas Day', local: '1. juledag' }, { month: 12, day: 25 }),
  day({ sv: 'Annandag jul', en: 'Boxing Day', local: '2. juledag' }, { month: 12, day: 26 }),
  eve({ sv: 'Nyårsafton', en: 'New Year’s Eve', local: 'Nytårsaftensdag' }, { month: 12, day: 31 }),
];
