/**
 * Keeps the device half of passphrase sign-in on this computer, outside the data folder, so that a copied data folder
 * and a known passphrase open nothing (L-08). Keyed by vault entry id.
 */
export interface DeviceSecretStore {
  get(entryId: string): Promise<Buffer | null>;
  put(entryId: string, secret: Uint8Array): Promise<void>;
  remove(entryId: string): Promise<void>;
}
