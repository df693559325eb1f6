import type { CDPSession, Page } from 'playwright-core';

import type { ClinicBridge, ClinicEvent, WireResponse } from '#shared/contract/wire.ts';

import { ORIGIN } from './serve-page.ts';

const INVOKE = '__klinikbokInvoke';
const REPLY = '__klinikbokReply';
const EVENT = '__klinikbokEvent';

type Names = { readonly invokeName: string; readonly replyName: string; readonly eventName: string; readonly origin: string };

/** Runs inside the page before its own scripts: makes `window.clinic`, the same bridge Electron's preload makes. */
function install({ invokeName, replyName, eventName, origin }: Names): void {
  const globals = window as unknown as Record<string, unknown>;
  const send = globals[invokeName] as (text: string) => void;
  delete globals[invokeName];
  // Electron's shell denies new windows; Chromium has no such answer, so the page has no such function.
  Object.defineProperty(window, 'open', { value: () => null });
  if (window.top !== window || window.location.origin !== origin) return;
  const waiting = new Map<number, { readonly resolve: (text: string) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Set<(event: ClinicEvent) => void>();
  let asked = 0;
  const ask = (request: unknown): Promise<string> => new Promise((resolve, reject) => {
    asked += 1;
    waiting.set(asked, { resolve, reject });
    send(JSON.stringify({ id: asked, request }));
  });
  const bridge: ClinicBridge = {
    invoke: async request => JSON.parse(await ask(request)) as WireResponse,
    onEvent: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const reply = (id: number, text: string | null): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (text === null) one?.reject(new Error('no answer'));
    else one?.resolve(text);
  };
  const deliver = (text: string): void => {
    const event = JSON.parse(text) as ClinicEvent;
    for (const listener of [...listeners]) listener(event);
  };
  Object.defineProperty(window, 'clinic', { value: Object.freeze(bridge) });
  Object.defineProperty(window, replyName, { value: reply });
  Object.defineProperty(window, eventName, { value: deliver });
}

/** The script context of the page itself at our own origin, as it is now: not of a frame, of another origin, or of a page that was left. */
async function followPage(session: CDPSession): Promise<() => number | undefined> {
  const { frameTree } = await session.send('Page.getFrameTree');
  let current: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { isDefault, frameId } = (context.auxData ?? {}) as { readonly isDefault?: boolean; readonly frameId?: string };
    if (isDefault === true && frameId === frameTree.frame.id && context.origin === ORIGIN) current = context.id;
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (executionContextId === current) current = undefined;
  });
  session.on('Runtime.executionContextsCleared', () => { current = undefined; });
  await session.send('Runtime.enable');
  return () => current;
}

/**
 * Gives the page `window.clinic`. What crosses is one JSON text each way, straight over the browser's own protocol:
 * Playwright's bindings walk a value node by node and send even a text three times around (a full day of the agenda:
 * 25 ms more, measured). Answers only the page's own context at our own origin; frames, popups and other origins are
 * not heard. Returns the way to send it events; an event for a page that is just loading is dropped.
 */
export async function bridgePage(page: Page, answer: (raw: unknown) => Promise<WireResponse>): Promise<(event: ClinicEvent) => void> {
  const session = await page.context().newCDPSession(page);
  const current = await followPage(session);
  const call = (context: number, name: string, ...values: readonly (number | string | null)[]): void => {
    const functionDeclaration = `function (...values) { globalThis[${JSON.stringify(name)}]?.(...values); }`;
    // A page that has gone meanwhile hears nothing.
    session.send('Runtime.callFunctionOn', { executionContextId: context, functionDeclaration, arguments: values.map(value => ({ value })) }).catch(() => undefined);
  };
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== INVOKE || executionContextId !== current()) return;
    const { id, request } = JSON.parse(payload) as { readonly id: number; readonly request: unknown };
    answer(request).then(response => call(executionContextId, REPLY, id, JSON.stringify(response)), () => call(executionContextId, REPLY, id, null));
  });
  await session.send('Runtime.addBinding', { name: INVOKE });
  await page.addInitScript(install, { invokeName: INVOKE, replyName: REPLY, eventName: EVENT, origin: ORIGIN });
  return event => {
    const context = current();
    if (context !== undefined) call(context, EVENT, JSON.stringify(event));
  };
}
