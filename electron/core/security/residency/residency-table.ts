import { createHash, createPublicKey, verify } from 'node:crypto';

import canonicalize from 'canonicalize';

import { type HostJudgement, judgeHost as judgeBy, rowForEndpoint } from '#shared/domain/backup/residency/judge.ts';
import builtIn from '#shared/domain/backup/residency/table.json' with { type: 'json' };
import { ResidencyTable, type ResidencyRow } from '#shared/domain/backup/residency/table.ts';

/**
 * SHA-256 over the RFC 8785 form of the table this program was built with. A change of the table needs a change here, in a
 * file that a reviewer reads; `node build/scripts/residency.mjs` prints it. Nothing else is trusted until a release key is.
 */
export const PINNED_SHA256 = '72599710a24eafbcf7582cfd92928e04e13ffba31ea5f355884ca63f14fe3edd';

/** Ed25519 public keys (SPKI DER, base64) that may sign newer tables. None yet: build/docs/adr/0016-where-backups-may-lie.md. */
export const RELEASE_KEYS: readonly string[] = [];

export interface TableTrust {
  readonly pinnedSha256: string;
  readonly releaseKeys: readonly string[];
}
export const TABLE_TRUST: TableTrust = { pinnedSha256: PINNED_SHA256, releaseKeys: RELEASE_KEYS };

const DOMAIN = 'klinikbok residency table 1\n';

/** The bytes that are hashed and, after their domain line, signed. */
export const tableBytes = (table: unknown): Buffer => Buffer.from(canonicalize(table) ?? '');

/** What a release key signs: a line that says what it is, then the table. */
export const signedBytes = (table: unknown): Buffer => Buffer.concat([Buffer.from(DOMAIN), tableBytes(table)]);

function isSigned(table: unknown, signature: string | null, keys: readonly string[]): boolean {
  if (signature === null) return false;
  const bytes = signedBytes(table);
  return keys.some(key => verify(null, bytes, createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }), Buffer.from(signature, 'base64')));
}

/**
 * The table, or null when it is neither the one this program was built with nor signed by a release key, or has another
 * shape: then every server is refused, because a changed line could send journals anywhere.
 */
export function openResidencyTable(table: unknown, signature: string | null, trust: TableTrust): ResidencyTable | null {
  const isPinned = createHash('sha256').update(tableBytes(table)).digest('hex') === trust.pinnedSha256;
  if (!isPinned && !isSigned(table, signature, trust.releaseKeys)) return null;
  return ResidencyTable.safeParse(table).data ?? null;
}

const trusted = openResidencyTable(builtIn, null, TABLE_TRUST);

/** Where a server at this address stands, by the table of this program. Never throws; what cannot be judged is refused. */
export const judgeHost = (endpoint: string): HostJudgement => judgeBy(endpoint, trusted);

/** The table's row for an address, with the region to sign for; undefined without one. */
export const residencyRow = (endpoint: string): ResidencyRow | undefined => (trusted === null ? undefined : rowForEndpoint(endpoint, trusted));

/** The judgement with the region to sign for, null where no row says one. */
export const judgeServerHost = (endpoint: string): HostJudgement & { readonly region: string | null } => ({ ...judgeHost(endpoint), region: residencyRow(endpoint)?.region ?? null });
