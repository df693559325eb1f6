import { execFileSync } from 'node:child_process';
import { X509Certificate, constants, createHash, createPrivateKey, createPublicKey, diffieHellman, privateDecrypt, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { TestCertificate } from '../../../build/scripts/test-ca.mjs';

/** PIV key slots (SP 800-73-4 part 1, table 4): sign-in, signing (PIN every time), key management. */
export type PivSlot = '9a' | '9c' | '9d';

export interface PivCardOptions {
  readonly keys: Partial<Record<PivSlot, TestCertificate>>;
  readonly pin?: string;
  readonly tries?: number;
  /** Makes cards differ: serial number and CHUID come from it. */
  readonly name: string;
}

const OBJECT_OF: Readonly<Record<PivSlot, string>> = { '9a': '5fc105', '9c': '5fc10a', '9d': '5fc10b' };
const AID = Buffer.from('a00000030800001000', 'hex');
const OK = Buffer.of(0x90, 0x00);
const status = (code: number): Buffer => Buffer.of(code >> 8, code & 0xff);

/** BER-TLV with a one- to three-byte tag. */
function tlv(tag: string, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? Buffer.of(content.length) : content.length < 0x100 ? Buffer.of(0x81, content.length) : Buffer.of(0x82, content.length >> 8, content.length & 0xff);
  return Buffer.concat([Buffer.from(tag, 'hex'), length, content]);
}

/** The content of the first element with this one-byte tag. */
function findTag(data: Buffer, tag: number): Buffer | null {
  for (let offset = 0; offset + 2 <= data.length; ) {
    const current = data[offset];
    let length = data[offset + 1] ?? 0;
    let start = offset + 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      length = data.readUIntBE(start, count);
      start += count;
    }
    if (current === tag) return data.subarray(start, start + length);
    offset = start + length;
  }
  return null;
}

/**
 * A PIV card in software (SP 800-73-4, the part OpenSC and ykcs11 use): SELECT, GET DATA, VERIFY and CHANGE REFERENCE
 * DATA with a try counter, GENERAL AUTHENTICATE for RSA, ECDSA and ECDH, command chaining, GET RESPONSE, and Yubico's
 * GET VERSION and GET SERIAL.
 */
export class PivCard {
  readonly atr = Buffer.from('3bf81300008131fe15597562696b657934d4', 'hex');
  readonly #keys = new Map<PivSlot, { key: KeyObject; der: Buffer }>();
  readonly #objects = new Map<string, Buffer>();
  readonly #maxTries: number;
  readonly #serial: Buffer;
  #pin: Buffer;
  #tries: number;
  #verified = false;
  #freshPin = false;
  #chain: Buffer = Buffer.alloc(0);
  #pending: Buffer = Buffer.alloc(0);
  /** Milliseconds before a key operation is answered, for removals in the middle of one. */
  delay = 0;
  /** Key operations that were started. */
  operations = 0;

  constructor({ keys, pin = '123456', tries = 3, name }: PivCardOptions) {
    this.#pin = padPin(pin);
    this.#maxTries = tries;
    this.#tries = tries;
    const id = createHash('sha256').update(name).digest();
    this.#serial = id.subarray(0, 4);
    for (const [slot, certificate] of Object.entries(keys) as [PivSlot, TestCertificate][]) {
      const der = Buffer.from(certificate.der);
      this.#keys.set(slot, { key: createPrivateKey(readFileSync(certificate.keyFile)), der });
      this.#objects.set(OBJECT_OF[slot], Buffer.concat([tlv('70', der), tlv('71', Buffer.of(0)), tlv('fe')]));
    }
    this.#objects.set('5fc102', Buffer.concat([tlv('30', Buffer.alloc(25, id.subarray(8))), tlv('34', id.subarray(0, 16)), tlv('35', Buffer.from('20351231')), tlv('3e'), tlv('fe')]));
    this.#objects.set('5fc107', Buffer.concat([tlv('f0', id.subarray(0, 21)), tlv('f1', Buffer.of(0x21)), tlv('f2', Buffer.of(0x21)), tlv('f3'), tlv('f4', Buffer.of(0)), tlv('f5', Buffer.of(0x10)), tlv('f6'), tlv('f7'), tlv('fa'), tlv('fb'), tlv('fc'), tlv('fd'), tlv('fe')]));
  }

  get triesLeft(): number {
    return this.#tries;
  }

  /** Power off: nothing is verified any more. */
  reset(): void {
    this.#verified = false;
    this.#freshPin = false;
    this.#chain = Buffer.alloc(0);
    this.#pending = Buffer.alloc(0);
  }

  /** Answers one command APDU, long answers in parts of 256 bytes. */
  async answer(apdu: Buffer): Promise<Buffer> {
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = apdu;
    if (ins === 0xc0) return this.#more(readLe(apdu));
    const data = readData(apdu);
    this.#chain = Buffer.concat([this.#chain, data]);
    if ((cla & 0x10) !== 0) return OK;
    const body = this.#chain;
    this.#chain = Buffer.alloc(0);
    const answer = await this.#command({ ins, p1, p2, body });
    if (!answer.subarray(-2).equals(OK) || answer.length === 2) return answer;
    this.#pending = answer.subarray(0, -2);
    return this.#more(readLe(apdu));
  }

