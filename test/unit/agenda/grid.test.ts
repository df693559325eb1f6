import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { eventsAt, freeSlot, nextMinute, placeEvents, type AgendaEventData } from '#renderer/ui/agenda/geometry.ts';
import { COLUMN_PX, columnPx, HEAD_PX, revealed, TIMES_PX, windowOf, type GridSize } from '#renderer/ui/agenda/grid-window.ts';
import { pxPerMinuteOf } from '#renderer/ui/agenda/slot-size.ts';
import { nextSlotSize, SLOT_SIZES } from '#shared/domain/agenda/slot-size.ts';
import { matches, parseChord } from '#renderer/commands/shortcuts.ts';

const visit = (start: number, minutes: number, id = `${start}-${minutes}`): AgendaEventData => ({ id, columnId: 'c', start, end: start + minutes, name: 'Karlsson, Åsa', service: 'Nybesök', status: 'booked' });
const someVisits = fc.array(fc.tuple(fc.integer({ min: 84, max: 220 }), fc.integer({ min: 1, max: 24 })), { maxLength: 30 }).map(list => list.map(([start, length], index) => visit(start * 5, length * 5, `v${index}`)));

describe('complaint 4: nothing in the agenda hides anything', () => {
  it('visits whose boxes would cover each other stand side by side, however short they are', () => {
    fc.assert(
      fc.property(someVisits, fc.constantFrom(0, 5, 15), (visits, least) => {
        const placed = placeEvents(visits, least);
        expect(placed).toHaveLength(visits.length);
        const end = (event: AgendaEventData): number => Math.max(event.end, event.start + least);
        for (const a of placed) {
          expect(a.lane).toBeLessThan(a.lanes);
          for (const b of placed) if (a !== b && a.lane === b.lane) expect(end(a.event) <= b.event.start || end(b.event) <= a.event.start).toBe(true);
        }
      }),
    );
  });

  it('every visit can be reached with Down from the top of the day', () => {
    fc.assert(
      fc.property(someVisits, visits => {
        const reached = new Set<string>();
        let minute = 360;
        for (let steps = 0; steps < 400 && minute < 1195; steps += 1) {
          for (const event of eventsAt(visits, { columnId: 'c', minute })) reached.add(event.id);
          const next = nextMinute(visits, { columnId: 'c', minute }, 1, { from: 360, to: 1200, step: 5 });
          expect(next).toBeGreaterThan(minute);
          minute = next;
        }
        const passed = visits.filter(event => !reached.has(event.id) && event.start < 1195);
        // What Down jumps past begins and ends within the visit it jumps from; Left and Right find it there.
        for (const event of passed) expect(visits.some(other => other !== event && other.start <= event.start && event.start < other.end)).toBe(true);
      }),
    );
  });

  it('a free slot ends where the next visit begins', () => {
    expect(freeSlot([visit(500, 30)], { columnId: 'c', minute: 495 }, 30)).toEqual({ start: 495, end: 500 });
    expect(freeSlot([], { columnId: 'c', minute: 495 }, 5)).toEqual({ start: 495, end: 500 });
  });
});

describe('only what is near the screen is drawn', () => {
  const week: GridSize = { columns: 140, from: 420, to: 1080, pxPerMinute: pxPerMinuteOf(15) };
  const screen = { left: 0, top: 0, width: 1290, height: 554 };

  it('a week of twenty people draws the columns in sight and one on each side, not a hundred and forty', () => {
    const { first, last } = windowOf(week, { ...screen, left: 5000 });
    expect(last - first + 1).toBeLessThanOrEqual(15);
    expect(first * COLUMN_PX).toBeLessThanOrEqual(5000);
    expect((last + 1) * COLUMN_PX).toBeGreaterThanOrEqual(5000 + screen.width - TIMES_PX);
  });

  it('whatever the scroll, what is in sight is drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 140 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...SLOT_SIZES), (columns, x, y, slot) => {
        const size: GridSize = { columns, from: 420, to: 1080, pxPerMinute: pxPerMinuteOf(slot) };
        const px = columnPx(size, screen.width);
        const left = x * Math.max(0, columns * px + TIMES_PX - screen.width);
        const top = y * Math.max(0, 660 * size.pxPerMinute + HEAD_PX - screen.height);
        const { first, last, minutes } = windowOf(size, { ...screen, left, top });
        expect(first * px).toBeLessThanOrEqual(left + 0.01);
        expect((last + 1) * px).toBeGreaterThanOrEqual(Math.min(columns * px, left + screen.width - TIMES_PX) - 0.01);
        expect((minutes.start - 420) * size.pxPerMinute).toBeLessThanOrEqual(top + 0.01);
        expect((minutes.end - 420) * size.pxPerMinute).toBeGreaterThanOrEqual(Math.min(660 * size.pxPerMinute, top + screen.height - HEAD_PX) - 0.01);
      }),
    );
  });

  it('scrolls to the keyboard’s slot when it is out of sight, and not a pixel when it is in sight', () => {
    expect(revealed(week, screen, { column: 3, span: { start: 480, end: 510 } })).toEqual({ left: 0, top: 0 });
    const far = revealed(week, screen, { column: 120, span: { start: 1050, end: 1080 } });
    const { first, last, minutes } = windowOf(week, { ...screen, ...far });
    expect(first <= 120 && 120 <= last && minutes.end >= 1080).toBe(true);
  });
});

describe('the lines of the agenda', () => {
  it('go from 5 to 30 minutes and stop there', () => {
    expect(SLOT_SIZES.map(size => nextSlotSize(size, 1))).toEqual([10, 15, 20, 30, 30]);
    expect(SLOT_SIZES.map(size => nextSlotSize(size, -1))).toEqual([5, 5, 10, 15, 20]);
  });

  it('are lower the more minutes they hold, so that a denser view shows more of the day', () => {
    const heights = SLOT_SIZES.map(pxPerMinuteOf);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  });
});

describe('the keys + and − (resize)', () => {
  const press = (key: string, shiftKey = false) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey });
  it.each([['+', false, 'plus'], ['+', true, 'plus'], ['-', false, '-']] as const)('%s (Shift %s) is the shortcut %s on Nordic and on US keyboards', (key, shift, shortcut) => {
    expect(matches(press(key, shift), parseChord(shortcut))).toBe(true);
  });
});
