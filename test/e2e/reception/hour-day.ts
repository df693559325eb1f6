import { expect } from 'vitest';

import { clock } from '#test/support/reception-day.ts';
import { until } from '#test/support/until.ts';

import type { Hour, Task } from './hour.ts';

const heading = (hour: Hour) => hour.page.getByRole('heading', { level: 1 });

/** Fails unless the access log in core holds more rows of this kind afterwards: nothing is looked up or printed unseen. */
async function logged(hour: Hour, action: 'PATIENT_SEARCH' | 'PRINT', work: () => Promise<void>): Promise<void> {
  const rows = async () => (await hour.day.desk.client.log.all({ actions: [action], limit: 500 })).lines.length;
  const before = await rows();
  await work();
  expect(await rows(), `${action} in the access log`).toBeGreaterThan(before);
}

/** By phone, by number, by how it sounds: one key and typing. */
export const search = (hour: Hour, text: string, index: number): Task => ({
  name: `finds ${hour.nameOf(index)} by “${text}”`,
  run: () => logged(hour, 'PATIENT_SEARCH', () => hour.find(text, index)),
});

/** From the visit: everything is known, Enter is enough. */
export const waitFromVisit = (hour: Hour, index: number): Task => ({
  name: `puts ${hour.nameOf(index)} on the waiting list for an earlier time`,
  run: async () => {
    await hour.toVisit(index);
    await hour.press('q');
    await hour.dialog().waitFor();
    await hour.press('Enter');
    await hour.closed();
    expect(await hour.day.desk.client.waiting.ofPatient({ patientId: hour.patient(index).id })).toHaveLength(1);
  },
});

/** Somebody cancelled: the first who could come earlier says yes on the phone. */
export const acceptFreed = (hour: Hour): Task => ({
  name: 'gives the freed time to the first in line who says yes',
  run: async () => {
    const before = await hour.day.desk.client.waiting.list({});
    await hour.press('Alt+v');
    const list = hour.page.getByRole('grid', { name: 'Väntelista' });
    await list.getByRole('row').nth(1).waitFor();
    await hour.press('y');
    await until('a wish less in core', async () => (await hour.day.desk.client.waiting.list({})).length === before.length - 1);
  },
});

/** A week of one, the next one's, and back. */
export const weeks = (hour: Hour): Task => ({
  name: 'looks through two practitioners’ weeks',
  run: async () => {
    await hour.toAgenda();
    await hour.press('w');
    await heading(hour).getByText(/48/).waitFor();
    const who = () => hour.page.getByLabel('Vems vecka').first().inputValue();
    const first = await who();
    await hour.press('j');
    await until('another one’s week', async () => (await who()) !== first);
    await hour.press('Shift+j');
    await until('the first one’s week again', async () => (await who()) === first);
    await hour.press('w');
    await heading(hour).getByText(/23 november/).waitFor();
  },
});

/** A paper in two keys. */
const paper = (hour: Hour, key: string): Promise<void> => logged(hour, 'PRINT', async () => {
  const download = hour.page.waitForEvent('download');
  await hour.press(key);
  await hour.dialog().waitFor();
  await hour.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  await hour.closed();
});

export const dayList = (hour: Hour): Task => ({ name: 'prints the day list', run: () => paper(hour, 'Control+p') });

export const card = (hour: Hour, index: number): Task => ({
  name: `prints ${hour.nameOf(index)} a card with the time`,
  run: async () => {
    await hour.toVisit(index);
    await paper(hour, 'k');
  },
});

/** Somebody leans over the desk in the middle of a booking. */
export const coverWhileBooking = (hour: Hour, index: number): Task => ({
  name: `covers the screen while booking ${hour.nameOf(index)}, and loses nothing`,
  run: async () => {
    const before = (await hour.visits(index)).length;
    const name = hour.patient(index).familyName.toLowerCase();
    await hour.toAgenda();
    await hour.nextDay('24 november');
    await hour.press('End', 'ArrowUp', 'b');
    await hour.type(name.slice(0, 4));
    await hour.press('F8');
    await hour.page.getByRole('button', { name: /Visa/ }).waitFor();
    await hour.press('F8');
    await hour.type(name.slice(4));
    await hour.press('Enter', 'Enter');
    await hour.closed();
    expect(await hour.visits(index)).toHaveLength(before + 1);
  },
});

/** F10, a letter, Enter. */
export const byMenu = (hour: Hour): Task => ({
  name: 'goes to the queue by the menu',
  run: async () => {
    await hour.press('F10');
    await hour.page.getByRole('menu').waitFor();
    const wanted = hour.page.getByRole('menuitem', { name: /Visa dagens kö/ });
    for (let step = 0; step < 8 && !(await wanted.evaluate(element => element === document.activeElement)); step += 1) await hour.press('v');
    await hour.press('Enter');
    await heading(hour).getByText('Dagens kö').waitFor();
  },
});

export const byPalette = (hour: Hour): Task => ({
  name: 'goes to the waiting list by the palette',
  run: async () => {
    await hour.press('Control+k');
    await hour.type('väntelistan');
    await hour.dialog().getByText(/äntelistan/).first().waitFor();
    await hour.press('Enter');
    await heading(hour).getByText('Väntelista').waitFor();
  },
});

