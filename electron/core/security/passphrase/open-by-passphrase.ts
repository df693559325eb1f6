import { AppError } from '#shared/kernel/app-error.ts';

import type { DeviceSecretStore } from '../../ports/device-secret-store.ts';
import type { DatabaseKey } from '../vault/database-key.ts';
import { openWithPassphrase } from '../vault/open-entry.ts';
import type { VaultEntry } from '../vault/vault-head.ts';
import type { Vault } from '../vault/vault.ts';
import { newDeviceSecret, parseSlipCode } from './device-secret.ts';
import { nameTag, passphraseUnsealer, spendAsMuchTime } from './passphrase-entry.ts';
import type { Throttle } from './throttle.ts';

export interface PassphraseInput {
  readonly userName: string;
  readonly passphrase: string;
  /** Typed off the slip on a computer that has no device secret yet. */
  readonly slipCode?: string | undefined;
}

export interface PassphraseParts {
  readonly vault: Vault;
  readonly throttle: Throttle;
  readonly deviceSecrets: DeviceSecretStore;
}

export interface OpenedByPassphrase {
  readonly key: DatabaseKey;
  readonly entry: VaultEntry;
  /** Call when the one-time code was right too: resets the count and remembers the device secret on this computer. */
  readonly accepted: () => Promise<void>;
}

async function secretFor(parts: PassphraseParts, entry: VaultEntry | undefined, typed: string | undefined): Promise<Buffer | null> {
  if (typed !== undefined && typed.trim() !== '') return parseSlipCode(typed);
  return entry === undefined ? null : parts.deviceSecrets.get(entry.id);
}

/**
 * First half of passphrase sign-in: the database key from passphrase and device secret (L-02…L-04). The second half,
 * the one-time code, is checked inside the opened database by `acceptCode`. An unknown name, a missing device secret
 * and a wrong passphrase answer alike, after the same work. Errors: auth.wrongCredentials, auth.delayed,
 * auth.tooManyFailures, vault.damaged, vault.entryMissing.
 */
export async function openByPassphrase(parts: PassphraseParts, input: PassphraseInput): Promise<OpenedByPassphrase> {
  const tag = await nameTag(input.userName, parts.vault.head.dbId);
  await parts.throttle.begin(tag);
  const entry = parts.vault.head.entries.find(candidate => candidate.kind === 'passphrase' && candidate.nameTag === tag);
  const deviceSecret = await secretFor(parts, entry, input.slipCode);
  if (entry === undefined || deviceSecret === null) {
    await spendAsMuchTime({ passphrase: input.passphrase, deviceSecret: newDeviceSecret() });
    throw new AppError('auth.wrongCredentials');
  }
  const key = await openWithPassphrase(parts.vault, entry, passphraseUnsealer({ passphrase: input.passphrase, deviceSecret }));
  const accepted = async () => {
    await parts.throttle.succeeded(tag);
    if (input.slipCode !== undefined) await parts.deviceSecrets.put(entry.id, deviceSecret);
  };
  return { key, entry, accepted };
}
