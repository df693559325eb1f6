import { describe, expect, it } from 'vitest';

import { HoursException, overlappingHours, workingSpans, type WorkingHours } from '#shared/domain/agenda/schedule.ts';

const ZONE = 'Europe/Stockholm';
const rule = (parts: Partial<WorkingHours>): WorkingHours => ({ weekday: 1, start: '08:00', end: '12:00', everyWeeks: 1, validFrom: '2026-01-01', validTo: null, ...parts });
const daysOf = (rules: readonly WorkingHours[], from: string, to: string, exceptions: readonly HoursException[] = []) => workingSpans(rules, { from, to, exceptions }, ZONE).map(span => `${new Date(span.start).toISOString().slice(0, 16)}–${new Date(span.end).toISOString().slice(11, 16)}`);

describe('C-04 hours', () => {
  it('every other week go on evenly over the turn of a year with 53 weeks', () => {
    expect(daysOf([rule({ everyWeeks: 2, validFrom: '2026-12-14' })], '2026-12-01', '2027-01-31')).toEqual(['2026-12-14T07:00–11:00', '2026-12-28T07:00–11:00', '2027-01-11T07:00–11:00', '2027-01-25T07:00–11:00']);
  });
  it('C-05 stay at the same time on the wall when the clocks change', () => {
    expect(daysOf([rule({ weekday: 1 })], '2027-03-22', '2027-03-29')).toEqual(['2027-03-22T07:00–11:00', '2027-03-29T06:00–10:00']);
  });
  it('of a single day replace what the week says, in both directions', () => {
    const open = { date: '2026-11-28', spans: [{ start: '10:00', end: '14:00' }], label: '' };
    const closed = { date: '2026-11-30', spans: [], label: 'Kurs' };
    expect(daysOf([rule({})], '2026-11-23', '2026-12-01', [open, closed])).toEqual(['2026-11-23T07:00–11:00', '2026-11-28T09:00–13:00']);
  });
  it('that would meet on some day are found, those of different weeks are not', () => {
    const odd = rule({ everyWeeks: 2, validFrom: '2026-11-23' });
    expect(overlappingHours([odd, rule({ everyWeeks: 2, validFrom: '2026-11-30' })])).toBeUndefined();
    expect(overlappingHours([odd, rule({ start: '11:00', end: '13:00' })])).toHaveLength(2);
    expect(overlappingHours([rule({ validTo: '2026-11-30' }), rule({ validFrom: '2026-12-01' })])).toBeUndefined();
    expect(overlappingHours([rule({}), rule({ start: '12:00', end: '13:00' })])).toBeUndefined();
  });
  it('of an exception end after they start and do not overlap', () => {
    expect(HoursException.safeParse({ date: '2026-11-28', spans: [{ start: '14:00', end: '10:00' }], label: '' }).success).toBe(false);
    expect(HoursException.safeParse({ date: '2026-11-28', spans: [{ start: '08:00', end: '12:00' }, { start: '11:00', end: '13:00' }], label: '' }).success).toBe(false);
  });
});
