import { randomBytes } from 'node:crypto';
import https from 'node:https';

import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutObjectLockConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { appendOnlyPolicy, policyPrincipal } from '#shared/domain/backup/append-only-policy.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { ensureServer } from '../../build/scripts/rgw/ensure.mjs';
import { adminCall } from './rgw-admin.ts';

export interface Key {
  readonly key: string;
  readonly secret: string;
}

export interface TestUser extends Key {
  /** The user's name at the gateway. */
  readonly uid: string;
}

export interface BucketOptions {
  /** Object Lock by bucket default, in days; absent: no lock. */
  readonly lock?: number;
  /** COMPLIANCE unless said. */
  readonly mode?: 'COMPLIANCE' | 'GOVERNANCE';
  /** A lock always means versions. */
  readonly versioned?: boolean;
}

export interface TestBucket {
  readonly bucket: string;
  /** `c1/`: all that the append-only key may touch. */
  readonly prefix: string;
  /** May add and read below the prefix, by the product's own policy. */
  readonly appendOnly: TestUser;
  /** The place as a clinic would set it up: the append-only key, TLS, the server's authority. */
  readonly place: S3Place;
  /** The same place in the hands of the bucket's owner, who may delete what no lock keeps. */
  readonly ownerPlace: S3Place;
}

export interface TestServer {
  /** `https://localhost:<port>`; its certificate is signed by `authority`. */
  readonly endpoint: string;
  /** The same server without TLS, for proxies. */
  readonly plainEndpoint: string;
  /** PEM. */
  readonly authority: string;
  /** Owns every bucket; may do everything. */
  readonly owner: Key;
  newBucket(options?: BucketOptions): Promise<TestBucket>;
  newUser(): Promise<TestUser>;
  /** The server then refuses what would make the owner of buckets or this user hold more. Buckets belong to `owner`. */
  setQuota(uid: string, bytes: number | null): Promise<void>;
  /** Refuses new objects in this bucket above so many bytes. */
  setBucketQuota(bucket: string, bytes: number | null): Promise<void>;
  /** A revoked key: refused from now on. */
  removeUser(uid: string): Promise<void>;
  /** The SDK with another key, for what our own port cannot do. Ended with the process. */
  client(key?: Key): S3Client;
}

function clientOf(endpoint: string, authority: string, key: Key): S3Client {
  return new S3Client({
    endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: key.key, secretAccessKey: key.secret },
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED', maxAttempts: 3,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true, httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 4, ca: authority }) }),
  });
}

async function makeBucket(owner: S3Client, bucket: string, options: BucketOptions): Promise<void> {
  await owner.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: options.lock !== undefined }));
  if (options.lock !== undefined) {
    const rule = { DefaultRetention: { Mode: options.mode ?? 'COMPLIANCE', Days: options.lock } };
    await owner.send(new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: rule } }));
  } else if (options.versioned === true) {
    await owner.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
}

// What it says about coming Node versions is no result of a test.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The process that lives as long as the whole test run: the test runner, not the worker it starts for each file. */
const userPid = process.env['VITEST'] === undefined ? process.pid : process.ppid;

/**
 * A real Ceph object store on this computer, shared by everybody who asks while somebody uses it; started when none runs
 * (about 15 s). Each caller makes buckets of its own. Fails with a sentence when the server's packages are not here.
 */
export async function openServer(): Promise<TestServer> {
  const running = await ensureServer({ userPid });
  const { endpoint, plainEndpoint, authority, owner } = running;
  const admin = (method: 'PUT' | 'DELETE', path: string, query: Record<string, string>, body?: string): Promise<string> =>
    adminCall(plainEndpoint, owner, { method, path, query, ...(body === undefined ? {} : { body }) });
  const limit = (bytes: number | null): string => JSON.stringify({ enabled: bytes !== null, max_size_kb: bytes === null ? -1 : Math.floor(bytes / 1024), max_size: bytes ?? -1, max_objects: -1 });
  const client = (key: Key = owner): S3Client => clientOf(endpoint, authority, key);
  const newUser = async (): Promise<TestUser> => {
    const user = { uid: `u${randomBytes(6).toString('hex')}`, key: `KEY${randomBytes(8).toString('hex').toUpperCase()}`, secret: randomBytes(20).toString('hex') };
    await admin('PUT', '/admin/user', { 'uid': user.uid, 'display-name': user.uid, 'access-key': user.key, 'secret-key': user.secret });
    return user;
  };
  return {
    endpoint, plainEndpoint, authority, owner, newUser, client,
    async newBucket(options = {}) {
      const bucket = `b-${randomBytes(6).toString('hex')}`;
      const prefix = 'c1/';
      const appendOnly = await newUser();
      const asOwner = client();
      await makeBucket(asOwner, bucket, options);
      const principal = (user: string): string => policyPrincipal({ provider: 'ceph', user });
      await asOwner.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: appendOnlyPolicy({ provider: 'ceph', bucket, prefix, writer: principal(appendOnly.uid), owner: principal('owner') }) }));
      asOwner.destroy();
      const placeOf = (key: Key): S3Place => ({ kind: 's3', endpoint, region: 'default', bucket, prefix, accessKeyId: key.key, secretAccessKey: new Redacted(key.secret), authority });
      return { bucket, prefix, appendOnly, place: placeOf(appendOnly), ownerPlace: placeOf(owner) };
    },
    async setQuota(uid, bytes) {
      await admin('PUT', '/admin/user', { 'quota': '', uid, 'quota-type': 'user' }, limit(bytes));
    },
    async setBucketQuota(bucket, bytes) {
      await admin('PUT', '/admin/bucket', { quota: '', uid: 'owner', bucket }, limit(bytes));
    },
    async removeUser(uid) {
      await admin('DELETE', '/admin/user', { uid });
    },
  };
}
