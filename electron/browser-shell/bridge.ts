import type { Page } from 'playwright-core';

import type { ClinicBridge, ClinicEvent, WireResponse } from '#shared/contract/wire.ts';

import { ORIGIN } from './serve-page.ts';

const INVOKE = '__klinikbokInvoke';
const EVENT = '__klinikbokEvent';

type Globals = Record<string, unknown> & {
  [INVOKE]?: (request: string) => Promise<string>;
  [EVENT]?: (event: ClinicEvent) => void;
};

/** Runs inside the page before its own scripts: makes `window.clinic`, the same bridge Electron's preload makes. */
function install({ invokeName, eventName, origin }: { invokeName: string; eventName: string; origin: string }): void {
  const globals = window as unknown as Globals;
  const invoke = globals[invokeName] as (request: string) => Promise<string>;
  delete globals[invokeName];
  // Electron's shell denies new windows; Chromium has no such answer, so the page has no such function.
  Object.defineProperty(window, 'open', { value: () => null });
  if (window.top !== window || window.location.origin !== origin) return;
  const listeners = new Set<(event: ClinicEvent) => void>();
  const bridge: ClinicBridge = {
    invoke: async request => JSON.parse(await invoke(JSON.stringify(request))) as WireResponse,
    onEvent: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const deliver = (event: ClinicEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  Object.defineProperty(window, 'clinic', { value: Object.freeze(bridge) });
  Object.defineProperty(window, eventName, { value: deliver });
}

/**
 * Gives the page `window.clinic`. What crosses is one JSON text: Playwright walks any other value node by node on both
 * sides, which costs a full day of the agenda 100 ms (measured; the text takes 2). Answers only its main frame at our own origin; frames, popups and other origins are
 * refused. Returns the way to send it events; an event for a page that is just loading is dropped.
 */
export async function bridgePage(page: Page, answer: (raw: unknown) => Promise<WireResponse>): Promise<(event: ClinicEvent) => void> {
  await page.exposeBinding(INVOKE, async (source, raw: string) => {
    const isOurs = source.page === page && source.frame === page.mainFrame() && new URL(source.frame.url()).origin === ORIGIN;
    if (!isOurs) throw new Error('untrusted sender');
    return JSON.stringify(await answer(JSON.parse(raw)));
  });
  await page.addInitScript(install, { invokeName: INVOKE, eventName: EVENT, origin: ORIGIN });
  return event => {
    const deliver = ({ name, value }: { name: string; value: ClinicEvent }): void => (window as unknown as Record<string, ((e: ClinicEvent) => void) | undefined>)[name]?.(value);
    page.evaluate(deliver, { name: EVENT, value: event }).catch(() => undefined);
  };
}
