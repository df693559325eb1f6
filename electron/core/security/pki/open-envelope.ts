import { createDecipheriv, randomBytes } from 'node:crypto';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { WrapScheme } from '#shared/domain/cards/card.ts';
import { unwrapKey } from './aes-key-wrap.ts';
import { parseCertificate, sameBytes } from './certificate.ts';
import { TAG, childrenOf, children, context, expect, inside, readBitBytes, readDer, readOid, readSmallInteger, type DerNode } from './der-read.ts';
import { ecdhKek } from './ecdh-kek.ts';
import { OID } from './oids.ts';

/** Asks the card: RSA gives the content key, ECDH the raw shared secret for the sender's point. */
export type Unwrap = (scheme: WrapScheme, input: Uint8Array) => Promise<Uint8Array>;

/** Envelopes are small (a database key); anything larger is not ours. */
const MAX_ENVELOPE = 256_000;
const MAX_RECIPIENTS = 64;

interface Recipient {
  /** IssuerAndSerialNumber, DER. */
  readonly id: Uint8Array;
  readonly scheme: WrapScheme;
  readonly input: Uint8Array;
  /** Only for key agreement: turns the shared secret into the content key. */
  readonly finish?: (secret: Uint8Array) => Uint8Array | null;
}

interface Envelope {
  readonly recipients: readonly Recipient[];
  readonly nonce: Uint8Array;
  readonly encrypted: Uint8Array;
  readonly tag: Uint8Array;
}

const fail = (cause: string): never => {
  throw new Error(cause);
};

/** OAEP's hash, which must also be MGF1's: mixed ones are never written by us or by openssl's ordinary options. */
function oaepScheme(parameters: DerNode | undefined): WrapScheme {
  const fields = childrenOf(parameters, TAG.sequence, 3);
  const hashNode = fields.find(field => field.tag === context(0));
  const maskNode = fields.find(field => field.tag === context(1));
  const hash = hashNode ? readOid(children(inside(hashNode))[0]) : OID.sha1;
  const mask = maskNode ? readOid(children(children(inside(maskNode))[1] ?? fail('mask hash'))[0]) : OID.sha1;
  if (fields.some(field => field.tag === context(2)) || hash !== mask) return fail('OAEP parameters');
  if (hash === OID.sha256) return 'rsa-oaep-sha256';
  return hash === OID.sha1 ? 'rsa-oaep-sha1' : fail('OAEP hash');
}

function readRsaRecipient(node: DerNode): Recipient {
  const [version, id, method, key] = childrenOf(node, TAG.sequence, 4);
  if (readSmallInteger(version) !== 0) fail('recipient version');
  const [name, parameters] = childrenOf(method, TAG.sequence, 2);
  const isV15 = readOid(name) === OID.rsaEncryption;
  if (!isV15 && readOid(name) !== OID.rsaOaep) fail('key transport method');
  return { id: expect(id, TAG.sequence).raw, scheme: isV15 ? 'rsa-pkcs1' : oaepScheme(parameters), input: expect(key, TAG.octetString).content };
}

function readEcRecipient(node: DerNode): Recipient[] {
  const fields = children(node, 5);
  const sender = inside(fields.find(field => field.tag === context(0)) ?? fail('sender'));
  if (sender.tag !== context(1) || readSmallInteger(fields[0]) !== 3) fail('sender key form or version');
  const [keyKind, keyBits] = children(sender, 2);
  if (readOid(childrenOf(keyKind, TAG.sequence, 2)[0]) !== OID.ecPublicKey) fail('sender key kind');
  const point = readBitBytes(keyBits);
  if (point[0] !== 4 || (point.length !== 65 && point.length !== 97)) fail('sender key point');
  const ukmNode = fields.find(field => field.tag === context(1));
  const ukm = ukmNode ? expect(inside(ukmNode), TAG.octetString).content : null;
  const [method, keys] = fields.filter(field => field.tag === TAG.sequence);
  const [name, wrap] = childrenOf(method, TAG.sequence, 2);
  const wrapAlgorithm = expect(wrap, TAG.sequence);
  if (readOid(name) !== OID.ecdhSha256Kdf || readOid(children(wrapAlgorithm)[0]) !== OID.aes256Wrap) fail('key agreement method');
  return childrenOf(keys, TAG.sequence, MAX_RECIPIENTS).map(entry => {
    const [id, wrapped] = childrenOf(entry, TAG.sequence, 2);
    const finish = (secret: Uint8Array): Uint8Array | null => {
      const kek = ecdhKek(secret, wrapAlgorithm.raw, ukm);
      secret.fill(0);
      return unwrapKey(kek, expect(wrapped, TAG.octetString).content);
    };
    return { id: expect(id, TAG.sequence).raw, scheme: 'ecdh-sha256kdf-aes256wrap' as const, input: point, finish };
  });
}

