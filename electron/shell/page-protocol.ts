import { protocol, type Session } from 'electron';

import type { PageFiles } from '../supervisor/page-files.ts';
import { SCHEME } from './channels.ts';

const HOST = 'clinic';

/** Must run before the app is ready. No privilege beyond what a normal page needs: no service worker, no CSP bypass, no fetch. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, allowServiceWorkers: false, bypassCSP: false, stream: false } },
  ]);
}

/** Serves app://clinic/ from the fixed manifest; any other host or unlisted path is 403 or 404. */
export function servePageProtocol(session: Session, files: PageFiles): void {
  session.protocol.handle(SCHEME, request => {
    const url = new URL(request.url);
    if (url.host !== HOST) return new Response(null, { status: 403 });
    const { status, headers, body } = files(request.method, url.pathname);
    return new Response(status === 200 ? new Uint8Array(body) : null, { status, headers });
  });
}