/** A Sunday is typed by mistake: a sentence, and the right day in its place. */
export const closedDay = (hour: Hour, index: number): Task => ({
  name: `books ${hour.nameOf(index)} on a Sunday, is told, and puts it right`,
  run: async () => {
    const before = (await hour.visits(index)).length;
    await hour.choose(index);
    await hour.press('Alt+b', '1');
    await until('the time has the focus', () => hour.dialog().getByLabel(/^Tid/).first().evaluate(field => field === document.activeElement));
    await hour.press('Shift+Tab', 'Control+a');
    await hour.type('2026-11-29');
    await hour.press('Enter');
    await hour.dialog().getByText(/arbetar inte då/).first().waitFor();
    await hour.press('Control+a');
    await hour.type('2026-11-30');
    await hour.press('Enter');
    await hour.closed();
    const made = (await hour.visits(index)).find(visit => visit.start > clock('00:00', '2026-11-30') && visit.start < clock('23:00', '2026-11-30'));
    expect(made).toMatchObject({ status: 'booked' });
    expect(await hour.visits(index)).toHaveLength(before + 1);
  },
});

/** A group in a free afternoon; its list is shown at once. */
export const group = (hour: Hour, title: string): Task => ({
  name: `makes the group ${title}`,
  run: async () => {
    await hour.toAgenda();
    await hour.nextDay('24 november');
    await hour.nextDay('25 november');
    await hour.press('End', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Shift+g');
    await hour.dialog().waitFor();
    await hour.type(title);
    await hour.press('Enter');
    await hour.closed();
    expect(await hour.day.desk.client.groups.meetings({ from: clock('00:00') })).toMatchObject([{ title, booked: 0 }]);
  },
});

/** A seat in the group on the screen. */
export const joinGroup = (hour: Hour, index: number, seats: number): Task => ({
  name: `gives ${hour.nameOf(index)} a seat in the group`,
  run: async () => {
    await heading(hour).getByText('Grupper').waitFor();
    await hour.press('b');
    await hour.dialog().waitFor();
    await hour.type(hour.patient(index).familyName.toLowerCase());
    // The first takes who fits, the second gives the seat.
    await hour.press('Enter', 'Enter');
    await hour.closed();
    expect(await hour.day.desk.client.groups.meetings({ from: clock('00:00') })).toMatchObject([{ booked: seats }]);
  },
});

/** The visit becomes the first of some weeks; how many is what the form asks first. */
export const series = (hour: Hour, index: number, times: number): Task => ({
  name: `repeats the visit of ${hour.nameOf(index)} every week, ${times} times in all`,
  run: async () => {
    const before = (await hour.visits(index)).length;
    await hour.toVisit(index);
    await hour.press('e');
    await until('how many has the focus', () => hour.page.getByLabel('Antal gånger').evaluate(field => field === document.activeElement));
    await hour.type(String(times));
    await until('times to book', () => hour.page.getByRole('button', { name: new RegExp(`^Boka ${times - 1} besök`) }).isEnabled());
    await hour.press('Control+Enter');
    await until(`${times - 1} visits more`, async () => (await hour.visits(index)).length === before + times - 1);
    await hour.grid().waitFor();
  },
});

/** Whoever treats this patient is ill today. */
export const away = (hour: Hour, index: number): Task => ({
  name: `closes the day of whoever was to see ${hour.nameOf(index)}`,
  // Everybody who was to come gets another time, soonest first.
  next: async () => {
    const waiting = await hour.day.desk.client.desk.toRebook({});
    return waiting.map(visit => newTime(hour, hour.day.patients.findIndex(patient => patient.id === visit.patientId), visit.id));
  },
  run: async () => {
    const { resourceId } = await hour.toVisit(index);
    await hour.press('a');
    await heading(hour).getByText(/rånvaro/).waitFor();
    await hour.press('Control+Enter');
    await until('the absence in core', async () => (await hour.day.desk.client.schedule.absences({ from: hour.today, to: hour.today })).some(one => one.resourceId === resourceId && one.kind === 'sick'));
    expect((await hour.day.desk.client.desk.toRebook({})).map(visit => visit.patientId)).toContain(hour.patient(index).id);
  },
});

/** Another time for a visit that cannot stay: from the list of those to the visit in the agenda, and on to the first free one. */
const newTime = (hour: Hour, index: number, visitId: string): Task => ({
  name: `gives ${hour.nameOf(index)} the first time after the one that fell away`,
  run: async () => {
    const before = await hour.visits(index);
    const old = before.find(visit => visit.id === visitId);
    if (!old) throw new Error(`${hour.nameOf(index)} has no such visit`);
    await hour.openList('Att omboka');
    await hour.toRow(hour.page.getByRole('grid', { name: 'Att omboka' }), hour.nameOf(index));
    await hour.press('Enter');
    await hour.grid().waitFor();
    await until(`the cursor on ${hour.nameOf(index)}`, async () => (await hour.standsOn()).includes(hour.nameOf(index)));
    await hour.press('m', '1', 'Enter');
    await until('the old one given up and a new one booked', async () => {
      const all = await hour.visits(index);
      return all.find(visit => visit.id === old.id)?.status === 'rescheduled' && all.some(visit => visit.status === 'booked' && visit.start > old.start && !before.some(known => known.id === visit.id));
    });
    await hour.closed();
  },
});

/** Nobody is in the way of the absence any more, in core and on the screen: every visit of the day has another time. */
export const rebooked = (hour: Hour): Task => ({
  name: 'sees that nobody is left on the list to rebook',
  run: async () => {
    expect(await hour.day.desk.client.desk.toRebook({})).toEqual([]);
    await hour.openList('Att omboka');
    await until('nobody left on the list', async () => (await hour.page.getByRole('row').filter({ hasText: /Frånvaro|frånvaro/ }).count()) === 0);
  },
});
