import { AppError } from '#shared/kernel/app-error.ts';
import { certificateFingerprint, parseCertificate, type ParsedCertificate } from './certificate.ts';
import { readCrl } from './crl.ts';
import { createOcspRequest, readOcspResponse } from './ocsp.ts';
import type { RevocationCache, RevocationResult, RevocationTransport, RevocationWord } from './revocation-types.ts';

/** Longest time, in milliseconds, that an earlier good answer may stand in when no authority can be reached (L-01). */
export const REVOCATION_GRACE_MS = 24 * 3_600_000;

export interface RevocationCheck {
  /** The person's certificate, DER. */
  readonly certificate: Uint8Array;
  /** The authorities above it, nearest first (ValidatedIdentity.chain). */
  readonly chain: readonly Uint8Array[];
  readonly transport: RevocationTransport;
  readonly cache: RevocationCache;
  readonly now: Date;
}

interface Pair {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
}

interface Sourced {
  readonly word: RevocationWord;
  readonly source: 'ocsp' | 'crl' | 'cache';
}

/** An authority that cannot be reached or gives no valid answer is silence, never an error: the next source is asked. */
async function orSilence<T>(ask: () => Promise<T | null>): Promise<T | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

async function askOcsp(pair: Pair, { transport, now }: RevocationCheck): Promise<Sourced | null> {
  for (const url of pair.certificate.ocspUrls.slice(0, 2)) {
    const request = createOcspRequest(pair);
    const word = await orSilence(async () => readOcspResponse(await transport.post(url, 'application/ocsp-request', request.body), { ...pair, nonce: request.nonce }, now));
    if (word && word.status !== 'unknown') return { word, source: 'ocsp' };
  }
  return null;
}

async function askCrl(pair: Pair, { transport, cache, now }: RevocationCheck): Promise<Sourced | null> {
  for (const url of pair.certificate.crlUrls.slice(0, 2)) {
    const found = await orSilence(async () => {
      const list = await transport.get(url);
      const word = readCrl(list, pair.certificate, pair.issuer, now);
      await orSilence(async () => (await cache.writeList(certificateFingerprint(pair.issuer.der), list), null));
      return word;
    });
    if (found) return { word: found, source: 'crl' };
  }
  return null;
}

/** The last list, as long as its own nextUpdate has not passed (readCrl refuses it otherwise). */
const askStoredCrl = (pair: Pair, { cache, now }: RevocationCheck): Promise<Sourced | null> =>
  orSilence(async () => {
    const list = await cache.readList(certificateFingerprint(pair.issuer.der));
    return list ? { word: readCrl(list, pair.certificate, pair.issuer, now), source: 'cache' as const } : null;
  });

const ask = async (pair: Pair, check: RevocationCheck): Promise<Sourced | null> =>
  (await askOcsp(pair, check)) ?? (await askCrl(pair, check)) ?? (await askStoredCrl(pair, check));

/** The authorities below the anchor are asked about as well; only a clear "revoked" counts, silence about them does not lock people out. */
async function revokedAuthority(chain: readonly ParsedCertificate[], check: RevocationCheck): Promise<Sourced | null> {
  for (const [index, issuer] of chain.entries()) {
    const certificate = chain[index - 1];
    const answer = certificate ? await ask({ certificate, issuer }, check) : null;
    if (answer?.word.status === 'revoked') return answer;
  }
  return null;
}

function resultOf({ word, source }: Sourced): RevocationResult {
  const at = word.producedAt.toISOString();
  return word.revokedAt ? { status: word.status, source, at, revokedAt: word.revokedAt.toISOString() } : { status: word.status, source, at };
}

/** An earlier good answer for the same certificate, at most REVOCATION_GRACE_MS old. */
async function rememberedGood(check: RevocationCheck): Promise<RevocationResult> {
  const good = await orSilence(() => check.cache.readGood(certificateFingerprint(check.certificate)));
  const age = good ? check.now.getTime() - Date.parse(good.at) : Number.NaN;
  if (good && age >= 0 && age <= REVOCATION_GRACE_MS) return { status: 'good', source: 'cache', at: good.at };
  return { status: 'unknown', source: 'none', at: check.now.toISOString() };
}

/**
 * Asks whether a certificate is revoked: OCSP, then the revocation list, then the stored list while in date, then an
 * earlier good answer up to 24 hours old. Never throws for the network; `unknown` when nobody could say.
 */
export async function checkRevocation(check: RevocationCheck): Promise<RevocationResult> {
  const certificate = parseCertificate(check.certificate);
  const chain = check.chain.map(parseCertificate);
  const [issuer] = chain;
  if (!issuer) throw new AppError('card.certUntrusted');
  const [own, above] = await Promise.all([ask({ certificate, issuer }, check), revokedAuthority(chain, check)]);
  if (own?.word.status === 'revoked') return resultOf(own);
  if (above) return resultOf(above);
  if (!own) return rememberedGood(check);
  const { word, source } = own;
  if (source !== 'cache') {
    const good = { at: word.producedAt.toISOString(), source };
    await orSilence(async () => (await check.cache.writeGood(certificateFingerprint(check.certificate), good), null));
  }
  return resultOf(own);
}

/** Throws card.certRevoked (`date`) or card.revocationUnknown unless the answer allows sign-in. */
export function requireNotRevoked(result: RevocationResult): void {
  if (result.status === 'revoked') throw new AppError('card.certRevoked', { date: (result.revokedAt ?? result.at).slice(0, 10) });
  if (result.status === 'unknown') throw new AppError('card.revocationUnknown');
}

/** Keeps answers for as long as the process lives. */
export function createMemoryRevocationCache(): RevocationCache {
  const good = new Map<string, Awaited<ReturnType<RevocationCache['readGood']>>>();
  const lists = new Map<string, Uint8Array>();
  return {
    readGood: async key => good.get(key) ?? null,
    writeGood: async (key, value) => void good.set(key, value),
    readList: async key => lists.get(key) ?? null,
    writeList: async (key, crl) => void lists.set(key, crl),
  };
}
