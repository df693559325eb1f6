import type { Page } from 'playwright-core';

/** Where the letters of a Swedish keyboard lie (key codes of UI Events, by place). */
const PLACES: Readonly<Record<string, string>> = { å: 'BracketLeft', ä: 'Quote', ö: 'Semicolon' };

/**
 * Gives the page's `keyboard.type` real keys for what a US keyboard lacks. Playwright has no key for å, ä and ö and
 * puts them straight into whatever has the focus at that moment, so that they bypass every key handler and are lost
 * while a field is being opened; a receptionist's are not.
 */
export async function giveSwedishKeyboard(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const typeAscii = page.keyboard.type.bind(page.keyboard);
  const press = async (key: string): Promise<void> => {
    const modifiers = key !== key.toLowerCase() ? 8 : 0; // 8: Shift
    const shared = { key, code: PLACES[key.toLowerCase()] ?? '', modifiers };
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, unmodifiedText: key, ...shared });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shared });
  };
  page.keyboard.type = async (text, options) => {
    for (const part of text.match(/\p{ASCII}+|\P{ASCII}/gu) ?? []) {
      if (/^\p{ASCII}/u.test(part)) await typeAscii(part, options);
      else await press(part);
    }
  };
}
