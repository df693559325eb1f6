import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { countedKeys, type CountedKeys } from '#test/support/counted-keys.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { clock, startReceptionDay, type ReceptionDay } from '#test/support/reception-day.ts';
import { underCursor } from '#test/support/under-cursor.ts';
import { until } from '#test/support/until.ts';

/** The receptionist's ten daily tasks and what each may cost (requirements/tasks.md 4A; complaints 7 and 8). K: keys besides typed text. */
let day: ReceptionDay;
let opened: FakePage;
let keys: CountedKeys;

beforeAll(async () => {
  day = await startReceptionDay();
});
afterAll(async () => {
  expect(day.desk.reported).toEqual([]);
  await closeBrowser();
  await day.stop();
});
beforeEach(async () => {
  opened = await day.open();
  keys = countedKeys(opened.page);
  await grid().waitFor();
});
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

const grid = () => opened.page.getByRole('grid', { name: /^Agendan/ });
const dialog = () => opened.page.getByRole('dialog');
const patient = (index: number) => day.patients[index] ?? { id: '', familyName: '', givenName: '' };
const nameOf = (index: number): string => `${patient(index).familyName}, ${patient(index).givenName}`;
const column = (index: number): string => day.columns[index]?.id ?? '';

/** A visit as it lies in core, whatever the page shows. */
const visits = async (index: number) => day.desk.client.agenda.ofPatient({ patientId: patient(index).id });
const book = (index: number, at: { readonly column: number; readonly time: string; readonly date?: string }) =>
  day.desk.client.agenda.book({ serviceId: day.services.returnVisit, resourceIds: [column(at.column)], start: { instant: clock(at.time, at.date) }, patientId: patient(index).id });

/** Puts the agenda's cursor on a visit the way a hand does, before anything is counted. */
async function standOn(name: string, inColumn: number): Promise<void> {
  await grid().getByText(name).first().waitFor();
  await opened.page.keyboard.press('Home');
  for (let step = 0; step < inColumn; step += 1) await opened.page.keyboard.press('ArrowRight');
  for (let step = 0; step < 60; step += 1) {
    if ((await underCursor(grid())).text.includes(name)) return;
    await opened.page.keyboard.press('ArrowDown');
  }
  throw new Error('the cursor did not come to the visit within 60 keys');
}

/** The agenda with a patient in the strip: she was searched for and chosen. */
async function choose(index: number): Promise<void> {
  await opened.page.keyboard.press('Control+k');
  await opened.page.keyboard.type(patient(index).familyName);
  await opened.page.getByRole('dialog').getByText(nameOf(index)).first().waitFor();
  await opened.page.keyboard.press('Enter');
  await dialog().waitFor({ state: 'hidden' });
  await opened.page.locator('[data-patient-strip]').getByText(patient(index).familyName).waitFor();
}