function readEnvelope(cms: Uint8Array): Envelope {
  const [type, wrapper] = childrenOf(readDer(cms, MAX_ENVELOPE), TAG.sequence, 2);
  if (readOid(type) !== OID.authEnvelopedData) fail('not an AuthEnvelopedData');
  const [version, infos, body, tag, ...rest] = childrenOf(inside(expect(wrapper, context(0))), TAG.sequence, 6);
  if (readSmallInteger(version) !== 0 || rest.length > 0) fail('version or attributes');
  const [contentType, method, encrypted] = childrenOf(body, TAG.sequence, 3);
  const [cipher, parameters] = childrenOf(method, TAG.sequence, 2);
  if (readOid(contentType) !== OID.data || readOid(cipher) !== OID.aes256Gcm) fail('cipher');
  const [nonce, tagLength] = childrenOf(parameters, TAG.sequence, 2);
  const envelope = {
    recipients: childrenOf(infos, TAG.set, MAX_RECIPIENTS).flatMap(info => (info.tag === context(1) ? readEcRecipient(info) : [readRsaRecipient(info)])),
    nonce: expect(nonce, TAG.octetString).content, encrypted: expect(encrypted, context(0, false)).content, tag: expect(tag, TAG.octetString).content,
  };
  if (envelope.nonce.length !== 12 || envelope.tag.length !== 16 || readSmallInteger(tagLength) !== 16) fail('GCM sizes');
  return envelope;
}

function decrypt(envelope: Envelope, cek: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', cek, envelope.nonce, { authTagLength: 16 });
  decipher.setAuthTag(envelope.tag);
  return Buffer.concat([decipher.update(envelope.encrypted), decipher.final()]);
}

function read(cms: Uint8Array): Envelope {
  try {
    return readEnvelope(cms);
  } catch (error) {
    throw new AppError('card.unwrapFailed', {}, error);
  }
}

/** The recipient written for this certificate; throws card.unwrapFailed when the envelope is for somebody else. */
function recipientFor(envelope: Envelope, certificate: Uint8Array): Recipient {
  const { issuerDer, serialDer } = parseCertificate(certificate);
  const id = Buffer.concat([issuerDer, serialDer]);
  const found = envelope.recipients.find(recipient => sameBytes(readDer(recipient.id).content, id));
  if (!found) throw new AppError('card.unwrapFailed', {}, new Error('not a recipient'));
  return found;
}

async function contentKey(recipient: Recipient, unwrap: Unwrap): Promise<Uint8Array> {
  let key: Uint8Array | null;
  try {
    const opened = await unwrap(recipient.scheme, recipient.input);
    key = recipient.finish ? recipient.finish(opened) : opened;
  } catch (error) {
    // A card pulled out or a hung module says so. A key that does not open must look like a content that does not open.
    if (isAppError(error) && error.code !== 'card.unwrapFailed' && error.code !== 'internal') throw error;
    key = null;
  }
  return key?.length === 32 ? key : randomBytes(32);
}

/**
 * Opens an envelope made by `sealToRecipients` (or by `openssl cms -encrypt -aes-256-gcm`) for the holder of
 * `certificate`, asking the card through `unwrap`. Throws card.unwrapFailed for everything that is wrong with the
 * envelope or the key, without telling which; failures of the card itself (card.removed, card.hostTimeout…) pass through.
 */
export async function openEnvelope(cms: Uint8Array, certificate: Uint8Array, unwrap: Unwrap): Promise<Uint8Array> {
  const envelope = read(cms);
  const cek = await contentKey(recipientFor(envelope, certificate), unwrap);
  try {
    return decrypt(envelope, cek);
  } catch (error) {
    throw new AppError('card.unwrapFailed', {}, error);
  } finally {
    cek.fill(0);
  }
}

/** The schemes an envelope uses for this certificate, without opening anything. */
export const envelopeScheme = (cms: Uint8Array, certificate: Uint8Array): WrapScheme => recipientFor(read(cms), certificate).scheme;
