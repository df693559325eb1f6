import path from 'node:path';

import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { openAs, startPatientScreens, type OpenOptions, type PatientScreens } from './patients-page.ts';

const OLD_SYSTEM = path.resolve(import.meta.dirname, '../../../build/scripts/data/patients-oldsystem.csv');
const ASA = '19790303-2386';

describe('patient screens', () => {
  let clinic: PatientScreens;
  let reception: Awaited<ReturnType<PatientScreens['as']>>;
  let doctor: Awaited<ReturnType<PatientScreens['as']>>;
  const { keep, shot } = oneScreen({ ownClinic: () => clinic });
  const ids: Record<string, string> = {};
  beforeEach(async () => {
    clinic = await startPatientScreens();
    reception = await clinic.as('receptionist');
    doctor = await clinic.as('practitioner');
    await clinic.db.write(tx => tx.raw("UPDATE user_account SET name = 'Eva Lind'"));
    for (const [givenName, familyName, birthDate, phone] of [['Åsa', 'Karlsson', '1979-03-03', '070-123 45 67'], ['Kristina', 'Carlsson', '1981-12-18', '+46 70 999 88 77'], ['Karl', 'Öberg', '1950-01-02', '08-123 456'], ['Johan', 'de la Cruz', null, '073-111 22 33']] as const) {
      const id = v7();
      ids[familyName] = id;
      await reception.patients.register({ id, draft: { givenName, familyName, birthDate, sex: 'U', number: familyName === 'Karlsson' ? { country: 'SE', text: ASA } : null, contacts: [{ kind: 'mobile', value: phone }], address: { kind: 'home', street: 'Storgatan 1', postCode: '111 22', city: 'Stockholm' } } });
    }
    await reception.patients.setProtection({ id: ids['Öberg'] ?? '', version: 1, level: 'protected', reason: 'Besked' });
  });
  const open = async (options: OpenOptions, person = reception) => {
    return keep(await openAs(clinic, person, options)).page;
  };

  it('the list searches as one types and Enter opens the first hit', async () => {
    const page = await open({ place: '/patients' });
    await page.getByText('4 patienter i registret').waitFor();
    await shot('patients-list');
    await expectAccessible(page);
    await page.keyboard.type('christina karls');
    await page.getByText('1 träff').waitFor();
    await shot('patients-search');
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]').getByText('Carlsson, Kristina').waitFor();
    expect(await page.locator('[data-patient-strip]').innerText()).toContain('44 år');
  });

  it('Ctrl+K finds a person by phone from anywhere (task 4A 1)', async () => {
    const page = await open({ place: '/patients' });
    await page.getByText('4 patienter i registret').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('0701234567');
    await page.getByText('Karlsson, Åsa').last().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]').getByText('Karlsson, Åsa').waitFor();
  });

  it('G-11: a protected person has no phone in the list, and reception cannot show it', async () => {
    const page = await open({ place: '/patients' });
    await page.getByText('Öberg, Karl').waitFor();
    expect(await page.getByRole('row', { name: /Öberg/ }).innerText()).toContain('Skyddad');
    await page.getByText('Öberg, Karl').dblclick();
    await page.getByText('Du har inte behörighet att visa dem.').waitFor();
    expect(await page.getByRole('button', { name: 'Visa', exact: true }).count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('Storgatan');
  });

  it('4A 3: one form, the number proposes, Enter moves on, Ctrl+S registers', async () => {
    const page = await open({ place: '/patients/new' });
    await page.getByLabel('Personnummer').waitFor();
    await page.keyboard.type('701063-2391');
    await page.getByText('Samordningsnummer, född 1970-10-03, 56 år').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nils');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Wallin');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Födelsedatum').inputValue()).toBe('1970-10-03');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toContain('Kön');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.closest('.mantine-InputWrapper-root')?.textContent?.includes('Mobil'));
    await page.keyboard.type('0701112233');
    await shot('patients-new');
    await expectAccessible(page);
    await page.keyboard.press('Control+s');
    await page.locator('[data-patient-strip]').getByText('Wallin, Nils').waitFor();
    const [hit] = await reception.patients.search({ text: 'wallin' });
    expect(hit).toMatchObject({ number: '19701063-2391', sex: 'M', birthDate: '1970-10-03', phone: '070-111 22 33' });
  });

  it('warns while typing about the same number and the same person', async () => {
    const page = await open({ place: '/patients/new' });
    await page.getByLabel('Personnummer').fill(ASA);
    await page.getByText('Numret finns redan i registret').waitFor();
    await shot('patients-new-same');
    await expectAccessible(page);
    await page.getByLabel('Personnummer').fill('');
    await page.getByLabel('Förnamn').fill('Christina');
    await page.getByLabel('Efternamn').fill('Karlsson');
    await page.getByLabel('Födelsedatum').fill('811218');
    await page.getByText('Kan vara samma person').waitFor();
    await shot('patients-new-similar');
    await page.getByRole('button', { name: 'Öppna' }).click();
    await page.locator('[data-patient-strip]').getByText('Carlsson, Kristina').waitFor();
  });

  it.each([['199001012386', 'Kontrollsiffran stämmer inte'], ['199002302389', 'Det datumet finns inte'], ['209901012386', 'Födelsedatumet ligger i framtiden']])('the number %s is refused in words, and nothing typed is lost', async (number, words) => {
    const page = await open({ place: '/patients/new' });
    await page.getByLabel('Förnamn').fill('Bo');
    await page.getByLabel('Personnummer').fill(number);
    await page.getByText(words).waitFor();
    await page.keyboard.press('Control+s');
    expect(await page.getByLabel('Förnamn').inputValue()).toBe('Bo');
    expect((await reception.patients.list({})).total).toBe(4);
  });

  it('K-21: a warning is added from the keyboard, stands in the strip, and is ended with a reason', async () => {
    const page = await open({ place: `/patients/${ids['Karlsson']}`, roles: ['practitioner'] }, doctor);
    await page.getByText('Ingen har frågat om varningar').waitFor();
    await page.keyboard.press('v');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Penicillin: anafylaxi');
    await shot('patients-warning');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]').getByText('Penicillin: anafylaxi').waitFor();
    await shot('patients-card');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Avsluta' }).click();
    await page.keyboard.type('Provokation negativ');
    await page.keyboard.press('Enter');
    await page.getByText('Avslutade varningar (1)').waitFor();
    expect(await page.locator('[data-patient-strip]').innerText()).not.toContain('Penicillin');
  });

  it('G-11: the practitioner shows a protected address with a reason, and it is hidden again on the next visit', async () => {
    const page = await open({ place: `/patients/${ids['Öberg']}`, roles: ['practitioner'] }, doctor);
    await page.getByRole('button', { name: 'Visa', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Akut remiss');
    await shot('patients-reveal');
    await page.keyboard.press('Enter');
    await page.getByText('Storgatan 1').waitFor();
    await shot('patients-revealed');
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Historik' }).click();
    await page.getByRole('tab', { name: 'Kort' }).click();
    await page.getByText('Adress, telefon och anhöriga är dolda.').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Storgatan');
  });

  it('G-03: a corrected name and phone stand in the history with their old value', async () => {
    const page = await open({ place: `/patients/${ids['Karlsson']}` });
    await page.getByText('Födelsedatum', { exact: true }).waitFor();
    await page.keyboard.press('F2');
    await page.getByRole('dialog').getByLabel('Efternamn').fill('Lind');
    await shot('patients-edit');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]').getByText('Lind, Åsa').waitFor();
    await page.keyboard.press('i');
    await page.getByRole('radio', { name: 'Körkort' }).check();
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText(/Körkort, 2026-11-22/).waitFor();
    await page.getByRole('tab', { name: 'Historik' }).click();
    await page.getByText('Efternamn: Karlsson → Lind').waitFor();
    await shot('patients-history');
    await expectAccessible(page);
  });

  it('import: choose the file, read why 36 lines stay out, import the rest at once', async () => {
    const page = await open({ place: '/patients/import' });
    await page.getByText('Ingenting sparas förrän du har granskat').waitFor();
    await shot('import-file');
    await page.locator('input[type=file]').setInputFiles(OLD_SYSTEM);
    await page.getByText(/1\s184 patienter går in/).waitFor();
    await shot('import-review');
    await expectAccessible(page);
    await page.getByText('Kolumner (12/12)').click();
    await shot('import-columns');
    await expectAccessible(page);
    await page.getByText('Kolumner (12/12)').click();
    await page.getByText('Går inte in (36)').click();
    await page.getByRole('button', { name: 'Ta den här raden' }).first().waitFor();
    await shot('import-refused');
    await page.getByRole('button', { name: 'Ta den här raden' }).first().click();
    await page.getByText(/1\s185 patienter går in/).waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText(/1\s185 patienter är importerade/).waitFor();
    await shot('import-done');
    await expectAccessible(page);
    expect((await reception.patients.list({})).total).toBe(1189);
  });

  it('a file that is no table is refused in words', async () => {
    const page = await open({ place: '/patients/import' });
    await page.locator('input[type=file]').setInputFiles({ name: 'journal.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('504b030414000600', 'hex') });
    await page.getByText('Filen går inte att läsa som en tabell.').waitFor();
    await expectAccessible(page);
  });

  it.each([['patients', '/patients', 'dark'], ['new', '/patients/new', 'dark'], ['import', '/patients/import', 'light']] as const)('%s in English, %s, %s', async (name, place, colorScheme) => {
    const page = await open({ place, language: 'en', colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    await shot(`en-${colorScheme}-${name}`);
    await expectAccessible(page);
    await page.setViewportSize({ width: 683, height: 384 }); // 1366×768 at 200 %
    await expectNoSideScroll(page);
  });

  it('the card in English and dark', async () => {
    await doctor.patients.saveWarning({ patientId: ids['Karlsson'] ?? '', id: v7(), version: null, draft: { kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anaphylaxis', source: 'patient' } });
    await reception.patients.saveRelation({ patientId: ids['Karlsson'] ?? '', id: v7(), version: null, draft: { name: 'Bo Karlsson', relation: 'make', phone: '08-12 34 56' } });
    const page = await open({ place: `/patients/${ids['Karlsson']}`, language: 'en', colorScheme: 'dark' });
    await page.getByText('Hypersensitivity · Life-threatening', { exact: false }).waitFor();
    await shot('en-dark-card');
    await expectAccessible(page);
    await page.setViewportSize({ width: 683, height: 384 });
    await expectNoSideScroll(page);
  });
});
