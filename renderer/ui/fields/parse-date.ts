const MONTHS = ['jan', 'feb', 'mar', 'apr', 'ma', 'jun', 'jul', 'aug', 'sep', 'okt|oct', 'nov', 'dec'].map(name => new RegExp(`^(${name})`));

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** The calendar date, or undefined when the month has no such day. */
function dateOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1800 && year <= 2200 ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : undefined;
}

/** Two digits mean the nearest such year that is not in the future: what people mean with a birth date. */
function fullYear(text: string, today: string): number {
  const year = Number(text);
  if (text.length === 4) return year;
  const now = Number(today.slice(0, 4));
  const candidate = now - (now % 100) + year;
  return candidate > now ? candidate - 100 : candidate;
}

function monthNumber(word: string): number | undefined {
  const normal = word.toLowerCase();
  if (normal.startsWith('maj') || normal === 'may') return 5;
  const index = MONTHS.findIndex((pattern, at) => at !== 4 && pattern.test(normal));
  return index < 0 ? undefined : index + 1;
}

const NAMED_DAYS: Readonly<Record<string, number>> = { idag: 0, 'i dag': 0, today: 0, imorgon: 1, 'i morgon': 1, tomorrow: 1, igår: -1, 'i går': -1, yesterday: -1 };
const DAYS_IN: Readonly<Record<string, number>> = { d: 1, v: 7, w: 7 };

function relativeDate(text: string, today: string): string | undefined {
  const named = NAMED_DAYS[text];
  const step = /^([+-]) ?(\d{1,4}) ?([dvwm]?)$/.exec(text);
  if (named === undefined && !step) return undefined;
  const date = new Date(`${today}T00:00:00Z`);
  const [, sign = '+', digits = '0', unit = ''] = step ?? [];
  const count = Number(sign + digits);
  if (unit === 'm') date.setUTCMonth(date.getUTCMonth() + count);
  else date.setUTCDate(date.getUTCDate() + (named ?? count * (DAYS_IN[unit] ?? 1)));
  return date.toISOString().slice(0, 10);
}

function digitsOnly(text: string, today: string): string | undefined {
  if (/^\d{8}$/.test(text)) {
    const yearFirst = dateOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
    return yearFirst ?? dateOf(Number(text.slice(4, 8)), Number(text.slice(2, 4)), Number(text.slice(0, 2)));
  }
  if (/^\d{6}$/.test(text)) return dateOf(fullYear(text.slice(0, 2), today), Number(text.slice(2, 4)), Number(text.slice(4, 6)));
  return undefined;
}

/**
 * A typed date in any usual form, as `YYYY-MM-DD`; undefined when it is not (yet) a date.
 * Understands 19900228, 900228, 1990-02-28, 1990-2-8, 28021990, 28/2 1990, 28/2-90, 31.12.1999, 28 feb 1990, 28/2
 * (this year), idag, imorgon, +7, +2v. `today` is a calendar date.
 */
export function parseTypedDate(typed: string, today: string): string | undefined {
  const text = typed.trim().toLowerCase();
  const direct = relativeDate(text, today) ?? digitsOnly(text, today);
  if (direct) return direct;
  const yearFirst = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text);
  if (yearFirst) return dateOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const dayFirst = /^(\d{1,2})[-/. ]+(\d{1,2})(?:[-/. ]+(\d{4}|\d{2}))?\.?$/.exec(text);
  if (dayFirst) return dateOf(fullYear(dayFirst[3] ?? today.slice(0, 4), today), Number(dayFirst[2]), Number(dayFirst[1]));
  const named = /^(\d{1,2})\.? ?([a-zåäö]{3,12})\.?(?: ?(\d{4}|\d{2}))?$/.exec(text);
  const month = named ? monthNumber(named[2] ?? '') : undefined;
  return named && month ? dateOf(fullYear(named[3] ?? today.slice(0, 4), today), month, Number(named[1])) : undefined;
}

/** A typed time, as `HH:MM`: 9, 930, 9.30, 09:30, 14 → undefined when it is not a time of day. */
export function parseTypedTime(typed: string): string | undefined {
  const text = typed.trim();
  const parts = /^(\d{1,2})(?:[:. ]?(\d{2}))?$/.exec(text);
  if (!parts) return undefined;
  const hour = Number(parts[1]);
  const minute = Number(parts[2] ?? '0');
  return hour <= 23 && minute <= 59 ? `${pad(hour)}:${pad(minute)}` : undefined;
}
