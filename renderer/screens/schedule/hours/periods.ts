import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';
import { addDays, mondayOf, weekNumberOf } from '#shared/domain/agenda/zone.ts';

import { hoursLine, parseHoursLine } from './hours-line.ts';

/** From the beginning: hours that nobody gave a first day. */
export const ALWAYS = '2000-01-01';
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Hours that hold from one day to another, as they are typed: one line a weekday, for one week or for several that take turns. */
export interface Period {
  readonly from: string;
  /** Null: until further notice. */
  readonly to: string | null;
  /** `weeks[0]` is the week of `from`; `weeks[0][0]` its Monday. */
  readonly weeks: readonly (readonly string[])[];
}

const weekOf = (date: string): number => Date.parse(`${mondayOf(date)}T00:00:00Z`) / (7 * 86_400_000);

/** The rules still to come as periods, in order of time. */
export function toPeriods(rules: readonly WorkingHours[], today: string): Period[] {
  const groups = new Map<string, WorkingHours[]>();
  for (const rule of rules.filter(one => !isPast(one, today))) {
    const later = rule.everyWeeks === 1 && rule.validFrom > today ? rule.validFrom : '';
    const key = `${rule.everyWeeks} ${rule.validTo ?? ''} ${later}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()].map(toPeriod).sort((a, b) => (a.from < b.from ? -1 : 1));
}

function toPeriod(rules: readonly WorkingHours[]): Period {
  const from = rules.map(rule => rule.validFrom).sort()[0] ?? ALWAYS;
  const count = rules[0]?.everyWeeks ?? 1;
  const indexOf = (rule: WorkingHours): number => (((weekOf(rule.validFrom) - weekOf(from)) % count) + count) % count;
  const weeks = Array.from({ length: count }, (_, week) => WEEKDAYS.map(weekday => hoursLine(rules.filter(rule => rule.weekday === weekday && (count === 1 || indexOf(rule) === week)))));
  return { from, to: rules[0]?.validTo ?? null, weeks };
}

/** Rules that held once; kept as they are. */
export const isPast = (rule: WorkingHours, today: string): boolean => rule.validTo !== null && rule.validTo < today;

/** What core is asked to keep; undefined while a line cannot be understood. */
export function toRules(periods: readonly Period[]): WorkingHours[] | undefined {
  const rules: WorkingHours[] = [];
  for (const { from, to, weeks } of periods) {
    for (const [week, lines] of weeks.entries()) {
      const validFrom = week === 0 ? from : addDays(mondayOf(from), 7 * week);
      if (to !== null && validFrom > to) continue;
      for (const [index, line] of lines.entries()) {
        const spans = parseHoursLine(line);
        if (!spans) return undefined;
        rules.push(...spans.map(span => ({ ...span, weekday: index + 1, everyWeeks: weeks.length, validFrom, validTo: to })));
      }
    }
  }
  return rules;
}

/** The same period with another number of weeks that take turns; new weeks begin as copies of the first. */
export const withWeeks = (period: Period, count: number): Period => ({ ...period, weeks: Array.from({ length: count }, (_, week) => period.weeks[week] ?? period.weeks[0] ?? WEEKDAYS.map(() => '')) });

/** Hours that begin on a day: the ones before end the day before, the new ones begin as their copy. */
export function addPeriod(periods: readonly Period[], from: string): Period[] {
  const before = periods.filter(period => period.from < from);
  const last = before.at(-1);
  const ended = before.map((period, index) => (index === before.length - 1 && (period.to === null || period.to >= from) ? { ...period, to: addDays(from, -1) } : period));
  return [...ended, { from, to: last?.to ?? null, weeks: last?.weeks ?? [WEEKDAYS.map(() => '')] }, ...periods.filter(period => period.from > from)];
}

/** True when every period ends before the next begins, and none before it begins. */
export const areSeparate = (periods: readonly Period[]): boolean =>
  periods.every((period, index) => {
    const next = periods[index + 1];
    return (period.to === null || period.to >= period.from) && (!next || (period.to !== null && period.to < next.from));
  });

/** ISO week number in which a week of the turn comes next. */
export function nextWeekNumber({ from, weeks }: Period, week: number, today: string): number {
  const start = addDays(mondayOf(from), 7 * week);
  const behind = Math.max(0, weekOf(today) - weekOf(start));
  return weekNumberOf(addDays(start, 7 * weeks.length * Math.ceil(behind / weeks.length)));
}
