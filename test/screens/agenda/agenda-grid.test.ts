import { beforeAll, describe, expect, it } from 'vitest';

import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { openFullClinic } from './full-clinic.ts';

const TWENTY = 20;
const VISITS_A_DAY = 30;
/** Eleven columns fit 1366 px; one more on each side is drawn. */
const MOST_COLUMNS = 14;

const { keep, page: current, press, shown } = oneScreen();

beforeAll(pageBuilt, 240_000);

const open = async (place: string): Promise<FakePage['page']> => keep(await openFullClinic(TWENTY, place)).page;
const drawn = (): Promise<{ readonly columns: number; readonly visits: number }> =>
  current().evaluate(() => ({ columns: document.querySelectorAll('[data-column]').length, visits: document.querySelectorAll('[data-event]').length }));
/** The name of what the keyboard stands on, as a screen reader gets it: from the element the grid points to, which must be there. */
const under = (): Promise<string> =>
  current().evaluate(() => {
    const grid = document.querySelector('[role="grid"][aria-activedescendant]');
    const element = document.getElementById(grid?.getAttribute('aria-activedescendant') ?? '');
    return element?.ariaLabel ?? element?.textContent ?? 'nothing';
  });
const heading = (text: string) => current().getByRole('heading', { name: text, exact: true }).waitFor();
const asked = (path: string): number => shown().calls.filter(call => call.path === path).length;

describe('twenty practitioners, every quarter of an hour booked', () => {
  it('only columns near the screen are in the document, and the one with the keyboard always is', async () => {
    const page = await open('/agenda?day=2026-11-24&view=week&who=all');
    await expect.poll(async () => (await drawn()).columns, { timeout: 15_000 }).toBeLessThanOrEqual(MOST_COLUMNS);
    expect((await drawn()).visits).toBeLessThanOrEqual(MOST_COLUMNS * VISITS_A_DAY);
    expect(await page.getByRole('grid', { name: /Agendan/ }).getAttribute('aria-colcount')).toBe(String(7 * TWENTY));
    await press('Home');
    const first = await under();
    expect(first).toMatch(/^07:30 .* Återbesök, till 07:45, .*tis 24 nov, Åsa Karlsson/);
    await page.getByRole('grid', { name: /Agendan/ }).evaluate(grid => grid.scrollTo({ left: 9000 }));
    await expect.poll(() => page.locator('[data-column]').last().getAttribute('data-column'), { timeout: 15_000 }).toMatch(/2026-11-2[789]/);
    expect(await under()).toBe(first);
    expect((await drawn()).columns).toBeLessThanOrEqual(MOST_COLUMNS + 1);
    // The keyboard comes back to where it was and the screen follows it.
    await press('ArrowDown');
    await expect.poll(() => page.locator('[data-event][data-current]').isVisible(), { timeout: 15_000 }).toBe(true);
    expect(await under()).toMatch(/^07:45 /);
  });

  it('PgDn shows the next day without asking: it was asked for while nobody waited, once in each direction', async () => {
    const page = await open('/agenda?day=2026-11-24');
    await expect.poll(() => asked('agenda.range'), { timeout: 15_000 }).toBe(3);
    shown().answers['agenda.range'] = () => new Promise(() => undefined);
    await press('PageDown');
    await heading('Onsdag 25 november 2026');
    expect(await page.locator('[data-agenda-day]').getAttribute('data-agenda-day')).toBe('2026-11-25');
    expect(await page.locator('[data-event]').first().getAttribute('data-event')).toContain('2026-11-25');
  });

  it('while a page is on its way the old one stands, and keys pressed meanwhile wait for the new one', async () => {
    const page = await open('/agenda?day=2026-11-24');
    await press('Home');
    const answer = shown().answers['agenda.range'] as (input: unknown) => unknown;
    let letGo: () => void = () => undefined;
    const later = new Promise<void>(resolve => { letGo = resolve; });
    shown().answers['agenda.range'] = async (input: unknown) => { await later; return answer(input); };
    await press('Shift+PageDown', 'ArrowDown', 'x');
    await page.locator('[role="grid"][aria-busy="true"]').waitFor();
    await heading('Tisdag 24 november 2026');
    expect(await page.getByText(/flyttas\. Gå till/).count()).toBe(0);
    letGo();
    await heading('Tisdag 1 december 2026');
    await page.getByText(/flyttas\. Gå till den nya tiden/).waitFor();
    expect(await under()).toMatch(/^07:45 /);
    expect(await page.locator('[data-cut]').getAttribute('data-event')).toBe('practitioner-0-2026-12-01-07:45');
  });
});

describe('the week by keyboard', () => {
  it('Left and Right go over the edge of a week, J and Shift+J to the next and the previous person', async () => {
    const page = await open('/agenda?day=2026-11-29&view=week&who=practitioner-2');
    await press('Home');
    expect(await under()).toMatch(/sön 29 nov, Maja Nyström/);
    await press('ArrowRight');
    await heading('Vecka 49');
    expect(await under()).toMatch(/^07:30 .*mån 30 nov, Maja Nyström/);
    await press('ArrowLeft');
    await heading('Vecka 48');
    await expect.poll(under, { timeout: 15_000 }).toMatch(/sön 29 nov, Maja Nyström/);
    await press('j');
    await expect.poll(under, { timeout: 15_000 }).toMatch(/sön 29 nov, Hodan Ek/);
    await press('Shift+J', 'Shift+J');
    await expect.poll(under, { timeout: 15_000 }).toMatch(/sön 29 nov, Karl-Erik Ali/);
    await press('PageDown');
    await heading('Vecka 49');
    await expect.poll(under, { timeout: 15_000 }).toMatch(/sön 6 dec/);
    await press('w');
    await heading('Söndag 6 december 2026');
    expect(await page.locator('[data-column]').first().getAttribute('data-column')).toContain('2026-12-06');
  });
});

