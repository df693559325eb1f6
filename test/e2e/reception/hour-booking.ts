import { expect } from 'vitest';

import { clock } from '#test/support/reception-day.ts';
import { until } from '#test/support/until.ts';

import { personalNumber, type Hour, type Task } from './hour.ts';

const TOMORROW = '2026-11-24';

/** Fails unless the patient has one visit more than before, and it is booked. */
async function oneMore(hour: Hour, index: number, work: () => Promise<void>): Promise<void> {
  const before = (await hour.visits(index)).map(visit => visit.id);
  await work();
  await until(`a visit more for ${hour.nameOf(index)}`, async () => (await hour.visits(index)).length === before.length + 1);
  const made = (await hour.visits(index)).find(visit => !before.includes(visit.id));
  expect(made).toMatchObject({ status: 'booked', overbooked: false });
}

/** Who is booked tomorrow by this name, as the agenda in core has it. */
const tomorrowBy = async ({ day }: Hour, name: string) =>
  (await day.desk.client.agenda.range({ from: clock('00:00', TOMORROW), to: clock('23:00', TOMORROW), resourceIds: day.columns.map(column => column.id) })).filter(visit => visit.name.includes(name));

/** Search, three times, one of them, Enter. */
export const byCard = (hour: Hour, index: number, offer: '1' | '2' | '3'): Task => ({
  name: `books ${hour.nameOf(index)} from the card, time ${offer}`,
  run: () => oneMore(hour, index, async () => {
    await hour.choose(index);
    await hour.press('Alt+b', offer, 'Enter');
    await hour.closed();
  }),
});

/** The same without ever looking: the first time there is. */
export const unseen = (hour: Hour, index: number): Task => ({
  name: `books ${hour.nameOf(index)} at the first free time without waiting for it`,
  run: () => oneMore(hour, index, async () => {
    await hour.choose(index);
    await hour.press('Alt+b', 'Enter', 'Enter');
  }),
});

/** Tomorrow's first hour in a column, who it is, Enter. */
export const fromSlot = (hour: Hour, index: number, at: { readonly right: number; readonly down: number }): Task => ({
  name: `books ${hour.nameOf(index)} in a free time of tomorrow`,
  run: () => oneMore(hour, index, async () => {
    await hour.toAgenda();
    await hour.nextDay('24 november');
    await hour.press('Home', ...Array<string>(at.right).fill('ArrowRight'), ...Array<string>(at.down).fill('ArrowDown'), 'b');
    await hour.type(hour.patient(index).familyName.toLowerCase());
    // The first takes who fits, the second books; nobody waits for the answer between them.
    await hour.press('Enter', 'Enter');
    await hour.closed();
  }),
});

/** Next free first, then who. */
export const nextFree = (hour: Hour, index: number): Task => ({
  name: `finds the next free time, then says it is for ${hour.nameOf(index)}`,
  run: () => oneMore(hour, index, async () => {
    await hour.toAgenda();
    await hour.press('n', '1');
    await hour.dialog().getByLabel(/^Patient/).waitFor();
    await hour.type(hour.patient(index).familyName.toLowerCase());
    // The first takes who fits, the second books; nobody waits for the answer between them.
    await hour.press('Enter', 'Enter');
    await hour.closed();
  }),
});

/** Somebody rings who is not registered: a name and a phone. */
export const byName = (hour: Hour, name: string, at: { readonly phone: string; readonly arrows: readonly string[] }): Task => ({
  name: `books ${name} by name`,
  run: async () => {
    await hour.toAgenda();
    await hour.nextDay('24 november');
    await hour.press('Home', ...at.arrows, 'b');
    await hour.type(name);
    await hour.dialog().getByText(/utan registrering/).first().waitFor();
    await hour.press('ArrowDown', 'Enter');
    await hour.dialog().getByLabel('Telefon').waitFor();
    await hour.type(at.phone);
    await hour.press('Enter');
    await hour.closed();
    expect(await tomorrowBy(hour, name)).toMatchObject([{ patientId: null, status: 'booked' }]);
  },
});

/** A personal number nobody has: registered in the booking. */
export const register = (hour: Hour, who: { readonly givenName: string; readonly familyName: string; readonly birth: string; readonly right: number; readonly down?: number }): Task => ({
  name: `registers ${who.givenName} ${who.familyName} while booking`,
  run: async () => {
    await hour.toAgenda();
    await hour.nextDay('24 november');
    await hour.press('Home', ...Array<string>(who.right).fill('ArrowRight'), ...Array<string>(who.down ?? 1).fill('ArrowDown'), 'b');
    await hour.type(personalNumber(who.birth, '238'));
    await hour.dialog().getByText(/Registrera/).first().waitFor();
    await hour.press('Alt+n');
    await until('the field of the given name has the focus', () => hour.dialog().getByLabel('Förnamn').evaluate(field => field === document.activeElement));
    await hour.type(who.givenName);
    await hour.press('Tab');
    await hour.type(who.familyName);
    await hour.press('Enter');
    await hour.closed();
    expect(await tomorrowBy(hour, who.familyName)).toMatchObject([{ status: 'booked' }]);
    expect(await hour.day.desk.client.patients.search({ text: personalNumber(who.birth, '238') })).toMatchObject([{ familyName: who.familyName, givenName: who.givenName }]);
  },
});

/** The same time two weeks on. */
export const rebook = (hour: Hour, index: number): Task => ({
  name: `books ${hour.nameOf(index)} again in two weeks`,
  run: () => oneMore(hour, index, async () => {
    await hour.toVisit(index);
    await hour.press('f', 'Enter');
    await until('the new visit', async () => (await hour.visits(index)).some(visit => visit.start > clock('00:00', '2026-12-01')));
    await hour.closed();
  }),
});

/** Somebody who was booked by name is found in the register and gets the visit. */
export const linkNamed = (hour: Hour, name: string, index: number): Task => ({
  name: `links the visit of ${name} to ${hour.nameOf(index)}`,
  run: async () => {
    const [visit] = await tomorrowBy(hour, name);
    const before = (await hour.visits(index)).length;
    const list = hour.page.getByRole('grid', { name: 'Bokade på namn' });
    await hour.openList('Bokade på namn');
    await hour.toRow(list, name);
    await hour.press('Enter');
    await hour.grid().waitFor();
    await until(`the cursor on ${name}`, async () => (await hour.standsOn()).includes(name));
    await hour.press('Enter');
    await hour.dialog().getByLabel(/^Patient/).waitFor();
    await hour.press('Control+a');
    await hour.type(hour.patient(index).familyName.toLowerCase());
    await hour.press('Enter');
    await hour.closed();
    expect((await hour.visits(index)).find(one => one.id === visit?.id)).toMatchObject({ status: 'booked' });
    expect(await hour.visits(index)).toHaveLength(before + 1);
    expect(await tomorrowBy(hour, name)).toEqual([]);
  },
});
