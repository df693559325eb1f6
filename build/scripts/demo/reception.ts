import path from 'node:path';

import { dateAt } from '#shared/domain/agenda/zone.ts';

import { callAs } from './ask.ts';
import type { Scene } from './scene.ts';
import { goTo, lock, signInAsKarin } from './sign-in.ts';

/** Somebody invented, with a number of the authority's test series. */
export const PATIENT = { number: '19900101-2385', given: 'Kristina', family: 'Ågrensköld', mobile: '070-174 06 35' };

const MONEY = {
  legalName: 'Lindens Läkarmottagning AB', street: 'Storgatan 1', postCode: '111 22', city: 'Stockholm', phone: '08-123 45 67', vatNumber: '', fTax: true, bankgiro: '', swish: '', termsDays: 30,
  invoiceText: '', firstInvoiceNumber: 1001, showNumberToPatient: false, hasDeclaredRegister: false,
};

/** The old system's list goes in; reception registers, finds, books, checks in, takes payment and prints. */
export async function reception(scene: Scene): Promise<void> {
  await oldList(scene);
  await atTheDesk(scene);
  await theVisit(scene);
}

const dialogOf = ({ page }: Scene) => page().getByRole('dialog');

async function oldList(scene: Scene): Promise<void> {
  const { story, page, t, root } = scene;
  await story.step('Patientlistan från det gamla systemet provläses rad för rad', async () => {
    await page().keyboard.press('Control+k');
    await page().keyboard.type(t('patients.command.import'));
    await page().keyboard.press('Enter');
    await page().locator('input[type=file]').setInputFiles(path.join(root, 'build/scripts/data/patients-oldsystem.csv'));
    await page().getByRole('button', { name: /^Importera \d+|^Import \d+/ }).waitFor();
  });
  await story.step('Allt som går in importeras i ett steg', async () => {
    await page().keyboard.press('Control+s');
    await page().getByRole('button', { name: t('patients.import.another') }).waitFor({ timeout: 60_000 });
  });
  await story.step('Agendan får en behandlare och besökstyper', () => prepareAgenda(scene));
  await story.step('Administratören låser; receptionisten loggar in med lösenfras och engångskod', async () => {
    await lock(scene);
    await scene.cards.remove('maria');
    await signInAsKarin(scene);
  });
}

async function atTheDesk(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  const dialog = () => dialogOf(scene);
  await story.step('En ny patient registreras vid disken', async () => {
    await goTo(scene, t('patients.rail'));
    await page().keyboard.press('Alt+n');
    await page().getByLabel(t('patients.field.number'), { exact: true }).fill(PATIENT.number);
    await page().getByLabel(t('patients.field.givenName')).fill(PATIENT.given);
    await page().getByLabel(t('patients.field.familyName')).fill(PATIENT.family);
    await page().getByLabel(t('patients.field.mobile')).fill(PATIENT.mobile);
    await page().keyboard.press('Control+s');
    await page().getByText('Ågrensköld, Kristina').first().waitFor();
  });
  await story.step('Hon hittas på hur namnet låter', async () => {
    await goTo(scene, t('patients.rail'));
    await page().getByLabel(t('patients.search.label')).fill('christina agrenskold');
    await page().getByRole('grid').getByText(PATIENT.number).waitFor();
    await page().keyboard.press('Enter');
    await page().getByText('Ågrensköld, Kristina').first().waitFor();
  });
  await story.step('Ett besök bokas från tangentbordet', async () => {
    await page().keyboard.press('Alt+b');
    await dialog().getByRole('button', { name: /\d\d:\d\d/ }).first().waitFor();
    await page().keyboard.press('1');
    await dialog().getByRole('button', { name: t('agenda.booking.book') }).waitFor();
    await page().keyboard.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    await page().getByText(/Ågrensköld/).first().waitFor();
  });
  await story.step('Hon checkas in med id-kontroll', async () => {
    await page().keyboard.press('Shift+c');
    await page().locator('[data-event][data-status="arrived"]').waitFor();
  });
}

async function theVisit(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  const dialog = () => dialogOf(scene);
  await story.step('Någon går förbi: F8 döljer skärmen, F8 visar den igen', async () => {
    await page().keyboard.press('F8');
    await page().getByText(t('app.privacy.covered')).waitFor();
    await page().keyboard.press('F8');
    await page().getByText(t('app.privacy.covered')).waitFor({ state: 'hidden' });
  });
  await story.step('Hon betalar med kort: P, titta på beloppet, Enter', async () => {
    await page().keyboard.press('p');
    await dialog().getByText(/850/).first().waitFor();
    await page().keyboard.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
  });
  await story.step('Återbesök om två veckor, samma tid: F, Enter', async () => {
    await page().keyboard.press('f');
    await dialog().waitFor();
    await page().keyboard.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
  });
  await story.step('Dagslistan skrivs ut: Ctrl+P, Enter', async () => {
    const paper = page().waitForEvent('download', { timeout: 20_000 });
    await page().keyboard.press('Control+p');
    await dialog().waitFor();
    await page().keyboard.press('Enter');
    await (await paper).path();
  });
  await story.step('Kön visar vem som väntar, och hur länge', async () => {
    // Just before midnight the first free time is tomorrow's, and today's queue is empty.
    const day = await page().locator('[data-agenda-day]').first().getAttribute('data-agenda-day');
    await page().keyboard.press('Alt+q');
    if (day === dateAt(Date.now(), 'Europe/Stockholm')) await page().getByRole('grid').getByText('Ågrensköld, Kristina').waitFor();
  });
}

/** The administrator's settings: Eva's column with hours around the clock, so that the demo works at any time of day. */
async function prepareAgenda(scene: Scene): Promise<void> {
  const { people } = await callAs<{ people: { id: string; name: string }[] }>(scene, 'staff.list', {});
  const eva = people.find(person => person.name === 'Eva Lind');
  const column = await callAs<{ id: string; version: number }>(scene, 'schedule.saveResource', { id: null, version: 0, kind: 'practitioner', userId: eva?.id ?? null, name: 'Eva Lind', policy: 'warn', capacity: 1, active: true });
  const hours = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, start: '00:00', end: '23:59', validFrom: '2020-01-01', validTo: null }));
  await callAs(scene, 'schedule.saveHours', { resourceId: column.id, version: column.version, hours });
  // The demo works on any day of the year, Christmas included.
  await callAs(scene, 'schedule.saveHolidays', { version: 0, closedPublic: false, closedCustomary: false, region: null, exceptions: [] });
  await callAs(scene, 'money.saveSettings', { settings: MONEY });
  const service = { name: 'Återbesök', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 5, priceMinor: 85_000, vatCode: 'exempt', colour: 'teal', needs: [], rules: { lateCancelHours: 24 }, active: true };
  await callAs(scene, 'schedule.saveService', { id: null, version: 0, draft: service, resourceIds: [] });
  await goTo(scene, scene.t('agenda.rail'));
  await scene.page().getByText('Eva Lind').first().waitFor();
}
