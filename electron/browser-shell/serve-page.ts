import type { BrowserContext, Page, Route } from 'playwright-core';

import type { PageFiles } from '../supervisor/page-files.ts';

/** `.invalid` never exists on any network (RFC 2606), so a request that escaped could reach nobody. */
export const ORIGIN = 'https://app.invalid';

/** One request the browser tried to make. */
export interface SeenRequest {
  readonly url: string;
  readonly allowed: boolean;
}

/** Answers the page's own files by interception and aborts and records everything else. Returns the record, which grows. */
export async function servePage(context: BrowserContext, files: PageFiles): Promise<readonly SeenRequest[]> {
  const seen: SeenRequest[] = [];
  const refuse = (route: Route, url: string): Promise<void> => {
    seen.push({ url, allowed: false });
    // A navigation "aborted" leaves the page where it is, as Electron's shell does; "blocked" would put up the browser's own error page.
    return route.abort(route.request().isNavigationRequest() ? 'aborted' : 'blockedbyclient');
  };
  await context.route('**/*', async route => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.origin !== ORIGIN) return refuse(route, request.url());
    const answer = files(request.method(), url.pathname);
    // Chromium asks for an icon by itself; a missing file of ours is an answer, not a leak.
    seen.push({ url: request.url(), allowed: true });
    await route.fulfill({ status: answer.status, headers: { ...answer.headers }, body: Buffer.from(answer.body) });
  });
  // Interception does not see these; the policy refuses them, and no name can be looked up (chromium.ts).
  const watch = (page: Page): void => void page.on('websocket', socket => seen.push({ url: socket.url(), allowed: false }));
  context.pages().forEach(watch);
  context.on('page', watch);
  return seen;
}
