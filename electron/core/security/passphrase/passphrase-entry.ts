import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';

import { normalPassphrase } from '#shared/domain/staff/passphrase-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';

import { isAgeError } from '../age/age-error.ts';
import { ageDecryptWithPassphrase, ageEncryptWithPassphrase } from '../age/passphrase.ts';
import type { Unseal } from '../vault/open-entry.ts';
import { toBase32 } from './base32.ts';

/** What a person knows, and what their computer (or slip) holds: only both together open the entry. */
export interface PassphraseProof {
  readonly passphrase: string;
  readonly deviceSecret: Uint8Array;
}

/** NFKC(passphrase) ‖ U+001F ‖ base32(device secret): the passphrase stock `age -d` asks for (security.md §3.4). */
export const agePassphrase = (proof: PassphraseProof): string => `${normalPassphrase(proof.passphrase)}\u001f${toBase32(proof.deviceSecret)}`;

/** Seals the key payload as an age v1 scrypt file, logN 17. About 0.7 s off the main thread. */
export const sealWithPassphrase = (payload: Uint8Array, proof: PassphraseProof): Promise<Buffer> => ageEncryptWithPassphrase(payload, agePassphrase(proof));

/** Opens such a file. Errors: auth.wrongCredentials; vault.damaged also for a work factor outside 17…20, before any work. */
export const passphraseUnsealer = (proof: PassphraseProof): Unseal => async sealed => {
  try {
    return await ageDecryptWithPassphrase(sealed, agePassphrase(proof));
  } catch (error) {
    if (isAgeError(error, 'wrongPassphrase')) throw new AppError('auth.wrongCredentials');
    if (isAgeError(error)) throw new AppError('vault.damaged', { part: 'entry' }, error);
    throw error;
  }
};

const stretch = promisify(scrypt) as unknown as (secret: string, salt: string, length: number, options: { N: number; r: number; p: number; maxmem: number }) => Promise<Buffer>;

/** As much work as opening an entry, for a user name nobody has: an answer takes as long either way (L-04). */
export async function spendAsMuchTime(proof: PassphraseProof): Promise<void> {
  await stretch(agePassphrase(proof), 'pm-nobody-v1', 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 17 * 1024 + (1 << 20) });
}

/** How a user name is written down outside the encrypted database: a slow keyed digest, 16 bytes hex. */
export async function nameTag(userName: string, dbId: string): Promise<string> {
  const folded = userName.normalize('NFKC').trim().toLowerCase();
  return (await stretch(folded, `pm-name-v1\0${dbId}`, 16, { N: 2 ** 14, r: 8, p: 1, maxmem: 2 ** 14 * 1024 + (1 << 20) })).toString('hex');
}
