import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { AgeError } from './age-error.ts';

/** One recipient's line of an age header: words and a body. */
export interface Stanza {
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

export interface ParsedHeader {
  readonly stanzas: readonly Stanza[];
  /** Bytes covered by the header's MAC. */
  readonly macInput: Uint8Array;
  readonly mac: Uint8Array;
  /** Where the payload begins. */
  readonly end: number;
}

const INTRO = 'age-encryption.org/v1';
const COLUMNS = 64;
/** A header is a few hundred bytes; anything longer is not ours and not worth reading. */
const MAX_HEADER = 64 * 1024;

/** Base64 without padding, as the age format writes it. */
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** Strict inverse of `toBase64`: padding, other alphabets and non-zero spare bits are refused. */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (toBase64(bytes) !== text) throw new AgeError('damaged');
  return bytes;
}

/** HKDF-SHA256 to 32 bytes. */
export const derive = (secret: Uint8Array, salt: Uint8Array, info: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, salt, info, 32));

const headerMac = (fileKey: Uint8Array, macInput: Uint8Array): Buffer =>
  createHmac('sha256', derive(fileKey, new Uint8Array(0), 'header')).update(macInput).digest();

function stanzaText(stanza: Stanza): string {
  const body = toBase64(stanza.body);
  const lines = [`-> ${stanza.args.join(' ')}`];
  for (let at = 0; at <= body.length; at += COLUMNS) lines.push(body.slice(at, at + COLUMNS));
  return lines.join('\n');
}

/** The whole header with its MAC, ending in a newline. */
export function writeHeader(stanzas: readonly Stanza[], fileKey: Uint8Array): Buffer {
  const text = `${INTRO}\n${stanzas.map(stanzaText).join('\n')}\n---`;
  return Buffer.from(`${text} ${toBase64(headerMac(fileKey, Buffer.from(text)))}\n`);
}

/** Reads a header; throws AgeError `damaged` on anything the format does not allow. Does not check the MAC. */
export function parseHeader(file: Uint8Array): ParsedHeader {
  const bytes = Buffer.from(file.buffer, file.byteOffset, Math.min(file.byteLength, MAX_HEADER));
  let at = 0;
  const nextLine = (): string => {
    const end = bytes.indexOf(10, at);
    if (end === -1) throw new AgeError('damaged');
    const line = bytes.toString('latin1', at, end);
    at = end + 1;
    return line;
  };
  if (nextLine() !== INTRO) throw new AgeError('damaged');
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = at;
    const line = nextLine();
    if (line.startsWith('---')) {
      if (!line.startsWith('--- ') || stanzas.length === 0) throw new AgeError('damaged');
      return { stanzas, macInput: bytes.subarray(0, start + 3), mac: fromBase64(line.slice(4)), end: at };
    }
    if (!line.startsWith('-> ')) throw new AgeError('damaged');
    let body = '';
    for (;;) {
      const part = nextLine();
      if (part.length > COLUMNS) throw new AgeError('damaged');
      body += part;
      if (part.length < COLUMNS) break;
    }
    stanzas.push({ args: line.slice(3).split(' '), body: fromBase64(body) });
  }
}

/** Throws AgeError `damaged` unless the header is the one that was written with this file key. */
export function checkHeaderMac(header: ParsedHeader, fileKey: Uint8Array): void {
  const expected = headerMac(fileKey, header.macInput);
  if (header.mac.length !== expected.length || !timingSafeEqual(header.mac, expected)) throw new AgeError('damaged');
}
