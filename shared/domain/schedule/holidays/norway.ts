import { type HolidayRule, rulesBy } from './rules.ts';

const { day, eve } = rulesBy('Lov om helligdager og helligdagsfred (LOV-1995-02-24-12) § 2', 'Sedvane og tariffavtale');
const MAY = 'Lov om 1 og 17 mai som høgtidsdager (LOV-1947-04-26-1)';

export const NORWAY: readonly HolidayRule[] = [
  day({ sv: 'Nyårsdagen', en: 'New Year’s Day', local: '1. nyttårsdag' }, { month: 1, day: 1 }),
  day({ sv: 'Skärtorsdagen', en: 'Maundy Thursday', local: 'Skjærtorsdag' }, { easter: -3 }),
  day({ sv: 'Långfredagen', en: 'Good Friday', local: 'Langfredag' }, { easter: -2 }),
  day({ sv: 'Påskdagen', en: 'Easter Sunday', local: '1. påskedag' }, { easter: 0 }),
  day({ sv: 'Annandag påsk', en: 'Easter Monday', local: '2. påskedag' }, { easter: 1 }),
  { ...day({ sv: 'Första maj', en: 'May Day', local: '1. mai' }, { month: 5, day: 1 }), source: MAY },
  { ...day({ sv: 'Norges nationaldag', en: 'Constitution Day', local: '17. mai' }, { month: 5, day: 17 }), source: MAY },
  day({ sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day', local: 'Kristi himmelfartsdag' }, { easter: 39 }),
  day({ sv: 'Pingstdagen', en: 'Whit Sunday', local: '1. pinsedag' }, { easter: 49 }),
  day({ sv: 'Annandag pingst', en: 'Whit Monday', local: '2. pinsedag' }, { easter: 50 }),
  eve({ sv: 'Julafton', en: 'Christmas Eve', local: 'Julaften' }, { month: 12, day: 24 }),
  day({ sv: 'Juldagen', en: 'Christmas Day', local: '1. juledag' }, { month: 12, day: 25 }),
  day({ sv: 'Annandag jul', en: 'Boxing Day', local: '2. juledag' }, { month: 12, day: 26 }),
  eve({ sv: 'Nyårsafton', en: 'New Year’s Eve', local: 'Nyttårsaften' }, { month: 12, day: 31 }),
];
