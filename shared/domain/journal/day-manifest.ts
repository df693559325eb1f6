import canonicalize from 'canonicalize';
import * as z from 'zod';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a card signs at the end of the day: the root over the notes' versions and the documents somebody locked. Its canonical form (RFC 8785) is
 * stored and signed as it is; build/docs/signatures.md explains each field to whoever checks it without this program.
 */
export const DayManifestSchema = z.strictObject({
  format: z.literal('klinikbok-day-1'),
  /**
   * signature: made with the card's signing key; - login: made with its sign-in key, because the card has no signing
   * key: shows that nothing changed since and which card was there, and is no signature in the law's sense.
   */
  purpose: z.enum(['signature', 'login']),
  id: z.uuid(),
  clinic: z.string(),
  /** Name and title as they were then (J-05). */
  signer: z.strictObject({ id: z.string(), name: z.string(), title: z.string(), hsaId: z.string().nullable() }),
  /** This person's first day is 1. */
  number: z.int().min(1),
  /** SHA-256 of this person's manifest before this one, hex; null for the first: a day that goes missing is noticed. */
  previous: Digest.nullable(),
  signedAt: z.iso.datetime(),
  tree: z.literal('rfc6962-sha256'),
  /** What a leaf is: the 32 bytes of SHA-256 over the signed file, a note's record or a document's PDF. */
  leaf: z.literal('sha256-of-file'),
  count: z.int().min(1),
  root: Digest,
});
export type DayManifest = z.infer<typeof DayManifestSchema>;

const Place = { format: z.literal('klinikbok-proof-1'), day: z.uuid(), digest: Digest, index: z.int().min(0), count: z.int().min(1), path: z.array(Digest).max(40) };
/** The place of a note's version or of a document's PDF under a day's root. Hashes in hex, nearest to the leaf first. */
export const DayProofSchema = z.union([z.strictObject({ ...Place, noteId: z.uuid(), no: z.int().min(1) }), z.strictObject({ ...Place, documentId: z.uuid() })]);
export type DayProof = z.infer<typeof DayProofSchema>;
/** What stands under a day's root. */
export type SignedThing = { readonly noteId: string; readonly no: number } | { readonly documentId: string };

/** RFC 8785 text of a manifest or proof. */
export function canonicalText(value: DayManifest | DayProof): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a manifest is always an object');
  return text;
}
