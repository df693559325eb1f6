import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';

import type { Translate } from '#renderer/ui/index.ts';

import { hoursLine } from './hours-line.ts';
import { toPeriods, WEEKDAYS } from './periods.ts';

const weekday = (t: Translate, index: number): string => t(`schedule.weekdayShort.${WEEKDAYS[index] ?? 1}`);

/** "mån–tors 08:00–12:00, 13:00–17:00 · fre 08:00–15:00": neighbouring days with the same hours are one. */
function lineOf(days: readonly string[], t: Translate): string {
  const runs: { first: number; last: number; hours: string }[] = [];
  for (const [index, hours] of days.entries()) {
    const run = runs.at(-1);
    if (run && run.hours === hours && run.last === index - 1) run.last = index;
    else if (hours !== '') runs.push({ first: index, last: index, hours });
  }
  return runs
    .map(({ first, last, hours }) => (first === last ? t('schedule.oneDay', { from: weekday(t, first), hours }) : t('schedule.spanDays', { from: weekday(t, first), to: weekday(t, last), hours })))
    .join(' · ');
}

/** Somebody's hours as they are today, in one line. Empty when there are none. */
export function weekInWords(rules: readonly WorkingHours[], today: string, t: Translate): string {
  const period = toPeriods(rules, today).find(one => one.from <= today);
  if (!period) return '';
  const lines = period.weeks.map(week => lineOf(week, t)).filter(Boolean);
  if (lines.length === 0) return '';
  return period.weeks.length === 1 ? (lines[0] ?? '') : t('schedule.oddWeeks', { line: [...new Set(lines)].join(' / '), weeks: period.weeks.length });
}

/** Spans of one day in words; hoursLine with a word for none. */
export const dayInWords = (spans: readonly { readonly start: string; readonly end: string }[], t: Translate): string => hoursLine(spans) || t('schedule.exceptions.free');
