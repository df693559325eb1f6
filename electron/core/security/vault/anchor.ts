import * as z from 'zod';

import { canonicalBytes, parseCanonical, sha256Hex } from './vault-head.ts';

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * `vault/anchor.json`, also kept in the operating-system profile: the newest state this computer has seen. What is
 * older than its anchor has been put back (security.md D11). `check` covers the other fields against damage.
 */
export const Anchor = z.strictObject({
  format: z.literal('pm-anchor/1'),
  dbId: z.string().min(1).max(80),
  vaultGeneration: z.int().min(1),
  headSha256: Sha256Hex,
  backupGeneration: z.int().min(0),
  manifestSha256: Sha256Hex.nullable(),
  /** Newest signed checkpoint of the access log. */
  auditSeq: z.int().min(0),
  auditHash: Sha256Hex.nullable(),
  check: Sha256Hex,
});
export type Anchor = z.infer<typeof Anchor>;
export type AnchorFacts = Omit<Anchor, 'format' | 'check'>;

const withoutCheck = ({ check: _, ...rest }: Anchor) => rest;

/** The bytes of an anchor file for these facts. */
export function encodeAnchor(facts: AnchorFacts): Buffer {
  const body = { format: 'pm-anchor/1' as const, ...facts };
  return canonicalBytes({ ...body, check: sha256Hex(canonicalBytes(body)) });
}

/** Reads an anchor file; any damaged byte is `vault.damaged`. */
export function parseAnchor(bytes: Uint8Array): Anchor {
  const damageSeen = Anchor.refine(anchor => sha256Hex(canonicalBytes(withoutCheck(anchor))) === anchor.check);
  return parseCanonical(bytes, damageSeen, 'anchor');
}
