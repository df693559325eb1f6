import { afterAll, beforeAll, expect, it } from 'vitest';

import { countedKeys, type CountedKeys } from '#test/support/counted-keys.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { startReceptionDay, type ReceptionDay } from '#test/support/reception-day.ts';

let day: ReceptionDay;
let opened: FakePage;
let keys: CountedKeys;
beforeAll(async () => {
  day = await startReceptionDay();
  opened = await day.open();
  keys = countedKeys(opened.page);
});
afterAll(async () => {
  expect(day.desk.reported).toEqual([]);
  await opened.close();
  await closeBrowser();
  await day.stop();
});

it('4A-1: a patient is found from anywhere with one key and typing', async () => {
  const cost = await keys.count(async () => {
    await keys.press('Control+k');
    await keys.type('karlsson');
    await opened.page.getByText('Karlsson, Åsa').first().waitFor();
  });
  expect(cost).toEqual({ keys: 1, clicks: 0 });
});
