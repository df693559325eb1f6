import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';

import { insertPatient } from '#electron/core/repositories/patient.ts';
import { startLogClinic } from '#test/contract/log/log-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { openReal } from '../support/real-answers.ts';

type Clinic = Awaited<ReturnType<typeof startLogClinic>>;
const patient = uuid();

let c: Clinic;
let admin: Awaited<ReturnType<Clinic['as']>>;
const { keep, shot } = oneScreen({ ownClinic: () => c });
beforeEach(async () => {
  c = await startLogClinic();
  admin = await c.as('administrator');
  await c.db.write(tx => tx.raw(`UPDATE user_account SET name = 'Eva Lind', title = 'Leg. läkare' WHERE id = ?`, [admin.userId]));
  await c.db.write(async tx => void (await insertPatient(tx, { id: patient, familyName: 'Karlsson-Lindqvist', givenName: 'Åsa', birthDate: '1981-12-18', sex: 'F', protection: 'none', registrationNote: '' }, { at: c.clock.now().toISOString(), by: admin.userId })));
  const actor = { id: admin.userId, hsaId: null, role: 'practitioner', sessionId: null, origin: 'screen' };
  await c.db.write(async tx => {
    for (let n = 0; n < 12; n += 1) {
      c.clock.advance(37_000);
      await c.log.append(tx, actor, { action: n % 3 === 0 ? 'NOTE_READ' : 'PATIENT_OPEN', category: 'note', patientId: patient, objectType: 'note', objectId: uuid() });
    }
    await c.log.append(tx, actor, { action: 'ACCESS_DENIED', category: 'note', patientId: patient, outcome: 'denied' });
    await c.log.append(tx, { ...actor, id: null, hsaId: 'SE2321000016-EVA1', origin: 'before-sign-in' }, { action: 'LOGIN_FAIL', category: 'none', outcome: 'failed', reasonCode: 'card.pinWrong' });
    await c.log.append(tx, actor, { action: 'PROTECTED_REVEAL', category: 'contact', patientId: patient, reasonText: 'Ringer upp om provsvar' });
  });
});

async function openAt(place: string, more: Partial<Parameters<typeof openReal>[0]> = {}): Promise<FakePage> {
  const people = { people: [{ id: admin.userId, name: 'Eva Lind', title: 'Leg. läkare', profession: 'physician', roles: ['administrator'], status: 'active' }] };
  const open = keep(await openReal({ areas: { log: admin.log }, userId: admin.userId, roles: ['administrator'], place, changed: c.changed, more: { 'staff.list': people }, ...more }));
  await open.page.clock.setFixedTime(c.clock.now());
  return open;
}

describe('the log on the screen (task 4C 2 and 7)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('shows who did what with whom, accessible and fitting, %s %s', async (language, colorScheme) => {
    const { page } = await openAt('/log', { language, options: { colorScheme } });
    await page.getByText('Åsa Karlsson-Lindqvist').first().waitFor();
    await page.getByText('Ringer upp om provsvar').waitFor();
    await shot(`log-${language}-${colorScheme}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it("finds a patient's log by name and Enter, without a search on every key", async () => {
    const { page, calls } = await openAt('/log');
    await page.getByPlaceholder('Personnummer eller namn').fill('karlsson');
    expect(calls.filter(call => call.path === 'log.findPatient')).toHaveLength(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => calls.some(call => call.path === 'log.ofPatient'), { timeout: 15_000 }).toBe(true);
    await page.getByText('Visade skyddade uppgifter').waitFor();
    await shot('log-of-patient');
    const actions = ((await c.db.reader('audit_event').orderBy('seq', 'desc').limit(2)) as { action: string; patient_id: string | null }[]).map(row => [row.action, row.patient_id]);
    expect(actions).toContainEqual(['LOG_READ', patient]);
  });

  it('only refused and failed ones, with their reasons in words', async () => {
    const { page } = await openAt('/log');
    await page.getByText('Bara nekade och misslyckade').click();
    await page.getByText('Misslyckad inloggning').waitFor();
    await page.getByText('Fel PIN-kod.').waitFor();
    await expect.poll(() => page.getByText('Läste anteckning').count(), { timeout: 15_000 }).toBe(0);
    await shot('log-refused');
  });

  it('Enter on a row shows all of it, and from there the log of that patient', async () => {
    const { page, calls } = await openAt('/log');
    await page.getByText('Visade skyddade uppgifter').waitFor();
    await page.getByText('Visade skyddade uppgifter').click();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Åsa Karlsson-Lindqvist').waitFor();
    await shot('log-detail');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Visa patientens logg' }).click();
    await expect.poll(() => calls.some(call => call.path === 'log.ofPatient'), { timeout: 15_000 }).toBe(true);
  });

  it('checking says that it is whole and how many rows have no signature yet; after a row was removed it names it', async () => {
    await c.checkpoints().take();
    const { page } = await openAt('/log');
    await page.getByText('Inte kontrollerad på den här datorn än.').waitFor();
    await page.getByRole('button', { name: 'Kontrollera loggen' }).click();
    await page.getByText(/^Hel\. \d+ rader kontrollerade/).waitFor();
    await page.getByText(/har ännu ingen underskrift/).waitFor();
    await shot('log-whole');
    await c.tamper('DELETE FROM audit_event WHERE seq = 7');
    await page.getByRole('button', { name: 'Kontrollera loggen' }).click();
    await page.getByText('Inte hel. Första felaktiga raden är 7: raden saknas.').waitFor();
    await shot('log-broken');
    await expectAccessible(page);
  });

  it('says why when the log cannot be written, and shows no rows (A-01)', async () => {
    await c.db.write(tx => tx.raw(`CREATE TRIGGER log_is_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'no'); END`));
    const { page } = await openAt('/log');
    await page.getByText('Loggen kunde inte skrivas, så inget visas').waitFor();
    expect(await page.getByText('Karlsson').count()).toBe(0);
    await c.db.write(tx => tx.raw('DROP TRIGGER log_is_full'));
  });

  it("the start page has at most five lines of what was refused, and the log's state", async () => {
    const { page } = await openAt('/');
    await page.getByText('Nekade och misslyckade de senaste sju dagarna').waitFor();
    await page.getByText('Nekades åtkomst').waitFor();
    await shot('log-widget');
  });
});
