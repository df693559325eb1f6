import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/** What axe finds on the page against WCAG 2.2 A and AA, minor remarks included. */
export async function everyFinding(page: Page): Promise<readonly Finding[]> {
  // Through the debugger, not as a script element: the production content policy holds and must keep holding.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
    return violations.map(violation => ({ id: violation.id, impact: violation.impact, where: violation.nodes.slice(0, 4).map(node => `${node.target.join(' ')}: ${node.failureSummary}`) }));
  });
}

/** The same, minor remarks left out. */
export const findings = async (page: Page): Promise<readonly Finding[]> => (await everyFinding(page)).filter(finding => finding.impact !== 'minor');

/** The page has no serious finding. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findings(page)).toEqual([]);
}

/** Nothing sticks out to the right of the window. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, window: window.innerWidth }));
  expect(wide.page).toBeLessThanOrEqual(wide.window);
}

/** What has the focus: its accessible name, or its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.getAttribute('aria-label') ?? (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent);
    return (label ?? '').trim();
  });

/** `visible` when what has the focus has an outline of 2 px or more; else what it is. */
export const focusVisible = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing has the focus';
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 ? 'visible' : element.outerHTML.slice(0, 200);
  });
