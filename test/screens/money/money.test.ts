import { beforeAll, describe, expect, it } from 'vitest';


import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { at, MONDAY, openMoney, startMoneyScreenClinic, type MoneyScreenClinic } from './money-page.ts';

let clinic: MoneyScreenClinic;
const { keep, press: pressKeys, shot } = oneScreen({ clinic: () => clinic });
beforeAll(async () => {
  await pageBuilt();
  clinic = await startMoneyScreenClinic();
}, 240_000);

async function open(options: Partial<Parameters<typeof openMoney>[2]> = {}, person = clinic.reception) {
  return keep(await openMoney(clinic, person, { roles: ['receptionist'], ...options })).page;
}
async function agenda() {
  const page = await open({ place: `/agenda?day=${MONDAY}` });
  await page.getByRole('grid', { name: /Agendan/ }).waitFor();
  return page;
}
/** Presses keys one after the other and says how many that were. */
async function press(...keys: string[]): Promise<number> {
  await pressKeys(...keys);
  return keys.length;
}
const documents = () => clinic.reception.money.documents({ limit: 200 });
const stateOf = async (id: string) => (await clinic.reception.money.stateOf({ appointmentIds: [id] }))[0]?.state;

describe('4A 7: taking payment', () => {
  it('is P, a look at the amount, Enter: two keys; the agenda has its focus back and Shift+P prints', async () => {
    const page = await agenda();
    await page.getByRole('button', { name: /10:00 Abrahamsson/ }).click();
    let keys = await press('p');
    await page.getByText('Ta betalt: Abrahamsson-Lindqvist, Marie-Louise').waitFor();
    await page.getByText('Att betala 850,00 kr').waitFor();
    await shot('pay');
    keys += await press('Enter');
    await page.getByText(/Kvitto \d+, 850,00 kr/).waitFor();
    expect(keys).toBe(2);
    await expect.poll(() => stateOf(clinic.ids.arrived), { timeout: 15_000 }).toBe('paid');
    const download = page.waitForEvent('download');
    await press('Shift+P');
    expect((await download).suggestedFilename()).toMatch(/^kvitto-\d+\.pdf$/);
  });

  it('F-07 shows the Swish code with the visit’s reference, and takes a part payment with the rest on an invoice', async () => {
    const page = await agenda();
    await page.getByRole('button', { name: /08:00 Karlsson/ }).click();
    await press('p');
    await page.getByText('Att betala 850,00 kr').waitFor();
    await press('Alt+2');
    await page.getByRole('img', { name: 'Swish-kod: 850,00 kr till 1237856901' }).waitFor();
    await page.getByText(/^Meddelande 9\d+$/).waitFor();
    await shot('swish');
    await page.getByLabel('Belopp i kronor').fill('300');
    await page.getByText('Delbetalning. Resten, 550,00 kr, faktureras.').waitFor();
    await press('Enter');
    await page.getByText(/Faktura \d+, 550,00 kr återstår/).waitFor();
    expect((await documents())[0]).toMatchObject({ kind: 'invoice', balanceMinor: 55_000, state: 'part' });
  });

  it('Alt+5 invoices without a payment; a line can be changed first, and a diagnosis in it is refused with the text kept', async () => {
    const page = await agenda();
    await page.getByRole('button', { name: /11:00 Björk/ }).click();
    await press('p');
    await page.getByRole('button', { name: 'Ändra rader' }).click();
    await page.getByLabel('Text').fill('Behandling M54.5');
    await page.getByLabel('À-pris, kr').fill('700');
    await shot('lines');
    await press('Alt+5');
    await page.getByRole('button', { name: /^Fakturera 700,00 kr/ }).click();
    await page.getByText(/ser ut att innehålla en diagnos/).waitFor();
    expect(await page.getByLabel('Text').inputValue()).toBe('Behandling M54.5');
    await page.getByLabel('Text').fill('Behandling');
    await page.getByRole('button', { name: /^Fakturera 700,00 kr/ }).click();
    await page.getByText(/Faktura \d+, 700,00 kr återstår/).waitFor();
  });

  it('C-07 a fee is shown as a proposal, and "nothing to pay" takes a reason', async () => {
    const page = await open({ place: '/money?tab=fees' });
    await page.getByRole('grid').waitFor();
    await page.getByText('Östlund, Karl-Erik').waitFor();
    await press('Enter');
    await page.getByText('Avgiften är ett förslag. Välj Ta inget betalt om den inte ska tas ut.').waitFor();
    await expectAccessible(page);
    await shot('fee');
    await page.getByRole('button', { name: 'Ta inget betalt …' }).click();
    await page.getByLabel('Varför?').fill('Första gången');
    await press('Enter');
    await expect.poll(() => stateOf(clinic.ids.noShow), { timeout: 15_000 }).toBe('waived');
  });
});

