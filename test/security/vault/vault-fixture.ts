import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 as uuid } from 'uuid';

import { type DatabaseKey, keyPayload, newDatabaseKey } from '#electron/core/security/vault/database-key.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createVault, type NewEntry } from '#electron/core/security/vault/vault-update.ts';
import type { VaultPlace } from '#electron/core/security/vault/vault.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { ageDecrypt, ageEncrypt } from '#electron/core/security/age/age.ts';

export const NOW = new Date('2026-11-22T09:00:00.000Z');
export const DB_ID = 'db-1';

/** A device signing key with what a vault needs of it. */
export const testDevice = () => deviceSigner(newDeviceKey('clinic-1', NOW), () => NOW);

/** A vault with one kit entry, in a folder of its own, with real sealing and signing. */
export async function newTestVault(place: Partial<VaultPlace> = {}) {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'klinikbok-vault-')), 'vault');
  const key = newDatabaseKey(uuid());
  const kit = generateAgeKeyPair();
  const device = testDevice();
  const signing = { sign: device.signCms, now: NOW };
  const entry = await kitEntry(key, kit.recipient);
  const clinic = { clinicId: 'clinic-1', dbId: DB_ID, key, entries: [entry] };
  const vaultPlace: VaultPlace = { folder, ...place };
  const create = () => createVault(vaultPlace, clinic, signing);
  return { place: vaultPlace, folder, key, kit, device, signing, entry, clinic, create, unseal: (sealed: Buffer) => ageDecrypt(sealed, [kit.identity]) };
}

/** A recovery entry sealed to this age recipient. */
export async function kitEntry(key: DatabaseKey, recipient: string, userRef = 'recovery'): Promise<NewEntry> {
  return { id: uuid(), userRef, kind: 'recovery', alg: 'age-x25519', notAfter: null, sealed: await ageEncrypt(keyPayload(DB_ID, key), [recipient]) };
}
