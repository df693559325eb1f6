import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import type { ClinicBridge, ClinicEvent, WireRequest, WireResponse } from '#shared/contract/wire.ts';

/** The whole bridge: two functions, no Electron object and no event object ever reaches the page. */
const bridge: ClinicBridge = {
  invoke: (request: WireRequest): Promise<WireResponse> => ipcRenderer.invoke('clinic:invoke', request),
  onEvent: (listener: (event: ClinicEvent) => void) => {
    const relay = (_event: IpcRendererEvent, event: ClinicEvent): void => listener(event);
    ipcRenderer.on('clinic:event', relay);
    return () => void ipcRenderer.off('clinic:event', relay);
  },
};

contextBridge.exposeInMainWorld('clinic', bridge);
