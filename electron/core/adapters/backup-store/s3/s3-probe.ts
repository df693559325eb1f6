import { createHash, randomBytes } from 'node:crypto';

import type { S3Client } from '@aws-sdk/client-s3';

import { judgeLifecycle, type LifecycleVerdict } from '#shared/domain/backup/lifecycle.ts';
import { type ProbeCheck, type ProbeLine, reportOf } from '#shared/domain/backup/probe.ts';
import { USUAL_RETENTION_DAYS } from '#shared/domain/backup/retention.ts';
import type { ProbeReport } from '#shared/domain/backup/target-status.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { S3Place } from '../../../ports/backup-store.ts';
import { serverAddress } from './s3-address.ts';
import { loadSdk, makeClient, REQUEST_LIMITS } from './s3-client.ts';
import { failureOf, serverError } from './s3-errors.ts';
import { readLifecycle } from './s3-lifecycle.ts';

type Sdk = Awaited<ReturnType<typeof loadSdk>>['sdk'];

/** The object that everything is tried on; written by the probe itself, a few bytes. */
interface Probe {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  readonly name: { readonly Bucket: string; readonly Key: string };
  readonly bytes: Buffer;
  /** Undefined where the bucket keeps no versions. */
  readonly versionId: string | undefined;
}

const line = (check: ProbeCheck, outcome: ProbeLine['outcome'], detail = ''): ProbeLine => ({ check, outcome, detail: detail.slice(0, 200) });

/** What a server says when it does not know the thing at all: then nobody can misuse it either. */
const UNKNOWN_THERE: readonly string[] = ['NotImplemented', 'MethodNotAllowed', 'AccessControlListNotSupported', 'ObjectLockConfigurationNotFoundError', 'InvalidRequest'];

type Tried = { readonly refused: string } | { readonly unknownThere: string } | { readonly done: true };

/** Refused as it should be, not known at the server, or done. Throws when the server could not be asked. */
async function attempt(work: Promise<unknown>): Promise<Tried> {
  try {
    await work;
    return { done: true };
  } catch (error) {
    const { name, status } = failureOf(error);
    if (status === 403 || status === 401 || status === 409) return { refused: name };
    if (status === 501 || status === 405 || UNKNOWN_THERE.includes(name)) return { unknownThere: name };
    throw error;
  }
}

/** A line about something the server has to refuse. */
async function mustRefuse(check: ProbeCheck, work: Promise<unknown>): Promise<ProbeLine> {
  const tried = await attempt(work);
  if ('refused' in tried) return line(check, 'protected', tried.refused);
  return 'done' in tried ? line(check, 'unprotected') : line(check, 'unknown', tried.unknownThere);
}

/**
 * The same for a change that must never happen in earnest: sent in a form that no server can carry out. Whoever has no
 * right is refused (403) before it is read; whoever has it is told that it is malformed (400).
 */
