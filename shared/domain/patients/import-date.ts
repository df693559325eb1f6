import { dateText, isRealDay } from '../identifiers/calendar.ts';

export interface ImportedDate {
  readonly date: string;
  /** True when day and month could be the other way round. */
  readonly isOrderAssumed: boolean;
}

const YEAR_FIRST = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/;

/** A date of a foreign file: 2026-11-03, 20261103, 3/11/2026, 03.11.2026, with or without a time behind; null when it is none (H60). */
export function readDate(text: string, order: 'dmy' | 'mdy'): ImportedDate | null {
  const day = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  const iso = YEAR_FIRST.exec(day);
  if (iso && (/\D/.test(day) || day.length === 8)) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]), false);
  const local = YEAR_LAST.exec(day);
  if (!local) return null;
  const [first, second, year] = [Number(local[1]), Number(local[2]), Number(local[3])];
  const isAmbiguous = first <= 12 && second <= 12 && first !== second;
  return order === 'dmy' ? real(year, second, first, isAmbiguous) : real(year, first, second, isAmbiguous);
}

const real = (year: number, month: number, day: number, isOrderAssumed: boolean): ImportedDate | null =>
  isRealDay(year, month, day) ? { date: dateText(year, month, day), isOrderAssumed } : null;
