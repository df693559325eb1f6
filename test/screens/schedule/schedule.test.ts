import { beforeAll, describe, expect, it } from 'vitest';


import { at, fillDay, MONDAY, openAs, startScreenClinic, type ScreenClinic } from '../agenda/clinic-page.ts';
import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';

let clinic: ScreenClinic;
const { keep, shown } = oneScreen({ clinic: () => clinic });

beforeAll(async () => {
  await pageBuilt();
  clinic = await startScreenClinic(3);
  await fillDay(clinic, MONDAY);
}, 240_000);

async function show(place: string, as: 'reception' | 'admin' = 'reception') {
  return keep(await openAs(clinic, clinic[as], { roles: [as === 'admin' ? 'administrator' : 'receptionist'], place })).page;
}
const first = () => clinic.practitionerIds[0] ?? '';

describe('C-04 absence', () => {
  it('is one key from the agenda, filled in, and leads to the visits in its way', async () => {
    const page = await show(`/agenda?day=${MONDAY}&column=${first()}&moment=${at(MONDAY, '12:30')}`);
    await page.getByText('Nilsson, Per').first().waitFor();
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Ny frånvaro' }).waitFor();
    expect(await page.getByLabel('Från datum').inputValue()).toBe(MONDAY);
    await expectAccessible(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText(/bokade besök hamnar utanför arbetstiden/).waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
    const list = page.getByRole('grid', { name: /utanför arbetstiden/ });
    await list.press('ArrowDown');
    await list.press('Enter');
    // The keyboard stands on the visit: the line under the agenda has its name.
    await page.getByLabel('Det du kan göra här').getByText('Ek, Sara').waitFor();
    const [absence] = await clinic.reception.schedule.absences({ from: MONDAY, to: MONDAY });
    expect(absence).toMatchObject({ resourceId: first(), start: at(MONDAY, '00:00') });
    await clinic.reception.schedule.removeAbsence({ id: absence?.id ?? '' });
  });
});

describe('C-04 a series', () => {
  it('grows from a booked visit, each time looked through, and is changed and ended from any visit on', async () => {
    const second = clinic.practitionerIds[1] ?? '';
    const page = await show(`/agenda?day=${MONDAY}&column=${second}&moment=${at(MONDAY, '14:30')}`);
    await page.getByLabel('Det du kan göra här').getByText('Karlsson, Åsa').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Upprepa Karlsson, Åsa' }).waitFor();
    await page.getByLabel('Antal gånger').fill('7');
    await page.getByText('Bokad redan').waitFor();
    await page.getByRole('row').filter({ hasText: 'mån 4 jan 14:30' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('row').filter({ hasText: 'mån 28 dec' }).getByRole('button', { name: 'Ta bort' }).click();
    await page.getByRole('button', { name: /Boka 5 besök/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('grid', { name: /Agendan/ }).waitFor();
    const [row] = await clinic.db.reader.raw('SELECT id, patient_id AS patientId FROM appointment_series') as { id: string; patientId: string }[];
    const read = () => clinic.reception.schedule.series({ id: row?.id ?? '', patientId: row?.patientId ?? '' });
    const { visits } = await read();
    expect(visits.map(visit => visit.start)).toEqual([MONDAY, '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2027-01-04'].map(date => at(date, '14:30')));
    await shown().close();

    const series = await show(`/agenda/series?visitId=${visits[1]?.id}&patientId=${row?.patientId}`);
    await series.getByText('2 av 6').waitFor();
    await expectAccessible(series);
    await series.keyboard.press('m');
    await series.getByRole('textbox', { name: 'Tid' }).fill('15:00');
    await series.keyboard.press('Tab');
    await series.getByRole('dialog').getByText('mån 30 nov 15:00').waitFor();
    await expectAccessible(series);
    await series.getByRole('button', { name: 'Flytta 5 besök' }).click();
    await series.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await read()).visits.map(visit => visit.start.slice(11, 16))).toEqual(['13:30', '14:00', '14:00', '14:00', '14:00', '14:00']);
    const grid = series.getByRole('grid', { name: 'Serie: Karlsson, Åsa' });
    await grid.press('End');
    await series.getByText('6 av 6').waitFor();
    await grid.press('Delete');
    await series.getByRole('button', { name: 'Avboka 1 besök' }).click();
    await series.getByText('Serien är avslutad.').waitFor();
    expect((await read()).visits.at(-1)?.status).toBe('cancelledEarly');
  });
});

describe('the administrator’s settings', () => {
  it('show readable weeks, take hours from a later day in weeks that alternate, and single days', async () => {
    const page = await show('/agenda/settings', 'admin');
    const row = page.getByRole('row').filter({ hasText: 'Eva Lind' });
    await row.getByText('mån–tors 08:00–12:00, 13:00–17:00').waitFor();
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Arbetstider' }).click();
    await page.getByRole('button', { name: 'Nya tider från ett datum' }).click();
    await page.getByLabel('Upprepas').first().click();
    await page.getByRole('option', { name: 'Varannan vecka olika' }).click();
    await page.getByText('Vecka 2 (v. 53)').click();
    await page.getByLabel('Fredag').fill('12-8');
    await page.getByText('Skriv tiderna i ordning, till exempel 8–12, 13–17.').waitFor();
    await page.getByLabel('Fredag').fill('9-12');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const fridays = (await clinic.admin.schedule.hours({ resourceId: first() })).filter(rule => rule.weekday === 5);
    expect(fridays.map(rule => [rule.start, rule.everyWeeks, rule.validFrom, rule.validTo])).toContainEqual(['09:00', 2, '2026-12-28', null]);
    await row.getByRole('button', { name: 'Enstaka dagar' }).click();
    await page.getByRole('textbox', { name: 'Dag' }).fill('2026-11-28');
    await page.getByRole('textbox', { name: 'Tider' }).fill('10-14');
    await page.getByRole('button', { name: 'Lägg till dagen' }).click();
    await page.getByText('lördag 28 november 2026').waitFor();
    await expectAccessible(page);
  });

  it('open the clinic on a holiday, and the agenda names the day either way', async () => {
    const page = await show('/agenda/settings?part=holidays', 'admin');
    const row = page.getByRole('row').filter({ hasText: 'Nyårsafton' });
    await row.getByRole('button', { name: 'Ha öppet' }).click();
    await row.getByText('Öppet (avviker)').waitFor();
    await expectAccessible(page);
    await shown().close();
    const agenda = await show('/agenda?day=2026-12-24');
    await agenda.getByText('Julafton').first().waitFor();
  });
});
