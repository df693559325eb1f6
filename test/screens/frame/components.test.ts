import { beforeAll, describe, expect, it } from 'vitest';

import { openGallery, type FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { galleryBuilt } from '../support/gallery-built.ts';
import { oneScreen } from '../support/one-screen.ts';

const { keep } = oneScreen();
const open = async (...input: Parameters<typeof openGallery>): Promise<FakePage> => {
  const gallery = keep(await openGallery(...input));
  await gallery.page.locator('main').waitFor();
  return gallery;
};

beforeAll(galleryBuilt);

describe('components', () => {
  it.each([['parts', 'light'], ['parts', 'dark'], ['agenda', 'light'], ['agenda', 'dark'], ['editor', 'light'], ['editor', 'dark']] as const)('%s has no accessibility finding and no policy violation in %s', async (part, colorScheme) => {
    const { page } = await open(`part=${part}`, { colorScheme });
    await expectAccessible(page);
    await expectNoSideScroll(page);
    expect(await page.evaluate(() => (window as unknown as { __complaints: string[] }).__complaints)).toEqual([]);
  });

  it('puts the safe choice first and in focus in a dangerous dialog, and gives the focus back', async () => {
    const { page } = await open('part=parts');
    await page.getByRole('button', { name: 'Avboka', exact: true }).press('Enter');
    await page.getByRole('dialog', { name: 'Avboka Åsa Karlsson 22 november 09:00?' }).waitFor();
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Behåll besöket');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Avboka');
  });

  it('opens the options of a select inside its dialog (Mantine #8626)', async () => {
    const { page } = await open('part=parts');
    await page.getByRole('button', { name: 'Avboka', exact: true }).press('Enter');
    await page.getByRole('dialog').getByLabel('Orsak').first().click();
    await page.getByRole('dialog').getByRole('option', { name: 'Återbesök' }).waitFor();
  });

  it.each([['19900228', '1990-02-28'], ['1990-02-28', '1990-02-28'], ['28/2 1990', '1990-02-28'], ['31.12.1999', '1999-12-31'], ['28021990', '1990-02-28'], ['1985-3-1', '1985-03-01']])('takes the date typed as %s', async (typed, date) => {
    const { page } = await open('part=parts');
    const field = page.getByLabel('Födelsedatum').first();
    await field.fill(typed);
    await page.keyboard.press('Tab');
    await expect.poll(() => field.inputValue(), { timeout: 15_000 }).toBe(date);
  });

  it('walks five thousand rows with arrows, End and Enter while drawing only those in view', async () => {
    const { page } = await open('part=parts');
    const table = page.getByRole('grid', { name: 'Patienter' });
    await table.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#row').textContent()).toBe('p1');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#row').textContent(), { timeout: 15_000 }).toBe('p4999');
    expect(await table.getByRole('row').count()).toBeLessThan(60);
  });
});

describe('the agenda grid by keyboard (look.md; reception task 5)', () => {
  it('moves a visit with cut, arrows, paste: four keys', async () => {
    const { page } = await open('part=agenda');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ControlOrMeta+x');
    await page.getByRole('status').getByText('Björk, Maja flyttas.').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ControlOrMeta+v');
    await page.getByRole('button', { name: /10:30 Björk, Maja .* till 11:00, .*Amanda Sjöberg-Åkerström/ }).waitFor();
  });

  it('opens a visit or a free time with Enter', async () => {
    const { page } = await open('part=agenda');
    await page.keyboard.press('Enter');
    expect(await page.locator('#opened').textContent()).toBe('slot c0 570');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect(await page.locator('#opened').textContent()).toBe('visit 3');
  });

  it('moves a visit with the pointer at five minutes, and Escape lets go', async () => {
    const { page } = await open('part=agenda');
    const visit = page.getByRole('button', { name: /Wallin, Gun/ });
    const box = (await visit.boundingBox())!;
    const drag = async (dy: number) => {
      await page.mouse.move(box.x + 20, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y + 8 + dy, { steps: 4 });
    };
    await drag(160);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.getByRole('button', { name: /11:00 Wallin, Gun .* till 11:45/ }).waitFor();
    // A quarter of an hour is 18 px high.
    await drag(12);
    await page.mouse.up();
    await page.getByRole('button', { name: /11:10 Wallin, Gun .* till 11:55/ }).waitFor();
  });

  it('keeps name and sign when the columns are narrow', async () => {
    const { page } = await open('part=agenda&columns=12');
    const visit = page.getByRole('button', { name: /Ali, Hodan/ });
    expect(await visit.locator('svg').first().isVisible()).toBe(true);
    expect(await visit.getByText('Ali, Hodan', { exact: true }).isVisible()).toBe(true);
    expect(await visit.getByText('11:00', { exact: true }).isVisible()).toBe(false);
  });
});

