import { beforeAll, describe, expect, it } from 'vitest';

import { clinicContract } from '#shared/contract/index.ts';
import { clinicalServices } from '#electron/core/clinical.ts';
import { findings } from '#test/screens/support/accessibility.ts';
import { openReal, type RealPage } from '#test/screens/support/real-answers.ts';
import { codedNote, codeTable, factsOf, readIn } from '#test/support/codes/codes-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { inProcessParser } from '#test/support/in-process-parser.ts';
import { addPatient, softwareSigner } from '#test/support/journal/journal-clinic.ts';

import { oneScreen, picturesWanted } from '../support/one-screen.ts';

const { journal, codes, timeline, phrases, writing, care } = clinicContract;
const start = () =>
  startTestClinic({ journal, codes, timeline, phrases, writing, care }, deps => clinicalServices(deps, { signer: softwareSigner(deps.clock.now), dataDir: '/nowhere', parser: inProcessParser }));
type Clinic = Awaited<ReturnType<typeof start>>;

describe('codes on screen (K-20)', () => {
  let clinic: Clinic;
  let doctor: Awaited<ReturnType<Clinic['as']>>;
  let admin: Awaited<ReturnType<Clinic['as']>>;
  let patientId: string;
  const { keep, shot, shown } = oneScreen({ clinic: () => clinic });
  beforeAll(async () => {
    clinic = await start();
    clinic.clock.set(new Date().toISOString());
    doctor = await clinic.as('practitioner');
    admin = await clinic.as('administrator');
    patientId = await addPatient(clinic.db);
    await doctor.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  });

  async function open(place: string, over: Partial<RealPage> = {}): Promise<FakePage['page']> {
    const user = over.roles?.includes('administrator') ? admin : doctor;
    const roles = over.roles ?? ['practitioner'];
    const { journal: a, codes: b, timeline: c, phrases: d, writing: e, care: f } = user;
    const areas = { journal: a, codes: b, timeline: c, phrases: d, writing: e, care: f };
    return keep(await openReal({ areas, userId: user.userId, roles, place, changed: clinic.changed, options: { viewport: { width: 1366, height: 768 } }, ...over })).page;
  }
  /** F2 works once the page knows the templates; a blank note is given again, so pressing it twice makes one note. */
  async function newNote(page: FakePage['page'], name = 'Besöksanteckning'): Promise<void> {
    const editor = page.getByRole('textbox', { name });
    for (let tries = 0; tries < 10 && !(await editor.isVisible()); tries += 1) {
      await page.keyboard.press('F2');
      await editor.waitFor({ timeout: 2_000 }).catch(() => undefined);
    }
    await editor.click();
  }

  it('K-20 Alt+D, some letters and Enter put a diagnosis into the note; Shift+Enter stays for more; Alt+X is for measures', async () => {
    const page = await open(`/patients/${patientId}/journal`);
    const editor = page.getByRole('textbox', { name: 'Besöksanteckning' });
    const dialog = page.getByRole('dialog');
    const chosen = (code: string) => page.getByRole('option', { selected: true }).filter({ hasText: code });
    await newNote(page);
    await page.keyboard.type('Ryggont: ');
    await page.keyboard.press('Alt+d');
    await page.keyboard.type('lumbago isch');
    await chosen('M54.4').waitFor();
    await shot('picker');
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Shift+Enter');
    await dialog.getByText('Insatt i anteckningen: M54.4').waitFor();
    await page.keyboard.type('m54.5');
    await chosen('M54.5').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+x');
    await page.keyboard.type('råd fysisk');
    await chosen('DV131').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('F4');
    await dialog.getByRole('button', { name: 'Lossa' }).waitFor();
    await shot('measures');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.type('efter besöket.');
    await expect.poll(() => editor.innerText()).toMatch(/Ryggont:[\s\S]*M54\.4[\s\S]*M54\.5[\s\S]*DV13\d[\s\S]*efter besöket\./);
    await page.keyboard.press('Control+s');
    await page.getByText(/^Sparad|^Sparat/).first().waitFor();
    await shot('note');
    expect((await doctor.codes.ofPatient({ patientId })).map(one => one.code).sort()).toEqual([expect.stringMatching(/^DV13/), 'M54.4', 'M54.5']);
    // Opened again without a letter: this patient's codes first, then what was pinned.
    await page.keyboard.press('Alt+d');
    await page.getByText('Patientens koder').waitFor();
    await shot('blank');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.type(' Klart.');
    await expect.poll(() => editor.innerText()).toContain('efter besöket. Klart.');
  });

  it('K-20 a heading and a retired code are shown with the reason, and Enter does not take them', async () => {
    const table = codeTable([['M54', 'Ryggvärk', 'Kategorikod, treställig'], ['M54.5', 'Lumbago', undefined, 'M54'], ['M54.9', 'Ryggvärk, ospecificerad', undefined, 'M54']]);
    const next = codeTable([['M54', 'Ryggvärk', 'Kategorikod, treställig'], ['M54.5', 'Ländryggssmärta', undefined, 'M54']]);
    await readIn(admin, table, factsOf('2025', '2025-01-01'));
    await readIn(admin, next, factsOf('2026', '2026-01-01'));
    const page = await open(`/patients/${patientId}/journal`);
    await newNote(page);
    await page.keyboard.press('Alt+d');
    await page.keyboard.type('m54.9');
    await page.getByRole('option').filter({ hasText: 'utgången 2026-01-01' }).waitFor();
    await page.keyboard.press('Enter');
    await shot('retired');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.getByRole('option').filter({ hasText: 'rubrik' }).waitFor();
    // The cursor begins on the first code that can be chosen.
    await page.getByRole('option', { selected: true }).filter({ hasText: 'M54.5' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Besöksanteckning' }).innerText()).toContain('M54.5');
  });

  it('K-20 the administrator sees source and licence, reviews a file before anything is written, and can undo', async () => {
    const page = await open('/settings/codes', { roles: ['administrator'] });
    await page.getByText('Väljs idag, ett urval').first().waitFor();
    await shot('packs');
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Version' }).fill('2027');
    const file = Buffer.concat([Buffer.from(codeTable([['M54', 'Ryggvärk', 'Kategorikod, treställig'], ['M54.5', 'Ont i ländryggen', undefined, 'M54'], ['M54.8', 'Annan ryggvärk', undefined, 'M54']]), 'base64'), Buffer.from('"?!"\t""\t""\t"Okänt"\r\n')]);
    await dialog.locator('input[type=file]').setInputFiles({ name: 'icd-10-se.tsv', mimeType: 'text/plain', buffer: file });
    await dialog.getByText('1 rad inte förstådd').waitFor();
    await dialog.getByText('1 med ny text').waitFor();
    await shot('plan');
    expect(await findings(page)).toEqual([]);
    expect((await admin.codes.packs({})).map(pack => pack.edition)).not.toContain('2027');
    await dialog.getByRole('textbox', { name: 'Version' }).press('Enter');
    await dialog.getByText('3 koder är inlästa').waitFor();
    await page.keyboard.press('Escape');
    const added = page.getByRole('article', { name: 'ICD-10-SE 2027' });
    await added.getByRole('button', { name: 'Ta ur bruk' }).click();
    await added.getByText('Ur bruk', { exact: true }).waitFor();
    await codedNote(doctor, patientId, [{ system: 'ICD-10-SE', edition: 'exempel', code: 'M54.5', text: 'Lumbago' }]);
    await page.getByRole('tab', { name: 'Statistik' }).click();
    await page.getByText('<5').first().waitFor();
    await shot('statistics');
    expect(await findings(page)).toEqual([]);
  });

  it.skipIf(!picturesWanted)('looks right in English and in the dark', async () => {
    const page = await open('/settings/codes', { roles: ['administrator'], language: 'en', options: { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' } });
    await page.getByText('Chosen from today, a selection').first().waitFor();
    await shot('packs-en-dark');
    await shown().close();
    const again = await open(`/patients/${patientId}/journal`, { language: 'en', options: { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' } });
    await newNote(again, 'Visit note');
    await again.keyboard.press('Alt+d');
    await again.keyboard.type('m5');
    await again.getByRole('option').first().waitFor();
    await shot('picker-en-dark');
  });
});
