import { describe, expect, it } from 'vitest';

import { findFreeTimes } from '#shared/domain/agenda/free-times.ts';
import { isInside, mergeSpans, overlaps, subtractSpans } from '#shared/domain/agenda/interval.ts';
import { isLateCancellation, visitTimes } from '#shared/domain/agenda/service.ts';
import { APPOINTMENT_STATUSES, isLegalMove, isMovable, occupies } from '#shared/domain/agenda/status.ts';

describe('C-06 the life of a visit', () => {
  const LEGAL: readonly string[] = [
    'booked>confirmed', 'booked>arrived', 'booked>cancelledEarly', 'booked>cancelledLate', 'booked>noShow', 'booked>rescheduled',
    'confirmed>arrived', 'confirmed>cancelledEarly', 'confirmed>cancelledLate', 'confirmed>noShow', 'confirmed>rescheduled',
    'arrived>inTreatment', 'arrived>booked', 'arrived>cancelledLate', 'inTreatment>done', 'inTreatment>arrived', 'noShow>arrived',
  ];
  const every = APPOINTMENT_STATUSES.flatMap(from => APPOINTMENT_STATUSES.map(to => [from, to] as const));
  it.each(every)('%s → %s is legal only when the table says so', (from, to) => {
    expect(isLegalMove(from, to)).toBe(LEGAL.includes(`${from}>${to}`));
  });
  it('gives the time back when nobody comes', () => {
    expect(APPOINTMENT_STATUSES.filter(status => !occupies(status))).toEqual(['cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled']);
  });
  it('can be moved until the patient comes', () => {
    expect(APPOINTMENT_STATUSES.filter(isMovable)).toEqual(['booked', 'confirmed']);
  });
});

describe('C-07 late cancellation', () => {
  const start = Date.parse('2026-12-01T09:00:00.000Z');
  it.each([
    ['23 h 59 m before', '2026-11-30T09:01:00.000Z', true],
    ['24 h 00 m before', '2026-11-30T09:00:00.000Z', false],
    ['after the start', '2026-12-01T09:05:00.000Z', true],
  ])('with a rule of 24 h: %s', (_name, now, late) => {
    expect(isLateCancellation(start, Date.parse(now), 24)).toBe(late);
  });
});

describe('C-02 duration and buffers', () => {
  it('30 minutes with a buffer of 10 block 40, and the patient is told 30', () => {
    expect(visitTimes('2026-12-01T09:00:00.000Z', { duration: 30, before: 0, after: 10 })).toEqual({
      start: '2026-12-01T09:00:00.000Z', end: '2026-12-01T09:30:00.000Z', blockStart: '2026-12-01T09:00:00.000Z', blockEnd: '2026-12-01T09:40:00.000Z',
    });
  });
});

describe('C-03 spans are half-open', () => {
  it('so that 9:00–9:30 and 9:30–10:00 do not meet', () => {
    expect(overlaps({ start: 900, end: 930 }, { start: 930, end: 1000 })).toBe(false);
    expect(overlaps({ start: 900, end: 931 }, { start: 930, end: 1000 })).toBe(true);
  });
  it('join where they touch, and empty ones vanish', () => {
    expect(mergeSpans([{ start: 5, end: 8 }, { start: 1, end: 3 }, { start: 3, end: 5 }, { start: 9, end: 9 }])).toEqual([{ start: 1, end: 8 }]);
  });
  it('leave what is not taken', () => {
    expect(subtractSpans([{ start: 0, end: 10 }, { start: 20, end: 30 }], [{ start: 2, end: 4 }, { start: 8, end: 25 }])).toEqual([
      { start: 0, end: 2 }, { start: 4, end: 8 }, { start: 25, end: 30 },
    ]);
  });
  it('contain another across a seam between two touching ones', () => {
    expect(isInside({ start: 4, end: 6 }, [{ start: 0, end: 5 }, { start: 5, end: 9 }])).toBe(true);
  });
});

describe('the next free times', () => {
  const H = 3_600_000;
  const M = 60_000;
  const ask = { working: [{ start: 8 * H, end: 12 * H }], busy: [], fromMs: 0, durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 10, stepMin: 5, count: 3 };
  const starts = (spans: readonly { start: number }[]) => spans.map(span => span.start / M);
  it('are three separate choices', () => {
    expect(starts(findFreeTimes(ask))).toEqual([480, 520, 560]);
  });
  it('never start before the moment asked about', () => {
    expect(starts(findFreeTimes({ ...ask, fromMs: 8 * H + 17 * M }))[0]).toBe(500);
  });
  it('fit between two visits only with their buffers', () => {
    const gap = (minutes: number) => [{ start: 8 * H, end: 9 * H }, { start: 9 * H + minutes * M, end: 12 * H }];
    expect(findFreeTimes({ ...ask, busy: gap(39) })).toEqual([]);
    expect(starts(findFreeTimes({ ...ask, busy: gap(40) }))).toEqual([540]);
  });
  it('end when work ends, though the cleaning after may not', () => {
    expect(starts(findFreeTimes({ ...ask, fromMs: 11 * H + 30 * M, count: 5 }))).toEqual([690]);
  });
  it('skip times at which no room is free', () => {
    expect(starts(findFreeTimes({ ...ask, isPossible: visit => visit.start >= 10 * H, count: 1 }))).toEqual([600]);
  });
});
