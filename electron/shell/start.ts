import path from 'node:path';

import { app, ipcMain, powerMonitor, session, type BrowserWindow } from 'electron';

import { forbidCoreDumps } from '../supervisor/core-dumps.ts';
import { takeInstanceLock } from '../supervisor/instance-lock.ts';
import { loadPageFiles } from '../supervisor/page-files.ts';
import { profileFolder } from '../supervisor/profile-folder.ts';
import { cardStarts } from '../supervisor/station.ts';
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts';
import { refuseDebugSwitches } from './debug-switches.ts';
import { hardenContents } from './harden-contents.ts';
import { hardenSession } from './harden-session.ts';
import { setMenu } from './menu.ts';
import { sendToPage, servePageIpc } from './page-ipc.ts';
import { registerPageScheme, servePageProtocol } from './page-protocol.ts';
import { watchPower } from './power-events.ts';
import { createUtilityHost } from './utility-host.ts';
import { openWindow, reloadClean } from './window.ts';

/** dist/electron, where the bundles of all processes lie beside this one. */
const here = import.meta.dirname;
const entry = (name: string): string => path.join(here, name);

function superviseWith(dataDir: string, currentWindow: () => BrowserWindow | null): Supervisor {
  const cards = cardStarts({ dataDir, clinicKind: 'real' });
  const version = app.getVersion();
  return createSupervisor({
    host: createUtilityHost({ 'core': entry('core.cjs'), 'card-host': entry('card-host.cjs'), 'import-worker': entry('import-worker.cjs') }),
    core: { dataDir, profileDir: profileFolder(app.getPath('appData'), dataDir), shell: 'electron', version, clinicKind: 'real', cardProfile: cards[0]?.profile ?? 'netid' },
    cards,
    info: { version, shell: 'electron', platform: process.platform },
    page: {
      send: event => sendToPage(currentWindow(), event),
      reload: () => {
        const window = currentWindow();
        if (window) reloadClean(window);
      },
    },
    onQuit: () => app.quit(),
  });
}

/** Everything closes through here: lock, end core and card host, give the data folder back, and only then quit. True once that is done. */
function quitAfter(supervisor: Supervisor, release: () => void): () => boolean {
  let done = false;
  app.on('before-quit', event => {
    if (done) return;
    event.preventDefault();
    void supervisor.close().finally(() => {
      done = true;
      release();
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
  return () => done;
}

/** Starts the program inside Electron. */
export async function startShell(): Promise<void> {
  const isDevelopment = !app.isPackaged;
  if (refuseDebugSwitches(app, isDevelopment)) return app.exit(1);
  // One program on this computer: a second start brings the first one's window to the front.
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.enableSandbox();
  forbidCoreDumps();
  registerPageScheme();
  hardenContents(app);
  await app.whenReady();

  const dataDir = path.join(app.getPath('userData'), 'data');
  const release = takeInstanceLock(dataDir);
  let window: BrowserWindow | null = null;
  const supervisor = superviseWith(dataDir, () => window);
  hardenSession(session.defaultSession, isDevelopment);
  servePageProtocol(session.defaultSession, loadPageFiles(path.join(here, '../renderer')));
  servePageIpc(ipcMain, () => window, supervisor);
  watchPower(powerMonitor, app, supervisor);
  const mayClose = quitAfter(supervisor, release);
  setMenu(isDevelopment);
  window = openWindow({ preload: entry('preload.cjs'), isDevelopment });
  window.on('close', event => {
    if (mayClose()) return;
    // The page must live until its drafts are saved; before-quit locks and then lets it go.
    event.preventDefault();
    app.quit();
  });
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
}
