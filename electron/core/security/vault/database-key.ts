import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import * as z from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

import { canonicalBytes, parseCanonical } from './vault-head.ts';

/** The key that opens the clinic's database: 32 random bytes, never derived from anything typed (security.md §3.2). */
export interface DatabaseKey {
  readonly dbKeyId: string;
  readonly dbk: Redacted<Buffer>;
}

/** A new random database key. `dbKeyId` is a UUID the caller makes. */
export const newDatabaseKey = (dbKeyId: string): DatabaseKey => ({ dbKeyId, dbk: new Redacted(randomBytes(32)) });

/** Key-check value, 16 bytes hex: tells a wrong key from a damaged database and reveals nothing of the key. */
export const keyCheckValue = (dbk: Uint8Array): string => createHmac('sha256', dbk).update('pm/db/kcv/v1').digest('hex').slice(0, 32);

/** True when this key is the one the key-check value was made from. */
export function checkKey(dbk: Uint8Array, kcv: string): boolean {
  const expected = Buffer.from(kcv, 'hex');
  const actual = Buffer.from(keyCheckValue(dbk), 'hex');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const Payload = z.strictObject({ v: z.literal(1), dbId: z.string(), dbKeyId: z.uuid(), dbk: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** What is sealed for each person: canonical JSON `{v:1, dbId, dbKeyId, dbk:base64url}` (security.md §3.3). */
export const keyPayload = (dbId: string, key: DatabaseKey): Buffer =>
  canonicalBytes({ v: 1, dbId, dbKeyId: key.dbKeyId, dbk: key.dbk.reveal().toString('base64url') });

/** Reads an unsealed payload; anything else than our own form for this database (null: whichever) is `vault.damaged`. */
export function parseKeyPayload(bytes: Uint8Array, dbId: string | null): DatabaseKey {
  const payload = parseCanonical(bytes, Payload, 'entry');
  const dbk = Buffer.from(payload.dbk, 'base64url');
  if ((dbId !== null && payload.dbId !== dbId) || dbk.length !== 32) throw new AppError('vault.damaged', { part: 'entry' });
  return { dbKeyId: payload.dbKeyId, dbk: new Redacted(dbk) };
}
