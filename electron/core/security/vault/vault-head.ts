import { createHash } from 'node:crypto';

import canonicalize from 'canonicalize';
import * as z from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';

export const ENTRY_KINDS = ['card', 'passphrase', 'recovery'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const Kcv = z.string().regex(/^[0-9a-f]{32}$/);

/** One wrapped copy of the database key: who may open it, with what, and the digest of the sealed file. */
export const VaultEntry = z.strictObject({
  id: z.uuid(),
  /** user_account.id; `recovery` for a kit. Never a name: the head is readable without any key. */
  userRef: z.string().min(1).max(80),
  kind: z.enum(ENTRY_KINDS),
  /** How it was sealed: the card probe's scheme (security.md §3.3), `age-scrypt`, `age-x25519`. */
  alg: z.string().min(1).max(60),
  /** SHA-256 of the file in `e/`. */
  sha256: Sha256Hex,
  /** End of the card's certificate. */
  notAfter: z.iso.datetime().nullable(),
  /** SHA-256 of the certificate the entry is sealed to: which card to look for. */
  certSha256: Sha256Hex.optional(),
  /** Slow digest of the user name (`nameTag`), so that sign-in finds a passphrase entry while the database is locked. */
  nameTag: z.string().regex(/^[0-9a-f]{32}$/).optional(),
});
export type VaultEntry = z.infer<typeof VaultEntry>;

/** A key change in progress: both keys are named, so that whichever one the file has is known (security.md §3.7). */
export const Rotation = z.strictObject({ state: z.enum(['pending', 'rekeyed']), dbKeyId: z.uuid(), kcv: Kcv });
export type Rotation = z.infer<typeof Rotation>;

/** `vault/head.json`: no secrets, RFC 8785 canonical JSON, signed beside in head.p7s (security.md §3.1). */
export const VaultHead = z.strictObject({
  format: z.literal('pm-vault/1'),
  clinicId: z.string().min(1).max(80),
  dbId: z.string().min(1).max(80),
  generation: z.int().min(1),
  dbKeyId: z.uuid(),
  kcv: Kcv,
  entries: z.array(VaultEntry).max(1000),
  prevSha256: Sha256Hex.nullable(),
  createdAt: z.iso.datetime(),
  rotation: Rotation.nullable(),
});
export type VaultHead = z.infer<typeof VaultHead>;

export const HEAD_LIMIT = 1_048_576;

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** RFC 8785 bytes of a plain value. */
export function canonicalBytes(value: object): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical form');
  return Buffer.from(text, 'utf8');
}

/**
 * Reads a canonical JSON file of ours. Anything that is not byte for byte what we would have written is
 * `vault.damaged`; a format this program does not know is too.
 */
export function parseCanonical<T extends object>(bytes: Uint8Array, schema: z.ZodType<T>, part: string): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('vault.damaged', { part });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success || !canonicalBytes(parsed.data).equals(bytes)) throw new AppError('vault.damaged', { part });
  return parsed.data;
}

/** The head in these bytes: structure, canonical form, unique ids, one file per entry. */
export function parseHead(bytes: Uint8Array): VaultHead {
  const head = parseCanonical(bytes, VaultHead, 'head');
  if (new Set(head.entries.map(entry => entry.id)).size !== head.entries.length) throw new AppError('vault.damaged', { part: 'head' });
  return head;
}

/** File name of an entry inside `e/`: CMS for cards, age for everything else. */
export const entryFileName = (entry: Pick<VaultEntry, 'id' | 'kind'>): string => `${entry.id}.${entry.kind === 'card' ? 'p7m' : 'age'}`;