describe('4A 8: a month of invoices', () => {
  it('is A, F, Enter: three keys for everything that is unbilled, one invoice for each payer', async () => {
    const before = (await documents()).length;
    const page = await open();
    await page.getByRole('grid', { name: /Klara besök/ }).waitFor();
    await page.getByRole('gridcell', { name: 'Åkeriet i Lund AB' }).first().waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await shot('unbilled');
    let keys = await press('a');
    await page.getByText('2 markerade, 1 700,00 kr').waitFor();
    keys += await press('f');
    await page.getByText('Fakturera 2 besök till 1 betalare?').waitFor();
    await shot('confirm');
    keys += await press('Enter');
    await page.getByText('Allt är betalt eller fakturerat').waitFor();
    expect(keys).toBe(3);
    expect((await documents()).length).toBe(before + 1);
  });

  it('opens an invoice with Enter, prints with S, registers with B what came in, and credits with K', async () => {
    const page = await open({ place: '/money?tab=documents' });
    await page.getByRole('grid', { name: 'Kvitton och fakturor' }).waitFor();
    await page.getByRole('gridcell', { name: 'Åkeriet i Lund AB' }).waitFor();
    await shot('documents');
    await press('Enter');
    await page.getByRole('dialog').getByText('OCR-nummer').waitFor();
    await expectAccessible(page);
    await shot('document');
    await press('b');
    await page.getByText('Kom in den').waitFor();
    await shot('receive');
    await press('Enter');
    await page.getByRole('dialog').getByText('Betald', { exact: true }).waitFor();
    await press('k');
    await page.getByText(/^Kreditera faktura/).waitFor();
    await page.getByLabel('Varför?').fill('Fel mottagare');
    await shot('credit');
    await press('Enter');
    await page.getByRole('dialog').getByText('Krediterad', { exact: true }).waitFor();
    await shot('credited');
    expect((await documents())[0]).toMatchObject({ kind: 'credit' });
  });
});

describe('settings', () => {
  it('says that a bankgiro number is wrong, and saves the right one; in English and dark', async () => {
    const page = await open({ place: '/money/settings', roles: ['administrator'], language: 'en', options: { colorScheme: 'dark' } }, clinic.admin);
    await page.getByLabel('Bankgiro').fill('5805-6202');
    await page.getByText('The number is not right. Check the digits.').waitFor();
    await page.getByLabel('Bankgiro').fill('991-2346');
    await expectAccessible(page);
    await shot('settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
    expect((await clinic.admin.money.settings({})).settings.bankgiro).toBe('991-2346');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('The patient’s name on the invoice').waitFor();
    await shot('payer');
  });

  it('F-08 warns on the money screen when the limit is near, and fits at 200 %', async () => {
    const limit = (await clinic.reception.money.register({})).limitMinor;
    const id = await clinic.book(at('15:00'), 0);
    await clinic.walk(id, 'arrived');
    const { version, lines } = await clinic.reception.money.visit({ appointmentId: id, patientId: clinic.patientIds[0] ?? null });
    const amountMinor = Math.round(limit * 0.85);
    await clinic.reception.money.settle({ appointmentId: id, version, lines: lines.map(one => ({ ...one, unitMinor: amountMinor })), payment: { method: 'card', amountMinor } });
    const page = await open({ options: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 } });
    await page.getByText(/krävs ett tillverkardeklarerat kassaregister/).waitFor();
    await expectNoSideScroll(page);
    await shot('meter');
  });
});
