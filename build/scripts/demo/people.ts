import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { PIN } from './cards.ts';
import { until } from './documents.ts';
import type { Scene } from './scene.ts';

/** Karin's way in; the authenticator app of the demo. */
export const KARIN = { userName: 'karin.berg', passphrase: 'violett kanot tre moln', totpSecret: '', lastStep: 0 };

/** The one-time code of this moment; waits for the next one when the last was used. */
export async function karinsCode(): Promise<string> {
  return until('a fresh one-time code', async () => {
    const step = stepAt(new Date());
    if (step <= KARIN.lastStep) return undefined;
    KARIN.lastStep = step;
    return codeOfStep(fromBase32(KARIN.totpSecret) ?? Buffer.alloc(0), step);
  }, 40_000);
}

/** The administrator adds a doctor with a card and a receptionist without one. */
export async function people({ story, cards, page, t }: Scene): Promise<void> {
  const addPerson = async (person: { given: string; family: string; title: string; hsaId: string; role: 'practitioner' | 'receptionist' }) => {
    await page().getByRole('link', { name: t('staff.rail') }).or(page().getByRole('button', { name: t('staff.rail') })).first().click();
    await page().getByRole('button', { name: t('staff.list.add') }).first().click();
    await page().getByLabel(t('staff.form.givenName')).fill(person.given);
    await page().getByLabel(t('staff.form.familyName')).fill(person.family);
    await page().getByLabel(t('staff.form.title')).fill(person.title);
    await page().getByLabel(t('staff.form.hsaId')).fill(person.hsaId);
    for (const role of ['practitioner', 'receptionist'] as const) await page().getByRole('checkbox', { name: t(`staff.role.${role}`) }).setChecked(role === person.role);
    await page().getByRole('button', { name: t('staff.form.add'), exact: true }).click();
    await page().getByRole('heading', { name: `${person.given} ${person.family}` }).waitFor();
  };
  await story.step('Läkaren läggs till och får sitt kort inlagt', async () => {
    await addPerson({ given: 'Eva', family: 'Lind', title: 'leg. läkare', hsaId: cards.people.eva.hsaId, role: 'practitioner' });
    await page().getByRole('button', { name: t('staff.person.addCard') }).click();
    if (!cards.hasSecondReader) {
      await page().getByRole('button', { name: t('staff.card.swapButton') }).click();
      await page().getByText(t('staff.card.swapping', { name: 'Eva' })).waitFor();
    }
    await cards.insert('eva');
    await page().getByText(t('staff.card.same')).waitFor();
    await page().getByLabel(t('staff.card.pin')).fill(PIN);
    await page().keyboard.press('Enter');
    await page().getByText(t('staff.card.done', { name: 'Eva Lind' })).waitFor();
    if (cards.hasSecondReader) await cards.remove('eva');
    else await cards.insert('maria');
    await page().getByRole('button', { name: t('staff.card.close') }).click();
  });
  await story.step('Receptionisten läggs till med lösenfras och engångskod', async () => {
    await addPerson({ given: 'Karin', family: 'Berg', title: 'Receptionist', hsaId: '', role: 'receptionist' });
    await page().getByRole('button', { name: t('staff.person.addPassphrase') }).click();
    await page().getByLabel(t('staff.passphrase.userName')).fill(KARIN.userName);
    await page().getByLabel(t('staff.passphrase.passphrase'), { exact: true }).fill(KARIN.passphrase);
    await page().getByLabel(t('staff.passphrase.repeat')).fill(KARIN.passphrase);
    await page().getByRole('button', { name: t('staff.passphrase.next') }).click();
    await page().getByText(t('staff.passphrase.scan')).waitFor();
    KARIN.totpSecret = /^[A-Z2-7 ]{32,}$/m.exec(await page().getByRole('dialog').innerText())?.[0]?.replaceAll(' ', '') ?? '';
    await page().getByLabel(t('staff.passphrase.code')).fill(await karinsCode());
    await page().getByRole('dialog').getByRole('button', { name: t('staff.passphrase.confirm'), exact: true }).click();
    await page().getByText(t('staff.passphrase.done', { name: 'Karin Berg' })).waitFor({ timeout: 30_000 });
    await page().keyboard.press('Escape');
  });
}