  #more(most: number): Buffer {
    const part = this.#pending.subarray(0, most);
    this.#pending = this.#pending.subarray(part.length);
    const left = this.#pending.length;
    return Buffer.concat([part, left === 0 ? OK : Buffer.of(0x61, Math.min(left, 255))]);
  }

  async #command({ ins, p1, p2, body }: { ins: number; p1: number; p2: number; body: Buffer }): Promise<Buffer> {
    switch (ins) {
      case 0xa4: return this.#select(body);
      case 0xcb: return this.#getData(body);
      case 0x20: return this.#verify(p1, body);
      case 0x24: return this.#changePin(body);
      case 0x87: return this.#authenticate(p2.toString(16), p1, body);
      case 0xfd: return Buffer.concat([Buffer.of(5, 2, 4), OK]);
      case 0xf8: return Buffer.concat([this.#serial, OK]);
      default: return status(0x6d00);
    }
  }

  #select(aid: Buffer): Buffer {
    if (!AID.subarray(0, Math.min(aid.length, AID.length)).equals(aid.subarray(0, AID.length)) || aid.length < 5) return status(0x6a82);
    const authority = tlv('79', tlv('4f', AID.subarray(0, 5)));
    return Buffer.concat([tlv('61', tlv('4f', Buffer.from('000010000100', 'hex')), authority), OK]);
  }

  #getData(body: Buffer): Buffer {
    const tag = findTag(body, 0x5c)?.toString('hex') ?? '';
    if (tag === '7e') return Buffer.concat([tlv('7e', tlv('4f', AID, Buffer.of(1, 0)), tlv('5f2f', Buffer.of(0x40, 0))), OK]);
    const object = this.#objects.get(tag);
    return object ? Buffer.concat([tlv('53', object), OK]) : status(0x6a82);
  }

  #verify(p1: number, body: Buffer): Buffer {
    if (p1 === 0xff) {
      this.reset();
      return OK;
    }
    if (body.length === 0) return this.#verified ? OK : this.#triesStatus();
    return this.#check(body) ? OK : this.#triesStatus();
  }

  #check(pin: Buffer): boolean {
    const right = this.#tries > 0 && pin.equals(this.#pin);
    if (right) this.#tries = this.#maxTries;
    else if (this.#tries > 0) this.#tries -= 1;
    this.#verified = right;
    this.#freshPin = right;
    return right;
  }

  #triesStatus(): Buffer {
    return this.#tries === 0 ? status(0x6983) : status(0x63c0 | this.#tries);
  }

  #changePin(body: Buffer): Buffer {
    if (!this.#check(body.subarray(0, 8))) return this.#triesStatus();
    this.#pin = Buffer.from(body.subarray(8, 16));
    return OK;
  }

  async #authenticate(slot: string, alg: number, body: Buffer): Promise<Buffer> {
    const entry = this.#keys.get(slot as PivSlot);
    const template = findTag(body, 0x7c);
    if (!entry || !template) return status(0x6a80);
    if (!this.#verified || (slot === '9c' && !this.#freshPin)) return status(0x6982);
    this.#freshPin = false;
    this.operations += 1;
    if (this.delay > 0) await new Promise(resolve => setTimeout(resolve, this.delay));
    const [challenge, point] = [findTag(template, 0x81), findTag(template, 0x85)];
    const result = point ? agree(entry.key, point) : challenge ? usePrivateKey(entry.key, alg, challenge) : null;
    return result ? Buffer.concat([tlv('7c', tlv('82', result)), OK]) : status(0x6a80);
  }

  /** The certificate in a slot. */
  certificate(slot: PivSlot): X509Certificate | null {
    const entry = this.#keys.get(slot);
    return entry ? new X509Certificate(entry.der) : null;
  }
}

const padPin = (pin: string): Buffer => Buffer.concat([Buffer.from(pin), Buffer.alloc(8, 0xff)]).subarray(0, 8);

/** The data field of a short or extended APDU. */
function readData(apdu: Buffer): Buffer {
  if (apdu.length <= 5) return Buffer.alloc(0);
  const short = apdu[4] ?? 0;
  if (short > 0) return apdu.subarray(5, 5 + short);
  return apdu.subarray(7, 7 + apdu.readUInt16BE(5));
}

/** How many bytes the reader wants at most (Le); OpenSC asks for eight first, to see how long an object is. */
function readLe(apdu: Buffer): number {
  if (apdu.length < 5) return 256;
  const hasData = apdu.length > 5;
  if (hasData && apdu.length === 5 + (apdu[4] ?? 0)) return 256;
  return (apdu.at(-1) ?? 0) || 256;
}

function agree(key: KeyObject, point: Buffer): Buffer {
  const half = (point.length - 1) / 2;
  const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)].map(part => part.toString('base64url'));
  return diffieHellman({ privateKey: key, publicKey: createPublicKey({ key: { kty: 'EC', crv: half === 48 ? 'P-384' : 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' }) });
}

/** Raw RSA, or ECDSA over a digest (which node:crypto cannot do without hashing, so openssl does). */
function usePrivateKey(key: KeyObject, alg: number, input: Buffer): Buffer {
  if (alg !== 0x11 && alg !== 0x14) return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, input);
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-piv-'));
  try {
    const [keyFile, digest] = [path.join(folder, 'key.pem'), path.join(folder, 'digest')];
    writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(digest, input);
    return execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', keyFile, '-in', digest], { timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