describe('the note editor', () => {
  const value = async (page: FakePage['page']) => JSON.parse((await page.locator('#value').textContent()) ?? '') as { sections: { key: string; doc: { content: unknown[] } }[] };

  it('walks the headings with Tab and writes under the one that is marked (J-02)', async () => {
    const { page } = await open('part=editor');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Tonsillit');
    await expect.poll(async () => JSON.stringify((await value(page)).sections[3]), { timeout: 15_000 }).toContain('Tonsillit');
    expect((await value(page)).sections.map(section => section.key)).toEqual(['reason', 'history', 'status', 'assessment', 'plan']);
  });

  it('never loses a heading to select-all and delete', async () => {
    const { page } = await open('part=editor');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('Ny text');
    await expect.poll(async () => JSON.stringify((await value(page)).sections[0]), { timeout: 15_000 }).toContain('Ny text');
    const { sections } = await value(page);
    expect(sections.map(section => section.key)).toEqual(['reason', 'history', 'status', 'assessment', 'plan']);
    expect(JSON.stringify(sections[1])).toContain('Penicillinallergi');
  });

  it('expands an abbreviation on Space', async () => {
    const { page } = await open('part=editor');
    await page.keyboard.type(' nsvt ');
    await expect.poll(async () => JSON.stringify((await value(page)).sections[0]), { timeout: 15_000 }).toContain('Neurologiskt status väsentligen u.a.');
  });

  it('takes pasted markup only as the kinds of text a note has, and draws what is written as text', async () => {
    const { page, complaints } = await open('part=editor');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<h1>Rubrik</h1><img src=x onerror="document.title=1"><table><tr><td><b>fet</b></td></tr></table><script>document.title=2</script>');
      document.querySelector('.ProseMirror')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.keyboard.type('<img src=x onerror=alert(1)>');
    await expect.poll(async () => JSON.stringify((await value(page)).sections[0]), { timeout: 15_000 }).toContain('<img src=x');
    const kinds = JSON.stringify((await value(page)).sections).match(/"type":"\w+"/g) ?? [];
    expect(new Set(kinds.map(kind => kind.slice(8, -1)))).toEqual(new Set(['doc', 'paragraph', 'text', 'bold', 'bulletList', 'listItem']));
    expect(await page.locator('main img, main table, main script').count()).toBe(0);
    expect(await page.title()).toBe('Klinikbok gallery');
    // The policy stopped the pasted handler before the editor even looked at it; nothing else was stopped.
    expect(complaints.filter(complaint => !complaint.includes('inline event handler'))).toEqual([]);
    complaints.length = 0;
  });

  it('shows a corrected text struck through and legible (J-08)', async () => {
    const { page } = await open('part=editor');
    const struck = page.locator('del');
    await struck.getByText('Halsont och feber sedan tre dagar.').waitFor();
    expect(await struck.getByText('Halsont och feber sedan tre dagar.').evaluate(element => getComputedStyle(element.parentElement ?? element).textDecorationLine)).toBe('line-through');
  });
});
