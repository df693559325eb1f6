import { describe, expect, it } from 'vitest';

import { addPeriod, areSeparate, nextWeekNumber, toPeriods, toRules, withWeeks, type Period } from '#renderer/screens/schedule/hours/periods.ts';
import { weekInWords } from '#renderer/screens/schedule/hours/week-words.ts';
import { parseHoursLine } from '#renderer/screens/schedule/hours/hours-line.ts';
import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';

const TODAY = '2026-11-23';
const rule = (weekday: number, start: string, end: string, more: Partial<WorkingHours> = {}): WorkingHours => ({ weekday, start, end, everyWeeks: 1, validFrom: '2020-01-01', validTo: null, ...more });
const week = (line: string): string[] => [line, line, line, line, line, '', ''];
const t = ((key: string, values: Record<string, string | number> = {}) => `${key.replace(/^schedule\.(weekdayShort\.)?/, '')}${Object.keys(values).length > 0 ? `(${Object.values(values).join('|')})` : ''}`) as Parameters<typeof weekInWords>[2];

describe('C-04 hours as an administrator sees them', () => {
  it('are the same hours after they were shown and saved again', () => {
    const rules = [rule(1, '08:00', '12:00'), rule(1, '13:00', '17:00'), rule(5, '08:00', '15:00')];
    const [period] = toPeriods(rules, TODAY);
    expect(period?.weeks[0]).toEqual(['08:00–12:00, 13:00–17:00', '', '', '', '08:00–15:00', '', '']);
    expect(toRules(toPeriods(rules, TODAY))).toEqual(rules);
  });

  it('of weeks that take turns stay in their own week, through showing and saving', () => {
    const rota: Period = { from: '2026-11-25', to: null, weeks: [week('8-12'), week('13-17')] };
    const rules = toRules([rota]) ?? [];
    expect([...new Set(rules.map(one => `${one.start} ${one.validFrom} ${one.everyWeeks}`))]).toEqual(['08:00 2026-11-25 2', '13:00 2026-11-30 2']);
    expect(toPeriods(rules, TODAY)).toMatchObject([{ from: '2026-11-25', weeks: [{ 0: '08:00–12:00' }, { 0: '13:00–17:00' }] }]);
    expect([nextWeekNumber(rota, 0, '2026-12-07'), nextWeekNumber(rota, 1, '2026-12-07')]).toEqual([50, 51]);
  });

  it('from a later day end the ones before the day before, and the past is not touched', () => {
    const rules = [rule(1, '08:00', '12:00'), rule(2, '08:00', '12:00', { validTo: '2025-12-31' })];
    const periods = addPeriod(toPeriods(rules, TODAY), '2027-01-04');
    expect(periods.map(one => [one.from, one.to])).toEqual([['2020-01-01', '2027-01-03'], ['2027-01-04', null]]);
    expect(areSeparate(periods)).toBe(true);
    expect(areSeparate(periods.map(one => ({ ...one, to: null })))).toBe(false);
    expect(toRules(periods)).toEqual([rule(1, '08:00', '12:00', { validTo: '2027-01-03' }), rule(1, '08:00', '12:00', { validFrom: '2027-01-04' })]);
  });

  it('that nobody can understand are not saved', () => {
    expect(toRules([{ from: '2020-01-01', to: null, weeks: [week('17-8')] }])).toBeUndefined();
    expect(parseHoursLine('8-12, 11-15')).toBeUndefined();
    expect(withWeeks({ from: '2020-01-01', to: null, weeks: [week('8-12')] }, 2).weeks).toHaveLength(2);
  });

  it('are read as a week, neighbouring days together', () => {
    const rules = [1, 2, 3, 4].map(weekday => rule(weekday, '08:00', '17:00'));
    expect(weekInWords([...rules, rule(5, '08:00', '15:00')], TODAY, t)).toBe('spanDays(1|4|08:00–17:00) · oneDay(5|08:00–15:00)');
    expect(weekInWords([], TODAY, t)).toBe('');
  });
});
