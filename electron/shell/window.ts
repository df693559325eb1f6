import { BrowserWindow } from 'electron';

import { systemClock } from '../supervisor/lock-clock.ts';
import { createRestartBudget } from '../supervisor/restart-budget.ts';
import { START_URL } from './channels.ts';

/** Locking reloads too, so the limit is far above what a person does and far below a crash loop. */
const RELOADS_PER_MINUTE = 20;

export interface WindowOptions {
  readonly preload: string;
  readonly isDevelopment: boolean;
}

/** The clinic's window: sandboxed, isolated, without Node, showing the start page of app://clinic once it is ready. */
export function openWindow({ preload, isDevelopment }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Klinikbok',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      disableDialogs: true,
      spellcheck: false,
      devTools: isDevelopment,
      // The reader is watched and drafts are saved also while another window is in front.
      backgroundThrottling: false,
    },
  });
  const mayReload = createRestartBudget(systemClock, RELOADS_PER_MINUTE);
  window.once('ready-to-show', () => window.show());
  // Whether it crashed or we ended it to lock: a new page in a new process.
  window.webContents.on('render-process-gone', () => {
    if (!window.isDestroyed() && mayReload()) void window.loadURL(START_URL);
  });
  void window.loadURL(START_URL);
  return window;
}

/** Ends the page's process, which is what clears it from memory; the window then loads the start page in a new one. */
export function reloadClean(window: BrowserWindow): void {
  if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
}
