import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { AgeError, isAgeError } from './age-error.ts';
import { aead } from './chacha.ts';
import { checkHeaderMac, derive, fromBase64, type ParsedHeader, parseHeader, type Stanza, toBase64, writeHeader } from './header.ts';
import { decodeIdentity, decodeRecipient, publicBytesOf, sharedSecret, x25519Private, x25519Public } from './keys.ts';
import { openPayload, sealedLength, sealPayload } from './payload.ts';

const INFO = 'age-encryption.org/v1/X25519';
const NO_NONCE = new Uint8Array(12);

/** The header line that lets the holder of this recipient’s identity find the file key. */
export function wrapFor(recipient: string, fileKey: Uint8Array): Stanza {
  const theirs = decodeRecipient(recipient);
  const { privateKey } = generateKeyPairSync('x25519');
  const share = publicBytesOf(privateKey);
  const wrapKey = derive(sharedSecret(privateKey, x25519Public(theirs)), Buffer.concat([share, theirs]), INFO);
  return { args: ['X25519', toBase64(share)], body: aead.seal(wrapKey, NO_NONCE, fileKey) };
}

function unwrap(stanza: Stanza, identity: Uint8Array): Uint8Array | undefined {
  const [kind, shareText, ...rest] = stanza.args;
  if (kind !== 'X25519') return undefined;
  if (shareText === undefined || rest.length > 0 || stanza.body.length !== 32) throw new AgeError('damaged');
  const share = fromBase64(shareText);
  if (share.length !== 32) throw new AgeError('damaged');
  const mine = x25519Private(identity);
  const wrapKey = derive(sharedSecret(mine, x25519Public(share)), Buffer.concat([share, publicBytesOf(mine)]), INFO);
  try {
    return aead.open(wrapKey, NO_NONCE, stanza.body);
  } catch {
    return undefined; // meant for somebody else: the tag is the only way to tell
  }
}

/** What an age file begins with: for whom, and the key of its payload. */
export interface Head {
  readonly stanzas: readonly Stanza[];
  readonly fileKey: Uint8Array;
}

/** Joins a header and the sealed payload into one age file, at the beginning of `memory` when that is large enough. */
export async function assemble({ stanzas, fileKey }: Head, plaintext: Uint8Array, memory?: Uint8Array): Promise<Buffer> {
  const header = writeHeader(stanzas, fileKey);
  const length = header.length + sealedLength(plaintext.length);
  // every byte is written below
  const out = memory !== undefined && memory.length >= length ? Buffer.from(memory.buffer, memory.byteOffset, length) : Buffer.allocUnsafeSlow(length);
  header.copy(out);
  await sealPayload(fileKey, plaintext, { out, at: header.length });
  return out;
}

/** Checks the header against the file key and opens the payload. */
export async function disassemble(file: Uint8Array, header: ParsedHeader, fileKey: Uint8Array): Promise<Buffer> {
  checkHeaderMac(header, fileKey);
  return openPayload(fileKey, file.subarray(header.end));
}

/**
 * Encrypts to X25519 recipients (`age1…`) in the age v1 format (https://c2sp.org/age), whole in memory.
 * Any of the recipients' identities opens it, with this code or with the stock `age` tool. `memory`: used for the file
 * when it is large enough.
 */
export async function ageEncrypt(plaintext: Uint8Array, recipients: readonly string[], memory?: Uint8Array): Promise<Buffer> {
  if (recipients.length === 0) throw new Error('an age file needs a recipient');
  const fileKey = randomBytes(16);
  return assemble({ stanzas: recipients.map(recipient => wrapFor(recipient, fileKey)), fileKey }, plaintext, memory);
}

/**
 * Opens an age file with any of the identities (`AGE-SECRET-KEY-1…`). Throws AgeError: `noMatchingKey` when it was
 * encrypted to somebody else, `damaged` when any bit of it is not what was written.
 */
export async function ageDecrypt(file: Uint8Array, identities: readonly string[]): Promise<Buffer> {
  const header = parseHeader(file);
  for (const identity of identities) {
    const secret = decodeIdentity(identity);
    for (const stanza of header.stanzas) {
      const fileKey = unwrap(stanza, secret);
      if (fileKey !== undefined) return disassemble(file, header, fileKey);
    }
  }
  throw new AgeError('noMatchingKey');
}

export { isAgeError };
