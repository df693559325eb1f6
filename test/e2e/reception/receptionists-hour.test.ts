import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { clock, startReceptionDay, type ReceptionDay } from '#test/support/reception-day.ts';
import { whatStands } from '#test/support/what-stands.ts';

import { byCard, byName, fromSlot, linkNamed, nextFree, rebook, register, unseen } from './hour-booking.ts';
import { cancel, cancelAndUndo, checkIn, checkInQueued, move, moveAndUndo, noShow, pay, resize } from './hour-visits.ts';
import { acceptFreed, away, byMenu, byPalette, card, closedDay, coverWhileBooking, dayList, group, joinGroup, rebooked, search, series, waitFromVisit, weeks } from './hour-day.ts';
import { slowDown, SLOWER, startHour, watchForMouse, type Hour, type Task } from './hour.ts';

let day: ReceptionDay;
let opened: FakePage;
let hour: Hour;

beforeAll(async () => {
  // The page is the receptionist's; core lets the test read the access log as well.
  day = await startReceptionDay(['receptionist', 'administrator']);
  // Everybody has a time this morning: six at nine, six at ten.
  for (const [index, { id }] of day.patients.entries())
    await day.desk.client.agenda.book({ serviceId: day.services.returnVisit, resourceIds: [day.columns[index % 6]?.id ?? ''], start: { instant: clock(index < 6 ? '09:00' : '10:00') }, patientId: id });
  opened = await day.open();
  await slowDown(opened.page, SLOWER);
  hour = startHour(day, opened);
  opened.page.setDefaultTimeout(15_000 * SLOWER);
  await hour.grid().waitFor();
}, 120_000);
afterAll(async () => {
  expect(day.desk.reported).toEqual([]);
  await closeBrowser();
  await day.stop();
});

/** What happens at a desk between half past seven and half past eight, in the order it happens. */
const tasks = (): Task[] => [
  checkInQueued(hour, 0, 'Shift+c'),
  byCard(hour, 1, '2'),
  checkIn(hour, 2, 'Shift+c'),
  fromSlot(hour, 3, { right: 0, down: 0 }),
  checkInQueued(hour, 1, 'c'),
  pay(hour, 0, 'card'),
  register(hour, { givenName: 'Kristina', familyName: 'Ågrensköld', birth: '19900101', right: 1 }),
  nextFree(hour, 4),
  byName(hour, 'Gösta Vik', { phone: '0701234567', arrows: ['ArrowRight', 'ArrowRight'] }),
  move(hour, 9, ['ArrowDown', 'ArrowDown']),
  pay(hour, 2, 'swish'),
  cancelAndUndo(hour, 10),
  unseen(hour, 5),
  resize(hour, 11, ['+', '+']),
  noShow(hour, 8),
  rebook(hour, 7),
  moveAndUndo(hour, 6),
  pay(hour, 1, 'cash'),
  cancel(hour, 3),
  search(hour, '0701740613', 3),
  search(hour, '8112189876', 0),
  search(hour, 'carlson', 0),
  dayList(hour),
  card(hour, 7),
  weeks(hour),
  coverWhileBooking(hour, 9),
  byMenu(hour),
  byPalette(hour),
  waitFromVisit(hour, 10),
  waitFromVisit(hour, 11),
  waitFromVisit(hour, 7),
  cancel(hour, 5),
  acceptFreed(hour),
  checkIn(hour, 4, 'c'),
  pay(hour, 4, 'card'),
  checkIn(hour, 5, 'Shift+c'),
  pay(hour, 5, 'swish'),
  checkIn(hour, 6, 'Shift+c'),
  closedDay(hour, 8),
  unseen(hour, 0),
  byCard(hour, 2, '3'),
  move(hour, 9, ['ArrowRight']),
  resize(hour, 9, ['-', '-']),
  rebook(hour, 9),
  noShow(hour, 9),
  register(hour, { givenName: 'Tove', familyName: 'Lindhé', birth: '19850214', right: 1 }),
  byName(hour, 'Signe Alm', { phone: '0709876543', arrows: ['ArrowLeft'] }),
  nextFree(hour, 8),
  register(hour, { givenName: 'Holger', familyName: 'Falk', birth: '19480611', right: 0, down: 4 }),
  linkNamed(hour, 'Signe Alm', 2),
  checkInQueued(hour, 10, 'c'),
  pay(hour, 6, 'card'),
  away(hour, 7),
  rebooked(hour),
  group(hour, 'Ryggskola'),
  joinGroup(hour, 0, 1),
  joinGroup(hour, 2, 2),
  series(hour, 11, 4),
  search(hour, 'sandstrom', 11),
  byCard(hour, 6, '1'),
  cancel(hour, 11),
  unseen(hour, 3),
];

describe('a receptionist’s hour', () => {
  it('4A, complaints 7 and 8: sixty tasks with the keyboard alone, none above twelve keys, and core holds what was meant', { timeout: 240_000 * SLOWER }, async () => {
    const seenMouse = await watchForMouse(opened);
    const costs: { readonly name: string; readonly keys: number }[] = [];
    const began = Date.now();
    const ahead = tasks();
    for (let index = 0; ahead.length > 0; index += 1) {
      const [task] = ahead.splice(0, 1);
      if (!task) break;
      const from = Date.now();
      const keys = await hour.perform(task, index + 1).catch(async (error: unknown) => { throw new Error(`task ${index + 1}, ${task.name}\n${await whatStands(opened.page)}`, { cause: error }); });
      costs.push({ name: task.name, keys });
      ahead.unshift(...((await task.next?.()) ?? []));
      if (process.env['KLINIKBOK_PICTURES']) console.info(`${index + 1} ${task.name}: ${keys} keys, ${Date.now() - from} ms`);
    }
    console.info(`a receptionist's hour: ${costs.length} tasks, ${costs.reduce((sum, one) => sum + one.keys, 0)} keys besides text, ${Math.round((Date.now() - began) / 1000)} s`);
    expect(costs.length).toBeGreaterThanOrEqual(60);
    expect(await seenMouse()).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});
