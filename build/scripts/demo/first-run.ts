import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { PIN } from './cards.ts';
import { pdfText, until } from './documents.ts';
import type { Scene } from './scene.ts';

/** The wizard, from an empty computer to a clinic with a proven backup. */
export async function firstRun(scene: Scene): Promise<void> {
  await clinicAndCard(scene);
  await kitAndBackup(scene);
}

async function clinicAndCard({ story, cards, page, t, language }: Scene): Promise<void> {
  await story.step('Första start: klinikens uppgifter', async () => {
    if (language === 'en') await page().getByText('English', { exact: true }).click();
    await page().getByLabel(t('setup.clinic.name')).fill('Ekens läkarmottagning');
    await page().getByLabel(t('setup.clinic.organisationNumber')).fill('556036-0793');
    await page().getByLabel(t('setup.clinic.demo')).check();
    await page().getByRole('button', { name: t('setup.clinic.save') }).click();
    await page().getByText(t('setup.issuers.title')).waitFor();
  });
  await story.step('Betrodda kortutfärdare', async () => {
    await page().locator('input[type=file]').setInputFiles(cards.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, mimeType: 'application/pkix-cert', buffer: Buffer.from(der) })));
    await page().getByText('TEST SITHS e-id Person HSA-id 3 CA v1').waitFor();
    await page().getByRole('button', { name: t('setup.next'), exact: true }).click();
  });
  await story.step('Administratörens kort registreras', async () => {
    await cards.insert('maria');
    await page().getByText('Maria Ek').first().waitFor();
    // She manages and reads no journals (product.md decision 9).
    await page().getByLabel(t('setup.card.alsoPractitioner')).uncheck();
    await page().getByLabel(/PIN/).fill(PIN);
    await page().keyboard.press('Enter');
    await page().getByText(t('setup.card.ok')).waitFor({ timeout: 30_000 });
  });
}

async function kitAndBackup({ story, page, t, folder, out }: Scene): Promise<void> {
  await story.step('Återställningskitet skrivs ut och läses tillbaka', async () => {
    await page().getByRole('button', { name: t('setup.next'), exact: true }).click();
    await page().getByRole('button', { name: t('setup.kit.create') }).click();
    await page().getByRole('button', { name: t('setup.kit.save') }).click();
    const saved = path.join(folder, 'downloads', 'klinikbok-kit.pdf');
    const paper = await until('the kit as a PDF', () => pdfText(saved));
    copyFileSync(saved, path.join(out, 'aterstallningskit.pdf'));
    for (const field of await page().getByLabel(/^(Grupp|Group) \d+$/).all()) {
      const number = Number((await field.evaluate(input => (input as HTMLInputElement).labels?.[0]?.textContent ?? '')).replace(/\D/g, ''));
      await field.fill(groupOnPaper(paper, number));
    }
    await page().getByRole('button', { name: t('setup.kit.confirm') }).click();
    await page().getByText(t('setup.place.title')).waitFor();
  });
  await story.step('Platsen för säkerhetskopior', async () => {
    const place = path.join(folder, 'nas');
    mkdirSync(place);
    await page().getByLabel(t('setup.place.path')).fill(place);
    await page().getByRole('button', { name: t('setup.place.choose') }).click();
    await page().getByRole('button', { name: t('setup.backup.start') }).waitFor();
  });
  await story.step('Första säkerhetskopian görs och bevisas', async () => {
    await page().getByRole('button', { name: t('setup.backup.start') }).click();
    await page().getByText(t('setup.backup.proven')).waitFor({ timeout: 60_000 });
  });
  await story.step('Kliniken är klar', async () => {
    await page().getByRole('button', { name: t('setup.next'), exact: true }).click();
    await page().getByRole('button', { name: t('setup.done.open') }).click();
    await page().getByRole('navigation').first().waitFor();
  });
}

/** The group as a person reads it off the paper: the number, then five characters. */
function groupOnPaper(paper: string, number: number): string {
  const found = new RegExp(`(?:^|\\s)${number}[.:)]?\\s+([0-9A-Z]{5})(?=\\s|$)`, 'm').exec(paper)?.[1];
  if (!found) throw new Error(`group ${number} is not on the paper`);
  return found;
}
