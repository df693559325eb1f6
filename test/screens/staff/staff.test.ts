import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';

import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { draft, newCard, startStaffClinic } from '#test/contract/staff/staff-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { aCard } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { openReal } from '../support/real-answers.ts';

type Clinic = Awaited<ReturnType<typeof startStaffClinic>>;

let c: Clinic;
let admin: Awaited<ReturnType<Clinic['as']>>;
const { keep, shot } = oneScreen({ ownClinic: () => c });
const rut = uuid();
beforeEach(async () => {
  c = await startStaffClinic();
  admin = await c.as('administrator', 'practitioner');
  await c.db.write(tx => tx.raw(`UPDATE user_account SET name = 'Eva Lind', given_name = 'Eva' WHERE id = ?`, [admin.userId]));
  await admin.staff.add({ id: rut, draft: draft({ givenName: 'Rut', familyName: 'Östlund', title: 'Receptionist', profession: 'receptionist', hsaId: 'SE2321000016-RUT1', roles: ['receptionist'] }) });
});

async function openAt(place: string, more: Partial<Parameters<typeof openReal>[0]> = {}): Promise<FakePage> {
  const open = keep(await openReal({ areas: { staff: admin.staff }, userId: admin.userId, roles: ['administrator', 'practitioner'], place, changed: c.changed, ...more }));
  return open;
}

describe('people (task 4C 5: add, change, close a user in 60 seconds, by keyboard)', () => {
  it('a person is added with the keyboard alone, with what the role may do shown before saving', async () => {
    const { page } = await openAt('/staff');
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Ny person' }).waitFor();
    await page.keyboard.type('Bo');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Öberg');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Leg. naprapat');
    expect(await page.getByRole('listitem').filter({ hasText: 'Signera' }).locator('svg').getAttribute('aria-label')).toBe('Får');
    await page.getByRole('checkbox', { name: 'Behandlare' }).uncheck();
    await page.getByRole('checkbox', { name: 'Reception' }).check();
    expect(await page.getByRole('listitem').filter({ hasText: 'Signera' }).locator('svg').getAttribute('aria-label')).toBe('Får inte');
    await shot('staff-new');
    await page.getByLabel('HSA-id').fill('fel');
    await page.keyboard.press('Enter');
    await page.getByText('Ett HSA-id ser ut så här').waitFor();
    await page.getByLabel('HSA-id').fill('');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bo Öberg' }).waitFor();
    await page.getByText('Personen kan inte logga in än.').waitFor();
    const { people } = await admin.staff.list({});
    expect(people.find(person => person.name === 'Bo Öberg')).toMatchObject({ title: 'Leg. naprapat', roles: ['receptionist'] });
  });

  it.each([['sv', 'light'], ['sv', 'dark'], ['en', 'light']] as const)('the list and a person are accessible and fit, %s %s', async (language, colorScheme) => {
    const { page } = await openAt('/staff', { language, options: { colorScheme } });
    await page.getByText('Rut Östlund').waitFor();
    await shot(`staff-list-${language}-${colorScheme}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await page.getByText('Rut Östlund').dblclick();
    await page.getByRole('heading', { name: 'Rut Östlund' }).waitFor();
    await shot(`staff-person-${language}-${colorScheme}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('fits at 200 % zoom', async () => {
    const { page } = await openAt(`/staff/${rut}`, { options: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 } });
    await page.getByRole('heading', { name: 'Rut Östlund' }).waitFor();
    await expectNoSideScroll(page);
  });

  it('a card is enrolled by inserting it and typing its PIN; the wrong card is told apart', async () => {
    c.reader.card = newCard('SE2321000016-NOTRUT');
    const { page, send } = await openAt(`/staff/${rut}`);
    await page.getByRole('button', { name: 'Lägg in kort' }).click();
    await page.getByText('Kortet hör till någon annan').waitFor();
    await page.getByRole('button', { name: 'Byt kort' }).click();
    await page.getByText('Nu kan du ta ut ditt kort').waitFor();
    await shot('staff-card-swap');
    c.reader.card = newCard('SE2321000016-RUT1');
    await send({ type: 'card', presence: aCard({ generation: 2 }) });
    await page.getByText('Kortet är personens.').waitFor();
    await shot('staff-card-pin');
    await expectAccessible(page);
    await page.getByLabel('Kortets PIN-kod').fill('999999');
    await page.keyboard.press('Enter');
    await page.getByText('Fel PIN-kod.').waitFor();
    await page.getByLabel('Kortets PIN-kod').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByText('Kortet är inlagt. Rut Östlund kan logga in med det.').waitFor();
    await shot('staff-card-done');
    await page.getByRole('button', { name: 'Klar' }).click();
    await page.getByText('Kort · Test CA · 9752 01').waitFor();
  });

  it('a passphrase is chosen by the person, refused when easy to guess, and stored once the first code is right', async () => {
    const { page } = await openAt(`/staff/${rut}`);
    await page.getByRole('button', { name: 'Lägg in lösenfras' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lösenfras', { exact: true }).fill('rut.östlund rut');
    await dialog.getByLabel('Lösenfrasen en gång till').fill('rut.östlund rut');
    await page.keyboard.press('Enter');
    await dialog.getByText('Lösenfrasen är lätt att gissa').waitFor();
    await shot('staff-passphrase-refused');
    await dialog.getByLabel('Lösenfras', { exact: true }).fill('tre gula paraplyer');
    await dialog.getByLabel('Lösenfrasen en gång till').fill('tre gula paraplyer');
    await page.keyboard.press('Enter');
    await dialog.getByRole('img', { name: 'QR-kod för appen' }).waitFor();
    await shot('staff-passphrase-slip');
    await expectAccessible(page);
    const shown = (await dialog.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '';
    await dialog.getByLabel(/Skriv koden/).fill(codeOfStep(fromBase32(shown.replaceAll(' ', ''))!, stepAt(c.clock.now())));
    await page.keyboard.press('Enter');
    await dialog.getByText('Klart. Rut Östlund kan logga in med lösenfras och engångskod.').waitFor();
    expect((await admin.staff.get({ id: rut })).person.keys).toMatchObject([{ kind: 'passphrase', label: 'rut.östlund' }]);
  });

  it('closing names the person, has the safe choice first, and takes effect', async () => {
    const { page } = await openAt(`/staff/${rut}`);
    await page.getByRole('button', { name: 'Avsluta person' }).click();
    await page.getByText('Avsluta Rut Östlund?').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Låt personen vara kvar');
    await shot('staff-close');
    await page.getByRole('dialog').getByRole('button', { name: 'Avsluta', exact: true }).click();
    await page.getByRole('grid').waitFor();
    await expect.poll(() => page.getByText('Rut Östlund').count()).toBe(0);
    await page.getByRole('switch', { name: 'Visa avslutade' }).press('Space');
    await page.getByText('Rut Östlund').waitFor();
  });

  it('a change made elsewhere meanwhile is told, and nothing is overwritten', async () => {
    const { page } = await openAt(`/staff/${rut}`);
    await page.getByLabel('Titel vid underskrift').fill('Kassör');
    await c.db.write(tx => tx.raw(`UPDATE user_account SET title = 'Annan', version = 2 WHERE id = ?`, [rut]));
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Någon annan hann ändra samma uppgifter.').waitFor();
  });
});