describe('the lines and the menu', () => {
  it('z makes lines denser and Shift+Z wider, without moving what the keyboard stands on out of sight', async () => {
    const page = await open('/agenda?day=2026-11-24');
    const height = async (): Promise<number> => (await page.locator('[data-event][data-current]').boundingBox())?.height ?? 0;
    await press('Home');
    const usual = await height();
    await press('Shift+Z', 'Shift+Z');
    await expect.poll(height, { timeout: 15_000 }).toBeGreaterThan(usual * 2);
    await press('End');
    await expect.poll(() => page.locator('[data-cursor], [data-event][data-current]').first().isVisible(), { timeout: 15_000 }).toBe(true);
    await press('Home', 'z', 'z', 'z');
    await expect.poll(height, { timeout: 15_000 }).toBeLessThan(usual);
    await press('Shift+Z');
  });

  it.each(['Shift+F10', 'ContextMenu'])('%s opens everything that can be done with the visit, each with its key; the key works from there', async key => {
    const page = await open('/agenda?day=2026-11-24');
    await press('Home', key);
    const menu = page.getByRole('menu');
    await menu.getByRole('menuitem', { name: 'Checka in', exact: true }).waitFor();
    for (const words of ['Flytta', 'Avboka', 'Längre, 5 minuter', 'Öppna besöket', 'Boka bredvid']) expect(await menu.getByRole('menuitem', { name: words, exact: true }).count()).toBe(1);
    await expectAccessible(page);
    await press('x');
    await menu.waitFor({ state: 'detached' });
    await page.getByText(/flyttas\. Gå till den nya tiden/).waitFor();
    await press('Escape', key, 'Escape');
    await menu.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')), { timeout: 15_000 }).toBe('grid');
  });

  it('the line under the agenda follows the keyboard from a free slot to a visit and back', async () => {
    const page = await open('/agenda?day=2026-11-24');
    const foot = page.locator('footer[aria-label="Det du kan göra här"]');
    await press('Home', 'ArrowUp');
    await foot.getByRole('button', { name: /^Boka besök/ }).waitFor();
    await press('ArrowDown');
    await foot.getByRole('button', { name: /^Flytta/ }).waitFor();
    expect(await foot.getByRole('button', { name: /^Boka besök/ }).count()).toBe(0);
    await press('ArrowUp');
    await foot.getByRole('button', { name: /^Boka besök/ }).waitFor();
  });

  it('the right button opens the menu on what it points at', async () => {
    const page = await open('/agenda?day=2026-11-24');
    await page.locator('[data-event]').nth(3).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Checka in', exact: true }).waitFor();
    expect(await under()).toMatch(/^08:15 /);
  });
});

describe('C-01 what others are booking, and where a visit is', () => {
  it('a slot somebody is booking is marked and said; the room stands in the name of a visit', async () => {
    const page = await open('/agenda?day=2026-11-24');
    const answer = shown().answers['agenda.range'] as (input: unknown) => readonly object[];
    const resources = shown().answers['agenda.resources'] as readonly object[];
    shown().answers['agenda.resources'] = [...resources, { ...resources[0], id: 'room', kind: 'room', userId: null, name: 'Rum 3', title: '' }];
    shown().answers['agenda.range'] = (input: unknown) => answer(input).map(entry => ({ ...entry, otherResourceIds: ['room'] }));
    shown().answers['agenda.holds'] = [{ id: 'h', resourceId: 'practitioner-0', start: '2026-11-24T14:00:00.000Z', end: '2026-11-24T14:30:00.000Z', byName: 'Eva Lind', isOwn: false }];
    await shown().send({ type: 'changed', areas: ['agenda'] });
    await page.getByText('Eva Lind bokar').first().waitFor({ state: 'attached' });
    await press('Home');
    await expect.poll(under, { timeout: 15_000 }).toMatch(/^07:30 .*Åsa Karlsson, Rum 3/);
    for (let step = 0; step < 30; step += 1) await press('ArrowDown');
    await expect.poll(under, { timeout: 15_000 }).toBe('15:00');
    await expect.poll(() => page.locator('[aria-live="polite"]').filter({ hasText: '15:00, Åsa Karlsson, Eva Lind bokar' }).count(), { timeout: 15_000 }).toBe(1);
  });
});

describe('look.md: 200 % zoom', () => {
  it('names and signs stay; the columns scroll and the times and headings do not', async () => {
    const page = await open('/agenda?day=2026-11-24');
    await page.setViewportSize({ width: 683, height: 384 });
    await expect.poll(async () => (await drawn()).columns, { timeout: 15_000 }).toBeLessThanOrEqual(7);
    const box = await page.locator('[data-column]').first().boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(112);
    await press('End', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await expect.poll(() => page.locator('[data-cursor], [data-event][data-current]').first().isVisible(), { timeout: 15_000 }).toBe(true);
    await expectAccessible(page);
  });
});
