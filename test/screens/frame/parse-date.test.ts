import { describe, expect, it } from 'vitest';

import { parseTypedDate, parseTypedTime } from '#renderer/ui/fields/parse-date.ts';

const TODAY = '2026-11-22';

describe('typed dates', () => {
  it.each([
    ['19900228', '1990-02-28'], ['1990-02-28', '1990-02-28'], ['1990-2-8', '1990-02-08'], ['1985/3/1', '1985-03-01'], ['28021990', '1990-02-28'],
    ['28/2 1990', '1990-02-28'], ['28/2-90', '1990-02-28'], ['31.12.1999', '1999-12-31'], ['900228', '1990-02-28'], ['260101', '2026-01-01'], ['271231', '1927-12-31'],
    ['28 feb 1990', '1990-02-28'], ['1 maj 2026', '2026-05-01'], ['3 mars', '2026-03-03'], ['24/12', '2026-12-24'], ['idag', '2026-11-22'], ['i morgon', '2026-11-23'],
    ['+7', '2026-11-29'], ['+2v', '2026-12-06'], ['-1', '2026-11-21'], [' 1990-02-28 ', '1990-02-28'], ['29/2 2024', '2024-02-29'],
  ])('%s is %s', (typed, date) => expect(parseTypedDate(typed, TODAY)).toBe(date));

  it.each(['', '1990', '31/2 1990', '1990-13-01', '29/2 2026', '0', 'hej', '32/1', '99999999'])('%s is no date', typed => expect(parseTypedDate(typed, TODAY)).toBeUndefined());
});

describe('typed times', () => {
  it.each([['9', '09:00'], ['930', '09:30'], ['0930', '09:30'], ['9.30', '09:30'], ['09:30', '09:30'], ['23:59', '23:59']])('%s is %s', (typed, time) => expect(parseTypedTime(typed)).toBe(time));
  it.each(['', '24', '9:60', '12345', 'nio'])('%s is no time', typed => expect(parseTypedTime(typed)).toBeUndefined());
});