describe('reception by keyboard alone', () => {
  it('4A-1: finds a patient from anywhere with one key and typing', async () => {
    const cost = await keys.count(async () => {
      await keys.press('Control+k');
      await keys.type('karlsson');
      await dialog().getByText('Karlsson, Åsa').first().waitFor();
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
  });

  it('4A-2: books a known patient in three keys once she is chosen: three free times, one of them, Enter', async () => {
    await choose(2);
    const cost = await keys.count(async () => {
      await keys.press('Alt+b');
      await expect.poll(() => dialog().getByRole('button', { name: /\d\d:\d\d/ }).count()).toBe(3);
      await keys.press('2');
      await dialog().getByLabel(/^Tid/).waitFor();
      await keys.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    });
    expect(cost).toEqual({ keys: 3, clicks: 0 });
    expect(await visits(2)).toHaveLength(1);
  });

  it('4A-3: registers a new patient while booking, in one form, the slot held meanwhile', async () => {
    await keys.press('Enter');
    await dialog().waitFor();
    const cost = await keys.count(async () => {
      await keys.type('19900101-2385');
      await dialog().getByText(/Registrera/).first().waitFor();
      await keys.press('Alt+n');
      await dialog().getByLabel('Förnamn').waitFor();
      await keys.type('Kristina');
      await keys.press('Tab');
      await keys.type('Ågrensköld');
      await keys.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    });
    expect(cost.keys).toBeLessThanOrEqual(4);
    const [hit] = await day.desk.client.patients.search({ text: 'ågrensköld' });
    expect(await day.desk.client.agenda.ofPatient({ patientId: hit?.id ?? '' })).toMatchObject([{ status: 'booked' }]);
  });

  it('4A-4: checks in with one key on the row, and whoever treats sees it', async () => {
    await book(3, { column: 0, time: '10:00' });
    await standOn(nameOf(3), 0);
    const cost = await keys.count(async () => {
      await keys.press('Shift+c');
      await until('the check-in in core', async () => (await visits(3))[0]?.status === 'arrived');
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    expect(await visits(3)).toMatchObject([{ identityChecked: true }]);
  });

  it('4A-5: moves with cut, arrows and paste in four keys, and takes it back', async () => {
    await book(4, { column: 1, time: '10:00' });
    await standOn(nameOf(4), 1);
    const cost = await keys.count(async () => {
      await keys.press('x');
      await keys.press('ArrowDown');
      await keys.press('ArrowDown');
      await keys.press('v');
      await until('the new time in core', async () => (await visits(4))[0]?.start !== clock('10:00'));
    });
    expect(cost.keys).toBeLessThanOrEqual(4);
    await opened.page.keyboard.press('Control+z');
    await until('the old time in core', async () => (await visits(4))[0]?.start === clock('10:00'));
  });

  it('4A-5: cancels in two keys, with the time free again', async () => {
    await book(5, { column: 2, time: '10:00' });
    await standOn(nameOf(5), 2);
    const cost = await keys.count(async () => {
      await keys.press('Delete');
      await dialog().waitFor();
      await keys.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    });
    expect(cost.keys).toBeLessThanOrEqual(2);
    await until('the cancellation in core', async () => (await visits(5))[0]?.status.startsWith('cancelled') === true);
  });

  it('4A-6: another day, another week, another practitioner: one key each', async () => {
    const shown = () => opened.page.getByRole('heading', { level: 1 }).textContent();
    const cost = await keys.count(async () => {
      await keys.press('PageDown');
      await expect.poll(shown).toContain('24 november');
      await keys.press('w');
      await expect.poll(shown).toContain('48');
      await keys.press('j');
      await expect.poll(() => opened.page.getByLabel('Vems vecka').first().inputValue()).toBe('Bengt Östergren');
    });
    expect(cost).toEqual({ keys: 3, clicks: 0 });
  });

  it('4A-7: takes payment in two keys and a look at the amount, with a receipt', async () => {
    const { id, version } = await book(7, { column: 3, time: '10:00' });
    await day.desk.client.agenda.checkIn({ id, version, identityProof: 'swedishId' });
    await opened.page.reload();
    await grid().waitFor();
    await standOn(nameOf(7), 3);
    const cost = await keys.count(async () => {
      await keys.press('p');
      await dialog().getByText(/850/).first().waitFor();
      await keys.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect(await day.desk.client.money.stateOf({ appointmentIds: [id] })).toMatchObject([{ state: 'paid', balanceMinor: 0 }]);
  });

  it('4A-2: keys pressed before the times have come are not lost', async () => {
    await choose(1);
    await keys.press('Alt+b');
    await keys.press('1');
    await dialog().getByLabel(/^Tid/).waitFor();
    await keys.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    expect(await visits(1)).toHaveLength(1);
  });

  it('4A-8: invoices all that is not charged in three keys', async () => {
    for (const [index, time] of [[8, '11:00'], [9, '11:30']] as const) {
      const { id, version } = await book(index, { column: 3, time });
      const here = await day.desk.client.agenda.checkIn({ id, version, identityProof: null });
      const started = await day.desk.client.agenda.setStatus({ id, version: here.version, status: 'inTreatment' });
      await day.desk.client.agenda.setStatus({ id, version: started.version, status: 'done' });
    }
    await opened.page.getByRole('navigation').first().getByText('Ekonomi').click();
    await opened.page.getByText(nameOf(8)).first().waitFor();
    const cost = await keys.count(async () => {
      await keys.press('a');
      await keys.press('f');
      await dialog().waitFor();
      await keys.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    });
    expect(cost).toEqual({ keys: 3, clicks: 0 });
    expect(await day.desk.client.money.unbilled({ month: null, payer: 'all' })).toEqual([]);
  });

  it('4A-10: prints the day list in two keys, and the log says so (C-15)', async () => {
    const download = opened.page.waitForEvent('download', { timeout: 15_000 });
    const cost = await keys.count(async () => {
      await keys.press('Control+p');
      await dialog().waitFor();
      await keys.press('Enter');
      await download;
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect((await download).suggestedFilename()).not.toMatch(/Karlsson|Åsa/);
  });
});

describe('keys pressed faster than core answers', () => {
  /** Core takes so long for every answer from now on. */
  const slower = (ms: () => number): void => {
    for (const [path, known] of Object.entries(opened.answers)) {
      if (typeof known !== 'function') continue;
      opened.answers[path] = async (input: unknown) => {
        await new Promise(resolve => setTimeout(resolve, ms()));
        return (known as (input: unknown) => unknown)(input);
      };
    }
  };

  it('4A-1, 4A-2: search, name, Enter, book, first time, Enter without a look at the screen books that patient and nobody else', async () => {
    let wait = 0;
    slower(() => wait);
    for (const [round, ms] of [20, 120, 350].entries()) {
      wait = ms;
      const all = async () => (await Promise.all(day.patients.map((_, index) => visits(index)))).map(list => list.length);
      const before = await all();
      await keys.press('Control+k');
      await keys.type(patient(10).familyName.toLowerCase());
      for (const key of ['Enter', 'Alt+b', 'Enter', 'Enter']) await keys.press(key);
      await until(`a visit more for ${nameOf(10)} in round ${round + 1}`, async () => (await visits(10)).length === (before[10] ?? 0) + 1);
      await dialog().waitFor({ state: 'hidden' });
      expect((await all()).map((count, index) => count - (before[index] ?? 0)).filter(Boolean)).toEqual([1]);
    }
  });

  it('4A-5: twenty times moved and taken back in one breath, whenever the answer comes', async () => {
    await book(11, { column: 4, time: '10:00' });
    await standOn(nameOf(11), 4);
    let wait = 0;
    slower(() => wait);
    for (let round = 0; round < 20; round += 1) {
      wait = round * 3;
      const version = (await visits(11))[0]?.version ?? 0;
      await until('the visit under the cursor', async () => (await underCursor(grid())).text.includes(nameOf(11)));
      for (const key of ['x', 'ArrowDown', 'ArrowDown', 'v', 'Control+z', 'ArrowUp', 'ArrowUp']) await keys.press(key);
      await until(`moved and taken back in round ${round + 1}`, async () => (await visits(11))[0]?.version === version + 2);
      expect((await visits(11))[0]?.start).toBe(clock('10:00'));
    }
  });
});
