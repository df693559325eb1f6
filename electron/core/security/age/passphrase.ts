import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

import { AgeError } from './age-error.ts';
import { assemble, disassemble } from './age.ts';
import { aead } from './chacha.ts';
import { fromBase64, parseHeader, type Stanza, toBase64 } from './header.ts';

const LABEL = Buffer.from('age-encryption.org/v1/scrypt');
const NO_NONCE = new Uint8Array(12);
/** Below the floor somebody weakened the file, above the ceiling it would take this computer's memory (security.md §3.4). */
export const MIN_LOG_N = 17;
export const MAX_LOG_N = 20;

type Scrypt = (password: Buffer, salt: Buffer, length: number, options: { N: number; r: number; p: number; maxmem: number }) => Promise<Buffer>;
const scryptAsync = promisify(scrypt) as unknown as Scrypt;

const stretch = (passphrase: string, salt: Uint8Array, logN: number): Promise<Buffer> =>
  scryptAsync(Buffer.from(passphrase, 'utf8'), Buffer.concat([LABEL, salt]), 32, { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** logN * 1024 + (1 << 20) });

/** Encrypts for one passphrase (age scrypt recipient; opened by `age -d`). Runs off the main thread, about 0.7 s at logN 17. */
export async function ageEncryptWithPassphrase(plaintext: Uint8Array, passphrase: string, logN = MIN_LOG_N): Promise<Buffer> {
  const fileKey = randomBytes(16);
  const salt = randomBytes(16);
  const body = aead.seal(await stretch(passphrase, salt, logN), NO_NONCE, fileKey);
  return assemble({ stanzas: [{ args: ['scrypt', toBase64(salt), String(logN)], body }], fileKey }, plaintext);
}

interface ScryptStanza {
  readonly salt: Uint8Array;
  readonly logN: number;
  readonly body: Uint8Array;
}

/** The one stanza of a passphrase file, checked before any work is done for it. */
function readStanza(stanzas: readonly Stanza[]): ScryptStanza {
  const [stanza] = stanzas;
  // age allows a scrypt stanza only alone, so that nobody can add a second way in
  if (stanza === undefined || stanzas.length !== 1 || stanza.args.length !== 3 || stanza.args[0] !== 'scrypt') throw new AgeError('damaged');
  const [, saltText = '', logNText = ''] = stanza.args;
  if (!/^[1-9]\d*$/.test(logNText)) throw new AgeError('damaged');
  const logN = Number(logNText);
  if (logN < MIN_LOG_N || logN > MAX_LOG_N) throw new AgeError('refusedParameters');
  const salt = fromBase64(saltText);
  if (salt.length !== 16 || stanza.body.length !== 32) throw new AgeError('damaged');
  return { salt, logN, body: stanza.body };
}

/** Opens a passphrase file. Throws AgeError: `refusedParameters` before any work is done, `wrongPassphrase`, `damaged`. */
export async function ageDecryptWithPassphrase(file: Uint8Array, passphrase: string): Promise<Buffer> {
  const header = parseHeader(file);
  const { salt, logN, body } = readStanza(header.stanzas);
  const wrapKey = await stretch(passphrase, salt, logN);
  let fileKey: Uint8Array;
  try {
    fileKey = aead.open(wrapKey, NO_NONCE, body);
  } catch (cause) {
    throw new AgeError('wrongPassphrase', cause);
  }
  return disassemble(file, header, fileKey);
}
