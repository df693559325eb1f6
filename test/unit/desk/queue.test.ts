import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { APPOINTMENT_STATUSES, isLegalMove, type AppointmentStatus } from '#shared/domain/agenda/status.ts';
import { countParts, inQueueOrder, nextPatients, QUEUE_PARTS, queuePart } from '#shared/domain/desk/queue.ts';
import { stepsTo } from '#shared/domain/desk/work-lists.ts';

const NOW = Date.parse('2026-11-23T09:07:00.000Z');
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
const visit = (id: string, status: AppointmentStatus, start: number, since: number | null = null) => ({
  id, status, start: at(start), arrivedAt: status === 'arrived' && since !== null ? at(since) : null, startedAt: status === 'inTreatment' && since !== null ? at(since) : null,
});
const anyVisit = fc.record({ id: fc.uuid(), status: fc.constantFrom(...APPOINTMENT_STATUSES), start: fc.integer({ min: -600, max: 600 }), since: fc.integer({ min: -600, max: 0 }) }).map(one => visit(one.id, one.status, one.start, one.since));

describe('the order of the queue', () => {
  it('is: who waits longest, who is late, who is treated, who comes, who is done, who stayed away', () => {
    const day = [visit('done', 'done', -60), visit('next', 'booked', 30), visit('late', 'confirmed', -7), visit('short', 'arrived', 10, -4), visit('away', 'noShow', -90), visit('long', 'arrived', 20, -36), visit('treated', 'inTreatment', -60, -65)];
    expect(inQueueOrder(day, NOW).map(one => one.id)).toEqual(['long', 'short', 'late', 'treated', 'next', 'done', 'away']);
  });

  it('a booked patient is late from the first whole minute, not on the dot', () => {
    expect(queuePart(visit('a', 'booked', 0), NOW)).toBe('next');
    expect(queuePart({ ...visit('a', 'booked', 0), start: new Date(NOW - 59_999).toISOString() }, NOW)).toBe('next');
    expect(queuePart(visit('a', 'booked', -1), NOW)).toBe('late');
  });

  it('loses nobody and puts nobody in two places, whatever the day', () => {
    fc.assert(fc.property(fc.uniqueArray(anyVisit, { selector: one => one.id, maxLength: 40 }), day => {
      const ordered = inQueueOrder(day, NOW);
      expect(ordered.map(one => one.id).sort()).toEqual(day.map(one => one.id).sort());
      const parts = ordered.map(one => QUEUE_PARTS.indexOf(queuePart(one, NOW)));
      expect(parts).toEqual([...parts].sort((a, b) => a - b));
      expect(Object.values(countParts(day, NOW)).reduce((sum, count) => sum + count, 0)).toBe(day.length);
    }));
  });

  it('the practitioner’s next is who is being treated, then who waits longest, then the clock', () => {
    const day = [visit('late', 'booked', -7), visit('next', 'booked', 30), visit('waits', 'arrived', 10, -4), visit('treated', 'inTreatment', -60, -65), visit('done', 'done', -90)];
    expect(nextPatients(day, NOW).map(one => one.id)).toEqual(['treated', 'waits', 'late', 'next']);
  });
});

describe('finishing what nobody checked out (C-06)', () => {
  it.each(APPOINTMENT_STATUSES)('from %s only legal steps are taken, and they end where they should', from => {
    for (const target of ['done', 'noShow'] as const) {
      const steps = stepsTo(from, target);
      let now = from;
      for (const step of steps) {
        expect(isLegalMove(now, step), `${now} → ${step}`).toBe(true);
        now = step;
      }
      expect(steps.length === 0 || now === target).toBe(true);
    }
  });

  it('a forgotten booking takes three steps, a treatment one, and an ended visit none', () => {
    expect([stepsTo('booked', 'done'), stepsTo('inTreatment', 'done'), stepsTo('noShow', 'noShow'), stepsTo('done', 'done')]).toEqual([['arrived', 'inTreatment', 'done'], ['done'], [], []]);
  });
});