async function mustRefuseUnread(check: ProbeCheck, work: Promise<unknown>): Promise<ProbeLine> {
  try {
    return await mustRefuse(check, work);
  } catch (error) {
    const { name, status } = failureOf(error);
    if (status === 400) return line(check, 'unprotected', name);
    throw error;
  }
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');

async function versions({ sdk, client, bucket, versionId }: Probe): Promise<ProbeLine> {
  const status = await client.send(new sdk.GetBucketVersioningCommand({ Bucket: bucket })).then(answer => answer.Status ?? 'Off', () => undefined);
  if (status === 'Enabled') return line('versions', 'protected', status);
  if (status !== undefined) return line('versions', 'unprotected', status);
  return versionId === undefined || versionId === 'null' ? line('versions', 'unprotected') : line('versions', 'protected', 'VersionId');
}

async function lock({ sdk, client, name }: Probe): Promise<ProbeLine> {
  const kept = await client.send(new sdk.HeadObjectCommand(name)).catch(() => undefined);
  const until = kept?.ObjectLockRetainUntilDate?.toISOString() ?? '';
  // GOVERNANCE is taken off by anybody with the right to, and at Ceph by the uploader itself
  return line('lock', kept?.ObjectLockMode === 'COMPLIANCE' && until !== '' ? 'protected' : 'unprotected', `${kept?.ObjectLockMode ?? ''} ${until}`.trim());
}

/** After the other key's worth of bytes was written over it: are the first ones still there? */
async function overwrite(probe: Probe): Promise<ProbeLine> {
  const { sdk, client, name, bytes, versionId } = probe;
  const other = randomBytes(bytes.length);
  const tried = await attempt(client.send(new sdk.PutObjectCommand({ ...name, Body: other, ContentMD5: md5Of(other) })));
  if ('refused' in tried) return line('overwrite', 'protected', tried.refused);
  if (versionId === undefined) return line('overwrite', 'unprotected');
  const old = await client.send(new sdk.GetObjectCommand({ ...name, VersionId: versionId })).then(answer => answer.Body?.transformToByteArray(), () => undefined);
  return line('overwrite', old !== undefined && Buffer.from(old).equals(bytes) ? 'protected' : 'unprotected', 'VersionId');
}

/** Both as anybody would, and with the header that takes GOVERNANCE off. */
async function shorten({ sdk, client, name, versionId }: Probe): Promise<ProbeLine> {
  const soon = { ...name, ...(versionId === undefined ? {} : { VersionId: versionId }), Retention: { Mode: 'GOVERNANCE' as const, RetainUntilDate: new Date(Date.now() + 60_000) } };
  for (const bypass of [false, true]) {
    const found = await mustRefuse('shorten', client.send(new sdk.PutObjectRetentionCommand({ ...soon, BypassGovernanceRetention: bypass })));
    // a bucket that knows no locks has nothing to shorten: it is open
    if (found.outcome !== 'protected') return line('shorten', 'unprotected', found.detail);
    if (bypass) return found;
  }
  return line('shorten', 'unknown');
}

async function deleteVersion({ sdk, client, name, versionId }: Probe): Promise<ProbeLine> {
  const what = { ...name, ...(versionId === undefined ? {} : { VersionId: versionId }) };
  const plain = await mustRefuse('deleteVersion', client.send(new sdk.DeleteObjectCommand(what)));
  if (plain.outcome !== 'protected' || versionId === undefined) return plain;
  return mustRefuse('deleteVersion', client.send(new sdk.DeleteObjectCommand({ ...what, BypassGovernanceRetention: true })));
}

async function publish({ sdk, client, name }: Probe): Promise<ProbeLine> {
  const found = await mustRefuse('publish', client.send(new sdk.PutObjectAclCommand({ ...name, ACL: 'public-read' })));
  if (found.outcome === 'unprotected') await client.send(new sdk.PutObjectAclCommand({ ...name, ACL: 'private' })).catch(() => undefined);
  return found;
}

/** With a digest that cannot fit, so that nothing is left there even where it is allowed. */
async function otherPrefix({ sdk, client, bucket, prefix, bytes }: Probe): Promise<ProbeLine> {
  if (prefix === '') return line('otherPrefix', 'unknown');
  const request = new sdk.PutObjectCommand({ Bucket: bucket, Key: `klinikbok-probe-${randomBytes(8).toString('hex')}`, Body: bytes, ContentMD5: md5Of(Buffer.alloc(0)) });
  return mustRefuseUnread('otherPrefix', client.send(request));
}

const policy = ({ sdk, client, bucket }: Probe): Promise<ProbeLine> => mustRefuseUnread('policy', client.send(new sdk.PutBucketPolicyCommand({ Bucket: bucket, Policy: 'not a policy' })));

/** Expires by days and by date at once, which no server accepts. */
function lifecycle({ sdk, client, bucket }: Probe): Promise<ProbeLine> {
  const rule = { ID: 'klinikbok-probe', Status: 'Enabled' as const, Filter: { Prefix: 'klinikbok-probe/' }, Expiration: { Days: 3650, Date: new Date('2099-01-01T00:00:00Z') } };
  return mustRefuseUnread('lifecycle', client.send(new sdk.PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: [rule] } })));
}

