import type { CheckJob, OpenJob, Sealed, SealJob } from './jobs.ts';

/** What the threads are told. `id` comes back with the answer. */
export type Order =
  | { readonly kind: 'seal'; readonly id: number; readonly job: SealJob }
  | { readonly kind: 'open'; readonly id: number; readonly job: OpenJob }
  | { readonly kind: 'check'; readonly id: number; readonly job: CheckJob }
  | { readonly kind: 'hash'; readonly id: number; readonly file: string; readonly bytes: number }
  | { readonly kind: 'advance'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'cancel'; readonly id: number };

/** What a thread says first: it runs, and may be given work. */
export interface Ready {
  readonly ready: true;
}

/** What a thread answers; `value` is what the job's function returned. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: Sealed | Uint8Array | readonly number[] | string | null | undefined }
  | { readonly id: number; readonly ok: false; readonly message: string; /** The system's code of a failed file operation, or empty. */ readonly code: string };

/** The memory of these bytes as something that can be handed over whole; a piece of a shared block is copied first. */
export function handOver(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly transfer: ArrayBuffer[] } {
  const owns = bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  const own = owns ? bytes : new Uint8Array(bytes);
  return { bytes: own, transfer: [own.buffer as ArrayBuffer] };
}
