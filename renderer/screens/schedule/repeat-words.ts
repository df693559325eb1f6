import type { Recurrence } from '#shared/domain/schedule/recurrence.ts';

import type { Translate } from '#renderer/ui/index.ts';

import { WEEKDAYS } from './hours/periods.ts';

const weekdayName = (t: Translate, weekday: number): string => t(`schedule.weekdayIn.${WEEKDAYS[weekday - 1] ?? 1}`);

/** "Varannan tisdag, 8 gånger". */
export function repeatInWords(rule: Recurrence, t: Translate): string {
  const words = ruleInWords(rule, t);
  if (rule.count !== null) return t('schedule.repeat.count', { rule: words, count: rule.count });
  return t('schedule.repeat.until', { rule: words, date: rule.until ?? '' });
}

function ruleInWords(rule: Recurrence, t: Translate): string {
  if (rule.every === 'month') return t(rule.on === 'date' ? 'schedule.repeat.monthDate' : 'schedule.repeat.monthWeekday', { interval: rule.interval });
  const days = rule.weekdays.toSorted().map(weekday => weekdayName(t, weekday));
  const last = days.at(-1) ?? '';
  if (days.length === 1) return t('schedule.repeat.week', { interval: rule.interval, days: last });
  const several = t('schedule.repeat.and', { first: days.slice(0, -1).join(', '), last });
  return t('schedule.repeat.weekMany', { interval: rule.interval, days: several.charAt(0).toUpperCase() + several.slice(1) });
}
