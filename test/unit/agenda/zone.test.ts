import { describe, expect, it } from 'vitest';

import { dayGrid } from '#shared/domain/agenda/day-grid.ts';
import { workingSpans } from '#shared/domain/agenda/schedule.ts';
import { addDays, mondayOf, startOfDay, toInstant, toLocal, weeklyMoments, weekNumberOf } from '#shared/domain/agenda/zone.ts';

const ZONE = 'Europe/Stockholm';

describe('C-05 a weekly visit at nine', () => {
  it('is 08:00Z before the clocks go forward and 07:00Z after 2027-03-28', () => {
    expect(weeklyMoments({ date: '2027-03-15', time: '09:00' }, 4, ZONE)).toEqual([
      '2027-03-15T08:00:00.000Z', '2027-03-22T08:00:00.000Z', '2027-03-29T07:00:00.000Z', '2027-04-05T07:00:00.000Z',
    ]);
  });
  it('shows nine on the wall every week of a year', () => {
    const shown = weeklyMoments({ date: '2027-01-04', time: '09:00' }, 52, ZONE).map(instant => toLocal(instant, ZONE).time);
    expect(new Set(shown)).toEqual(new Set(['09:00']));
  });
});

describe('C-05 times the clock does not show, or shows twice', () => {
  it('refuses 02:30 on 2027-03-28', () => {
    expect(() => toInstant({ date: '2027-03-28', time: '02:30' }, ZONE)).toThrow(expect.objectContaining({ code: 'agenda.timeInvalid', params: { date: '2027-03-28', time: '02:30' } }));
  });
  it('refuses it also when a choice is given, because there is nothing to choose', () => {
    expect(() => toInstant({ date: '2027-03-28', time: '02:00', choice: 'later' }, ZONE)).toThrow(expect.objectContaining({ code: 'agenda.timeInvalid' }));
  });
  it('asks which 02:30 on 2027-10-31', () => {
    expect(() => toInstant({ date: '2027-10-31', time: '02:30' }, ZONE)).toThrow(expect.objectContaining({ code: 'agenda.timeAmbiguous' }));
  });
  it.each([
    ['earlier', '2027-10-31T00:30:00.000Z'],
    ['later', '2027-10-31T01:30:00.000Z'],
  ] as const)('takes the %s one when told', (choice, instant) => {
    expect(toInstant({ date: '2027-10-31', time: '02:30', choice }, ZONE)).toBe(instant);
  });
  it.each([
    ['2027-03-28', '01:59', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28', '03:00', '2027-03-28T01:00:00.000Z'],
    ['2027-10-31', '01:59', '2027-10-30T23:59:00.000Z'],
    ['2027-10-31', '03:00', '2027-10-31T02:00:00.000Z'],
  ])('takes %s %s without a question', (date, time, instant) => {
    expect(toInstant({ date, time }, ZONE)).toBe(instant);
  });
});

describe('C-05 the day grid', () => {
  it.each([
    ['2027-03-27', 24],
    ['2027-03-28', 23],
    ['2027-10-31', 25],
    ['2027-11-01', 24],
  ])('of %s has %i hours', (date, hours) => {
    const grid = dayGrid(date, ZONE);
    expect(grid.minutes).toBe(hours * 60);
    expect(grid.hours).toHaveLength(hours);
  });
  it('has no 02:00 when the clocks go forward', () => {
    expect(dayGrid('2027-03-28', ZONE).hours.slice(0, 4).map(hour => hour.label)).toEqual(['00:00', '01:00', '03:00', '04:00']);
  });
  it('has 02:00 twice when they go back', () => {
    expect(dayGrid('2027-10-31', ZONE).hours.slice(0, 5).map(hour => hour.label)).toEqual(['00:00', '01:00', '02:00', '02:00', '03:00']);
  });
  it('begins at one where midnight does not exist', () => {
    // Beirut changes at midnight: 2024-03-31 begins at 01:00.
    expect(dayGrid('2024-03-31', 'Asia/Beirut').hours[0]).toEqual({ minute: 0, label: '01:00' });
  });
});

describe('working hours over a change of clocks', () => {
  it('follow the wall: a night shift is an hour shorter or longer', () => {
    const night = [{ weekday: 7, start: '00:00', end: '06:00', everyWeeks: 1, validFrom: '2020-01-01', validTo: null }];
    const hours = (date: string) => workingSpans(night, { from: date, to: date }, ZONE).map(span => (span.end - span.start) / 3_600_000);
    expect([hours('2027-03-28'), hours('2027-10-31'), hours('2027-11-07')]).toEqual([[5], [7], [6]]);
  });
  it('hold from their first day to their last, both included', () => {
    const rules = [{ weekday: 1, start: '08:00', end: '12:00', everyWeeks: 1, validFrom: '2026-11-09', validTo: '2026-11-16' }];
    expect(workingSpans(rules, { from: '2026-11-01', to: '2026-11-30' }, ZONE)).toHaveLength(2);
  });
});

describe('calendar days', () => {
  it('are counted by the calendar, not by 24 hours', () => {
    expect(addDays('2027-03-28', 1)).toBe('2027-03-29');
    expect(startOfDay('2027-03-29', ZONE)).toBe('2027-03-28T22:00:00.000Z');
  });
  it('belong to ISO weeks', () => {
    expect([mondayOf('2026-11-22'), weekNumberOf('2026-11-22'), weekNumberOf('2027-01-03')]).toEqual(['2026-11-16', 47, 53]);
  });
});
