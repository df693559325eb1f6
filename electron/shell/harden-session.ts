import type { Session } from 'electron';

import { ORIGIN } from './channels.ts';

/** The page may be loaded and may look at what it made itself (blob:); devtools only exist in development. */
const isAllowed = (url: string, isDevelopment: boolean): boolean =>
  url.startsWith(`${ORIGIN}/`) || url.startsWith(`blob:${ORIGIN}/`) || (isDevelopment && url.startsWith('devtools://'));

/** The one thing a page may ask for: putting text it shows on the clipboard when the person copies. */
const CLIPBOARD_WRITE = 'clipboard-sanitized-write';

/** Closes every door of a session that the page does not need (checklist items 5, 8, 18): permissions, devices, networks, files. */
export function hardenSession(session: Session, isDevelopment: boolean): void {
  const fromUs = (origin: string): boolean => origin === ORIGIN || origin === `${ORIGIN}/`;
  session.setPermissionRequestHandler((contents, permission, decide) => decide(permission === CLIPBOARD_WRITE && contents.getURL().startsWith(`${ORIGIN}/`)));
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === CLIPBOARD_WRITE && fromUs(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('select-hid-device', event => event.preventDefault());
  session.on('select-serial-port', event => event.preventDefault());
  session.on('select-usb-device', event => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.setSSLConfig({ minVersion: 'tls1.3' });
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isAllowed(details.url, isDevelopment) }));
  // Documents leave only as downloads of what the page made; the system's own dialog asks where to.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault();
  });
}
