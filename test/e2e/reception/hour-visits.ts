import { expect } from 'vitest';

import { until } from '#test/support/until.ts';

import type { Hour, Task } from './hour.ts';

/** Waits until the visit is so in core. */
async function becomes(hour: Hour, index: number, want: { readonly id: string; readonly what: string; readonly is: (visit: Awaited<ReturnType<Hour['next']>>) => boolean }): Promise<void> {
  await until(`${want.what} of ${hour.nameOf(index)} in core`, async () => {
    const visit = (await hour.visits(index)).find(one => one.id === want.id);
    return visit !== undefined && want.is(visit);
  });
}

/** From the search to the visit, one key. */
export const checkIn = (hour: Hour, index: number, key: 'c' | 'Shift+c'): Task => ({
  name: `checks in ${hour.nameOf(index)} in the agenda`,
  run: async () => {
    const { id } = await hour.toVisit(index);
    await hour.press(key);
    await becomes(hour, index, { id, what: 'the check-in', is: visit => visit.status === 'arrived' && visit.identityChecked === (key === 'Shift+c') });
  },
});

/** The first who is expected, in the list of the day. */
export const checkInQueued = (hour: Hour, index: number, key: 'c' | 'Shift+c'): Task => ({
  name: `checks in ${hour.nameOf(index)} in the queue`,
  run: async () => {
    const { id } = await hour.next(index);
    await hour.press('Alt+q');
    const queue = hour.page.getByRole('grid', { name: 'Dagens kö' });
    await hour.toRow(queue, hour.nameOf(index));
    await hour.press(key);
    await becomes(hour, index, { id, what: 'the check-in', is: visit => visit.status === 'arrived' && visit.identityChecked === (key === 'Shift+c') });
  },
});

/** Who came pays: the amount, how, Enter. */
export const pay = (hour: Hour, index: number, how: 'card' | 'swish' | 'cash'): Task => ({
  name: `takes payment from ${hour.nameOf(index)} by ${how}`,
  run: async () => {
    const { id } = await hour.toVisit(index);
    await hour.press('p');
    await hour.dialog().getByText(/850/).first().waitFor();
    await hour.press({ card: 'Alt+1', swish: 'Alt+2', cash: 'Alt+3' }[how], 'Enter');
    await hour.closed();
    expect(await hour.day.desk.client.money.stateOf({ appointmentIds: [id] })).toMatchObject([{ state: 'paid', balanceMinor: 0 }]);
  },
});

/** Cut, arrows, paste. */
export const move = (hour: Hour, index: number, arrows: readonly string[]): Task => ({
  name: `moves ${hour.nameOf(index)} by ${arrows.join(' ')}`,
  run: async () => {
    const old = await hour.toVisit(index);
    await hour.press('x', ...arrows, 'v');
    const isSideways = arrows.includes('ArrowRight');
    await becomes(hour, index, { id: old.id, what: 'the new place', is: visit => (isSideways ? visit.resourceId !== old.resourceId : visit.start !== old.start) });
  },
});

/** Five minutes a key. */
export const resize = (hour: Hour, index: number, pressed: readonly ('+' | '-')[]): Task => ({
  name: `makes the visit of ${hour.nameOf(index)} ${pressed.join('')}`,
  run: async () => {
    const old = await hour.toVisit(index);
    await hour.press(...pressed);
    const change = pressed.reduce((sum, key) => sum + (key === '+' ? 5 : -5), 0);
    await becomes(hour, index, { id: old.id, what: 'the new length', is: visit => Date.parse(visit.end) === Date.parse(old.end) + change * 60_000 });
  },
});

export const cancel = (hour: Hour, index: number): Task => ({
  name: `cancels ${hour.nameOf(index)}`,
  run: async () => {
    const { id } = await hour.toVisit(index);
    await hour.press('Delete');
    await hour.dialog().getByText(/^Avboka/).first().waitFor();
    await hour.press('Enter');
    await hour.closed();
    await becomes(hour, index, { id, what: 'the cancellation', is: visit => visit.status === 'cancelledLate' || visit.status === 'cancelledEarly' });
  },
});

/** Right after a cancellation, while the line offers it. */
export const cancelAndUndo = (hour: Hour, index: number): Task => ({
  name: `cancels ${hour.nameOf(index)} and takes it back`,
  run: async () => {
    const { id } = await hour.next(index);
    await cancel(hour, index).run();
    await hour.press('Control+z');
    await becomes(hour, index, { id, what: 'the visit as before', is: visit => visit.status === 'booked' });
  },
});

export const moveAndUndo = (hour: Hour, index: number): Task => ({
  name: `moves ${hour.nameOf(index)} and takes it back before the answer has come`,
  run: async () => {
    const old = await hour.toVisit(index);
    await hour.press('x', 'ArrowDown', 'v', 'Control+z');
    await becomes(hour, index, { id: old.id, what: 'the old time again', is: visit => visit.start === old.start && visit.version >= old.version + 2 });
  },
});

export const noShow = (hour: Hour, index: number): Task => ({
  name: `${hour.nameOf(index)} did not come`,
  run: async () => {
    const { id } = await hour.toVisit(index);
    await hour.press('u');
    await becomes(hour, index, { id, what: 'the absence', is: visit => visit.status === 'noShow' });
  },
});
