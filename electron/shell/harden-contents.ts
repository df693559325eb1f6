import type { App, WebContents } from 'electron';

import { FRAME_DOCUMENT } from '../supervisor/content-policy.ts';
import { ORIGIN, START_URL } from './channels.ts';

/** Denies leaving the page, opening windows and embedding pages (checklist items 11–14), for every contents there ever is. */
export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => denyEverything(contents));
}

function denyEverything(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', event => {
    // Loading the start page again is what locking does and what a person's F5 asks for.
    if (event.url !== START_URL || !event.isMainFrame) event.preventDefault();
  });
  contents.on('will-frame-navigate', event => {
    const isOurs = event.url.startsWith(`blob:${START_URL}`) || event.url === `${ORIGIN}${FRAME_DOCUMENT}`;
    if ((event.isMainFrame || !isOurs) && !(event.isMainFrame && event.url === START_URL)) event.preventDefault();
  });
  contents.on('will-redirect', event => event.preventDefault());
  contents.on('will-attach-webview', (event, preferences) => {
    delete preferences.preload;
    event.preventDefault();
  });
}
