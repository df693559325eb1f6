import { describe, expect, it } from 'vitest';

import { firstFit, nextWanted, suits, wallClockOf, type FreeStretch } from '#shared/domain/waiting/match.ts';

const ZONE = 'Europe/Stockholm';
const ANY = { resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: null, latest: null };
const HALF_HOUR = { durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 5 };
const ms = (instant: string): number => Date.parse(instant);

/** Monday 2026-11-23, 09:00–10:00 on the wall (08:00Z), freed and open until noon. */
const stretch = (parts: Partial<FreeStretch> = {}): FreeStretch => ({
  resourceId: 'anna', open: { start: ms('2026-11-23T07:00:00Z'), end: ms('2026-11-23T11:00:00Z') }, free: { start: ms('2026-11-23T08:00:00Z'), end: ms('2026-11-23T09:00:00Z') },
  startBefore: ms('2026-11-23T09:00:00Z'), ...parts,
});
const at = (wish: object, service = HALF_HOUR, parts: Partial<FreeStretch> = {}) => firstFit({ ...ANY, ...wish }, service, stretch(parts), wallClockOf(ZONE))?.start;

describe('C-09 which time suits a wish', () => {
  it('begins as soon as the time is free, at the wished clock time, or not at all', () => {
    expect(at({})).toBe('2026-11-23T08:00:00.000Z');
    expect(at({ timeFrom: '09:20' })).toBe('2026-11-23T08:20:00.000Z');
    expect(at({ timeFrom: '09:45' })).toBeUndefined();
    expect(at({ timeTo: '09:30' })).toBe('2026-11-23T08:00:00.000Z');
    expect(at({ timeTo: '09:29' })).toBeUndefined();
  });

  it('keeps to practitioners, weekdays and the first and last day', () => {
    expect(at({ resourceIds: ['bo'] })).toBeUndefined();
    expect(at({ weekdays: [2, 3] })).toBeUndefined();
    expect(at({ weekdays: [1] })).toBeDefined();
    expect(at({ earliest: '2026-11-24' })).toBeUndefined();
    expect(at({ earliest: '2026-11-23', latest: '2026-11-23' })).toBeDefined();
    expect(at({ latest: '2026-11-22' })).toBeUndefined();
  });

  it('C-02 leaves room for buffers, which may reach outside working hours but not into another visit', () => {
    const full = { durationMin: 55, bufferBeforeMin: 0, bufferAfterMin: 5 };
    expect(at({}, full)).toBe('2026-11-23T08:00:00.000Z');
    expect(at({}, { ...full, bufferAfterMin: 6 })).toBeUndefined();
    expect(at({}, { ...full, bufferBeforeMin: 5 })).toBeUndefined();
    const lastOfDay = { open: { start: ms('2026-11-23T07:00:00Z'), end: ms('2026-11-23T08:55:00Z') } };
    expect(at({}, full, lastOfDay)).toBe('2026-11-23T08:00:00.000Z');
    expect(at({}, { ...full, durationMin: 56, bufferAfterMin: 0 }, lastOfDay)).toBeUndefined();
  });

  it('goes on into free time after what was given up, but begins inside it', () => {
    const long = { durationMin: 90, bufferBeforeMin: 0, bufferAfterMin: 0 };
    const open = { free: { start: ms('2026-11-23T08:00:00Z'), end: ms('2026-11-23T11:00:00Z') } };
    expect(at({}, long, open)).toBe('2026-11-23T08:00:00.000Z');
    expect(at({ timeFrom: '10:00' }, long, open)).toBeUndefined();
  });

  it('C-05 counts clock times on the wall, in summer and on the day the clocks change', () => {
    const summer = { open: { start: ms('2027-03-29T05:00:00Z'), end: ms('2027-03-29T15:00:00Z') }, free: { start: ms('2027-03-29T06:00:00Z'), end: ms('2027-03-29T15:00:00Z') }, startBefore: ms('2027-03-29T15:00:00Z') };
    expect(at({ timeFrom: '09:00' }, HALF_HOUR, summer)).toBe('2027-03-29T07:00:00.000Z');
    const night = { open: { start: ms('2027-03-28T00:00:00Z'), end: ms('2027-03-28T06:00:00Z') }, free: { start: ms('2027-03-28T00:00:00Z'), end: ms('2027-03-28T06:00:00Z') }, startBefore: ms('2027-03-28T06:00:00Z') };
    expect(at({ timeFrom: '02:30' }, HALF_HOUR, night)).toBe('2027-03-28T01:00:00.000Z');
  });

  it('the whole visit lies between the wished times', () => {
    const visit = { resourceId: 'anna', start: '2026-11-24T14:00:00.000Z', end: '2026-11-24T14:45:00.000Z' };
    expect(suits({ ...ANY, timeFrom: '15:00', timeTo: '15:45' }, visit, ZONE)).toBe(true);
    expect(suits({ ...ANY, timeFrom: '15:00', timeTo: '15:30' }, visit, ZONE)).toBe(false);
    expect(suits({ ...ANY, weekdays: [3] }, visit, ZONE)).toBe(false);
  });

  it('finds the next moment worth looking from, and ends after the last wished day', () => {
    expect(nextWanted({ ...ANY, weekdays: [4], timeFrom: '15:00' }, '2026-11-23T08:00:00.000Z', ZONE)).toBe('2026-11-26T14:00:00.000Z');
    expect(nextWanted({ ...ANY, timeTo: '10:00' }, '2026-11-23T12:00:00.000Z', ZONE)).toBe('2026-11-23T23:00:00.000Z');
    expect(nextWanted({ ...ANY, weekdays: [7], latest: '2026-11-28' }, '2026-11-23T08:00:00.000Z', ZONE)).toBeUndefined();
  });
});
