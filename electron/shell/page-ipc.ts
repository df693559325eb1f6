import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';

import type { ClinicEvent } from '#shared/contract/wire.ts';

import type { Supervisor } from '../supervisor/supervisor.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL, ORIGIN } from './channels.ts';

/** Only the top frame of our own window at our own origin (checklist item 17). */
export function isTrusted(event: IpcMainInvokeEvent, window: BrowserWindow | null): boolean {
  if (!window || window.isDestroyed() || event.sender.id !== window.webContents.id) return false;
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === ORIGIN && frame === window.webContents.mainFrame;
}

/** Answers the page's requests; a sender that is not our page gets nothing but a refusal. */
export function servePageIpc(ipcMain: IpcMain, currentWindow: () => BrowserWindow | null, supervisor: Pick<Supervisor, 'invoke'>): void {
  ipcMain.handle(INVOKE_CHANNEL, (event, raw: unknown) => {
    if (!isTrusted(event, currentWindow())) throw new Error('untrusted sender');
    return supervisor.invoke(raw);
  });
}

/** Tells the page; without a page it does nothing. */
export function sendToPage(window: BrowserWindow | null, event: ClinicEvent): void {
  if (window && !window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
}
