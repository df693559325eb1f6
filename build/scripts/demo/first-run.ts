import { PIN } from './cards.ts';
import type { Scene } from './scene.ts';

/** The wizard, from an empty computer to a clinic with a proven backup. */
export async function firstRun({ story, cards, page }: Scene): Promise<void> {
  await story.step('Första start: klinikens uppgifter', async () => {
    await page().getByLabel('Klinikens namn').fill('Ekens läkarmottagning');
    await page().getByLabel('Organisationsnummer').fill('556036-0793');
    await page().getByLabel('Det här är en demoklinik').check();
    await page().getByRole('button', { name: 'Spara och fortsätt' }).click();
    await page().getByText('Vilka kortutfärdare litar kliniken på?').waitFor();
  });
  await story.step('Betrodda kortutfärdare', async () => {
    await page().locator('input[type=file]').setInputFiles(cards.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, mimeType: 'application/pkix-cert', buffer: Buffer.from(der) })));
    await page().getByText('TEST SITHS e-id Person HSA-id 3 CA v1').waitFor();
    await page().getByRole('button', { name: 'Fortsätt' }).click();
  });
  await story.step('Administratörens kort registreras', async () => {
    await cards.insert('maria');
    await page().getByText('Maria Ek').first().waitFor();
    await page().getByLabel(/PIN/).fill(PIN);
    await page().keyboard.press('Enter');
    await page().getByText('Kortet fungerar och kliniken är skapad.').waitFor({ timeout: 30_000 });
  });
}
