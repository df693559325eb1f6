import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import { fromRRule, occurrenceDates, ordinalOf, Recurrence, toRRule } from '#shared/domain/schedule/recurrence.ts';

const weekly = (parts: Partial<Extract<Recurrence, { every: 'week' }>> = {}): Recurrence => ({ every: 'week', interval: 1, weekdays: [2], count: 4, until: null, ...parts });
const monthly = (parts: Partial<Extract<Recurrence, { every: 'month' }>> = {}): Recurrence => ({ every: 'month', interval: 1, on: 'weekday', count: 4, until: null, ...parts });

describe('C-04 what repeats', () => {
  it('every other Tuesday and Thursday', () => {
    expect(occurrenceDates(weekly({ interval: 2, weekdays: [4, 2], count: 5 }), '2026-12-01')).toEqual(['2026-12-01', '2026-12-03', '2026-12-15', '2026-12-17', '2026-12-29']);
  });
  it('on the same weekday of the month, the fifth being the last', () => {
    expect(occurrenceDates(monthly(), '2026-12-08')).toEqual(['2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09']);
    expect(occurrenceDates(monthly(), '2026-12-29')).toEqual(['2026-12-29', '2027-01-26', '2027-02-23', '2027-03-30']);
  });
  it('on the 31st only in months that have one', () => {
    expect(occurrenceDates(monthly({ on: 'date' }), '2026-12-31')).toEqual(['2026-12-31', '2027-01-31', '2027-03-31', '2027-05-31']);
  });
  it('until a last day, that day included', () => {
    expect(occurrenceDates(weekly({ count: null, until: '2026-12-15' }), '2026-12-01')).toEqual(['2026-12-01', '2026-12-08', '2026-12-15']);
  });
  it('needs an end, and only one', () => {
    expect(Recurrence.safeParse(weekly({ count: null })).success).toBe(false);
    expect(Recurrence.safeParse(weekly({ until: '2027-01-01' })).success).toBe(false);
  });

  const rules = fc.record({
    first: fc.integer({ min: 0, max: 1500 }).map(days => addDays('2026-01-01', days)),
    rule: fc.oneof(
      fc.record({ every: fc.constant('week' as const), interval: fc.integer({ min: 1, max: 6 }), weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }), count: fc.integer({ min: 1, max: 20 }), until: fc.constant(null) }),
      fc.record({ every: fc.constant('month' as const), interval: fc.integer({ min: 1, max: 3 }), on: fc.constantFrom('date' as const, 'weekday' as const), count: fc.integer({ min: 1, max: 9 }), until: fc.constant(null) }),
    ),
  });
  it('gives the days an independent reader of RFC 5545 gives for the stored text', () => {
    fc.assert(
      fc.property(rules, ({ first, rule }) => {
        const reader = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${first.replaceAll('-', '')}T120000\nRRULE:${toRRule(rule, first)}`, temporal: Temporal as never });
        const dates = occurrenceDates(rule, first);
        expect(dates).toEqual(reader.all((_date, index) => index < dates.length).map(moment => String(moment).slice(0, 10)));
        expect(fromRRule(toRRule(rule, first))).toEqual({ ...rule, ...(rule.every === 'week' && { weekdays: [...rule.weekdays].sort() }) });
        expect(Math.abs(ordinalOf(first))).toBeLessThan(5);
      }),
      { numRuns: 200 },
    );
  });
});
