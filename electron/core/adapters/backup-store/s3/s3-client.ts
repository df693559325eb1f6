import http from 'node:http';
import https from 'node:https';

import type { S3Client } from '@aws-sdk/client-s3';

import type { S3Place } from '../../../ports/backup-store.ts';
import { serverAddress } from './s3-address.ts';

/** How long one request may take before it counts as failed, and how often it is tried. Milliseconds. */
export interface RequestLimits {
  readonly connectMs: number;
  /** Without a byte in either direction. */
  readonly silenceMs: number;
  /** From the request to the beginning of its answer: an 8 MiB pack over 128 kbit/s takes nine minutes. */
  readonly answerMs: number;
  readonly attempts: number;
}
export const REQUEST_LIMITS: RequestLimits = { connectMs: 10_000, silenceMs: 120_000, answerMs: 900_000, attempts: 5 };

/** A question with a short answer is given up sooner than a pack: milliseconds, for `client.send`. */
export const shortRequest = ({ answerMs }: RequestLimits): { readonly requestTimeout: number } => ({ requestTimeout: Math.min(answerMs, 60_000) });

/** Four packs in flight, and room for questions beside them: one that waits for a connection uses up its own time. */
const CONNECTIONS = 6;

/** The SDK, loaded when the first server is spoken to: a clinic without one does not pay for it at each start. */
export async function loadSdk() {
  // Node's own warning about coming versions of the SDK is for us, not for a clinic's log.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const [sdk, { NodeHttpHandler }] = await Promise.all([import('@aws-sdk/client-s3'), import('@smithy/node-http-handler')]);
  return { sdk, NodeHttpHandler };
}

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * A client for one place with the options measured in design/backup.md B. Nothing comes from the environment or from files
 * of other programs; a place with an authority of its own trusts only that one. Throws `server.addressRefused`.
 */
export async function makeClient(place: S3Place, limits: RequestLimits): Promise<S3Client> {
  const { url } = serverAddress(place.endpoint);
  const { sdk, NodeHttpHandler } = await loadSdk();
  const agent = { keepAlive: true, maxSockets: CONNECTIONS };
  return new sdk.S3Client({
    endpoint: url.origin, region: place.region, forcePathStyle: true,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey.reveal() },
    // WHEN_SUPPORTED fails or goes unchecked on several servers; we send Content-MD5 and compare the ETag instead
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: limits.attempts, retryMode: 'standard', defaultsMode: 'standard', useFipsEndpoint: false, useDualstackEndpoint: false, followRegionRedirects: false,
    // said here so that it is not looked up in ~/.aws or the environment of another program
    authSchemePreference: [], disableClockSkewCorrection: false, disableS3ExpressSessionAuth: true, disableMultiregionAccessPoints: true, useArnRegion: false, sigv4aSigningRegionSet: async () => undefined, userAgentAppId: async () => undefined,
    logger: silent,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: limits.connectMs, socketTimeout: limits.silenceMs, requestTimeout: limits.answerMs,
      logger: silent,
      throwOnRequestTimeout: true, // without it a request over its limit is only warned about and hangs
      httpAgent: new http.Agent(agent),
      httpsAgent: new https.Agent({ ...agent, minVersion: 'TLSv1.2', ...(place.authority === null ? {} : { ca: place.authority }) }),
    }),
  });
}
