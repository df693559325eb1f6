import type { Page } from 'playwright-core';

/** What a person would see and where their keys go, in a few lines: for the message of a test that waited in vain. */
export const whatStands = (page: Page): Promise<string> => page.evaluate(() => {
  const short = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  const named = (element: Element | null): string => (element === null ? 'nothing' : `${element.tagName.toLowerCase()} “${short(element.getAttribute('aria-label') ?? element.textContent).slice(0, 60)}”`);
  const dialogs = [...document.querySelectorAll('[role=dialog]')];
  const fields = dialogs.flatMap(dialog => [...dialog.querySelectorAll('input, textarea')]).map(field => `${named(field)} = ${(field as HTMLInputElement).value}`);
  const chosen = [...document.querySelectorAll('[role=dialog] [data-selected]')].map(named);
  return [`keys go to ${named(document.activeElement)}`, ...dialogs.map(dialog => `dialog: ${short(dialog.textContent)}`), ...fields, ...chosen.map(one => `chosen: ${one}`)].join('\n');
}).catch((error: unknown) => `the page did not say what stands: ${String(error)}`);
