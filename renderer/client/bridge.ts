import type { ClinicBridge, WireResponse } from '#shared/contract/wire.ts';

declare global {
  interface Window {
    /** Put there by the preload (Electron) or by the browser shell; the page has no other door. */
    readonly clinic?: ClinicBridge;
  }
}

const GONE: WireResponse = { ok: false, error: { code: 'internal', params: {}, traceId: 'bridge' } };

/** The bridge of this window. A page opened outside the program gets one that refuses everything. */
export function clinicBridge(): ClinicBridge {
  return window.clinic ?? { invoke: () => Promise.resolve(GONE), onEvent: () => () => undefined };
}