async function wrongDigest({ sdk, client, name, bytes }: Probe): Promise<ProbeLine> {
  const sent = client.send(new sdk.PutObjectCommand({ ...name, Key: `${name.Key}-digest`, Body: bytes, ContentMD5: md5Of(Buffer.alloc(0)) }));
  return sent.then(() => line('wrongDigest', 'unprotected'), (error: unknown) => line('wrongDigest', failureOf(error).status === 400 ? 'protected' : 'unknown', failureOf(error).name));
}

async function conditional({ sdk, client, name, bytes }: Probe): Promise<ProbeLine> {
  const sent = client.send(new sdk.PutObjectCommand({ ...name, Body: bytes, ContentMD5: md5Of(bytes), IfNoneMatch: '*' }));
  return sent.then(() => line('conditional', 'unprotected'), (error: unknown) => line('conditional', failureOf(error).status === 412 ? 'protected' : 'unknown', failureOf(error).name));
}

/** Whether the bucket's own rules let backups go before their time, or touch what must never go. Changes nothing. */
const expiryOf = async ({ client, bucket, prefix }: Probe, retentionDays: number): Promise<LifecycleVerdict> => judgeLifecycle(await readLifecycle(client, bucket), { prefix, retentionDays });

/** Writes the object and reads it back; what does not even do that is no place for backups. */
async function begin(place: S3Place): Promise<Probe> {
  const { sdk } = await loadSdk();
  const client = await makeClient(place, { ...REQUEST_LIMITS, silenceMs: 30_000, answerMs: 60_000, attempts: 3 });
  const name = { Bucket: place.bucket, Key: `${place.prefix}probe/${randomBytes(8).toString('hex')}` };
  const bytes = randomBytes(64);
  const put = () => client.send(new sdk.PutObjectCommand({ ...name, Body: bytes, ContentMD5: md5Of(bytes) }));
  const stored = await put().catch((error: unknown) => {
    if (failureOf(error).name === 'RequestTimeTooSkewed') return put();
    throw error;
  });
  const read = await client.send(new sdk.GetObjectCommand(name)).then(answer => answer.Body?.transformToByteArray());
  const listed = await client.send(new sdk.ListObjectsV2Command({ Bucket: place.bucket, Prefix: name.Key }));
  if (read === undefined || !Buffer.from(read).equals(bytes) || listed.Contents?.[0]?.Key !== name.Key) throw new AppError('server.notS3', { host: serverAddress(place.endpoint).host, status: 200 });
  return { sdk, client, bucket: place.bucket, prefix: place.prefix, name, bytes, versionId: stored.VersionId };
}

/** What is tried while the object is whole comes first, what may destroy it last. */
const IN_ORDER: readonly ((probe: Probe) => Promise<ProbeLine>)[] = [
  versions, lock, otherPrefix, policy, lifecycle, wrongDigest, publish, conditional, overwrite, shorten,
  deleteVersion,
  ({ sdk, client, name }) => mustRefuse('delete', client.send(new sdk.DeleteObjectCommand(name))),
];

/**
 * Tries at a server everything that somebody with the clinic's key could do to the backups, on an object of its own, and
 * tells line by line what the server refused (4C 2; about fifteen requests), and whether its own rules keep backups for
 * `retentionDays`. Never changes a setting of the bucket; leaves
 * a few bytes below `probe/` where nothing can be deleted. Errors: `server.…`, when the place cannot be used at all.
 */
export async function probeServer(place: S3Place, retentionDays: number = USUAL_RETENTION_DAYS): Promise<ProbeReport> {
  const { host } = serverAddress(place.endpoint);
  try {
    const probe = await begin(place);
    const lines: ProbeLine[] = [];
    try {
      for (const look of IN_ORDER) lines.push(await look(probe));
      const expiry = await expiryOf(probe, retentionDays);
      return reportOf([...lines, ...expiry.lines], expiry);
    } finally {
      probe.client.destroy();
    }
  } catch (error) {
    throw serverError(error, host);
  }
}
