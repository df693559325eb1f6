import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import canonicalize from 'canonicalize';

import { type DestructionOrder, ORDER_LIST_FORMAT, OrderList } from '#shared/domain/destruction/destruction.ts';
import { keyFingerprint } from '../../backup/engine/manifest-file.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import type { Reader } from '../../db/handles.ts';
import { destructionOrders } from '../../repositories/destruction.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';

/** The list's name in the clinic's folder and in the vault of every backup. */
export const ORDER_LIST_FILE = 'destroyed.txt';
/** Far above what a clinic can have; a larger file is none of ours. */
const MOST_BYTES = 20_000_000;

export interface ReadOrders {
  readonly orders: readonly DestructionOrder[];
  /** A list that is there and not what was signed. */
  readonly damaged: boolean;
}

const publicKeyOf = (signer: Pick<DeviceSigner, 'certificate'>): Buffer => new X509Certificate(signer.certificate).publicKey.export({ type: 'spki', format: 'der' });

/** SHA-256 of the device key's SubjectPublicKeyInfo, hex: the fingerprint that the kit prints and manifests carry. */
export const fingerprintOf = (signer: Pick<DeviceSigner, 'certificate'>): string => keyFingerprint(publicKeyOf(signer));

/**
 * All orders of a clinic as three lines, like a manifest's: the canonical JSON (RFC 8785), the base64 ECDSA-P256-SHA256
 * signature over it, the base64 public key (DER). A file may hold several such lists, one after the other.
 */
export function signOrderList(orders: readonly DestructionOrder[], { clinicId, madeAt, signer }: { readonly clinicId: string; readonly madeAt: string; readonly signer: Pick<DeviceSigner, 'certificate' | 'signPlain'> }): string {
  const line = canonicalize({ format: ORDER_LIST_FORMAT, clinicId, madeAt, orders }) ?? '';
  return `${line}\n${signer.signPlain(Buffer.from(line))}\n${publicKeyOf(signer).toString('base64')}\n`;
}

function readOne([line = '', signature = '', key = '']: readonly string[], fingerprint: string): readonly DestructionOrder[] | undefined {
  try {
    const der = Buffer.from(key, 'base64');
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (keyFingerprint(der) !== fingerprint || publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1' || !verify('sha256', Buffer.from(line), publicKey, Buffer.from(signature, 'base64'))) return undefined;
    return OrderList.parse(JSON.parse(line)).orders;
  } catch {
    return undefined;
  }
}

/** Each order once, by the order in which they were carried out. */
export function mergeOrders(lists: readonly (readonly DestructionOrder[])[]): DestructionOrder[] {
  const byId = new Map(lists.flat().map(order => [order.id, order]));
  return [...byId.values()].sort((a, b) => (a.confirmed.at < b.confirmed.at ? -1 : a.confirmed.at > b.confirmed.at ? 1 : a.id < b.id ? -1 : 1));
}

/** The orders in lists that this key signed; anything else in the file makes it damaged. */
export function readOrderLists(text: string, fingerprint: string): ReadOrders {
  const lines = text.split('\n').slice(0, -1);
  const lists: (readonly DestructionOrder[])[] = [];
  let damaged = lines.length === 0 || lines.length % 3 !== 0;
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const orders = readOne(lines.slice(at, at + 3), fingerprint);
    if (orders === undefined) damaged = true;
    else lists.push(orders);
  }
  return { orders: mergeOrders(lists), damaged };
}

/** The list in a clinic's folder; undefined when there is none. */
export async function readOrderFile(clinicFolder: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path.join(clinicFolder, ORDER_LIST_FILE));
    return bytes.length > MOST_BYTES ? '' : bytes.toString('utf8');
  } catch {
    return undefined; // none, which is the rule
  }
}

/** Puts lists into a clinic's folder, durably. */
export const writeOrderFile = (clinicFolder: string, text: string): Promise<void> => writeDurably(path.join(clinicFolder, ORDER_LIST_FILE), text);

/** Takes away a list that is not this clinic's. */
export const removeOrderFile = (clinicFolder: string): Promise<void> => rm(path.join(clinicFolder, ORDER_LIST_FILE), { force: true });

interface KeptBy {
  readonly clinicFolder: string;
  readonly db: Reader;
  readonly clinicId: string;
  readonly now: Date;
  readonly signer: Pick<DeviceSigner, 'certificate' | 'signPlain'>;
}

/**
 * Keeps the list beside the database in step with it, and answers its text; null when nothing was ever destroyed. A list
 * that already says the same is left as it is, so that backups do not send it again.
 */
export async function keepOrderFile({ clinicFolder, db, clinicId, now, signer }: KeptBy): Promise<string | null> {
  const orders = await destructionOrders(db);
  if (orders.length === 0) return null;
  const kept = await readOrderFile(clinicFolder);
  if (kept !== undefined) {
    const known = readOrderLists(kept, fingerprintOf(signer));
    if (!known.damaged && known.orders.length === orders.length && orders.every(order => known.orders.some(one => one.id === order.id))) return kept;
  }
  const text = signOrderList(orders, { clinicId, madeAt: now.toISOString(), signer });
  await writeOrderFile(clinicFolder, text);
  return text;
}
