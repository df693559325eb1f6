import type { LifecycleRule, S3Client } from '@aws-sdk/client-s3';

import type { RemovalSurvey } from '#shared/domain/leaving/leaving.ts';
import type { S3Place } from '../../ports/backup-store.ts';
import type { StoreRemoval } from '../../ports/store-removal.ts';
import { serverAddress } from '../backup-store/s3/s3-address.ts';
import { loadSdk, makeClient, REQUEST_LIMITS } from '../backup-store/s3/s3-client.ts';
import { failureOf, serverError } from '../backup-store/s3/s3-errors.ts';

const AT_ONCE = 4;
/** Answers of servers that keep no versions, locks or schedules. */
const UNKNOWN_HERE = ['NotImplemented', 'InvalidRequest', 'NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError', 'NoSuchLifecycleConfiguration'];

/** What a repository has at its top. With an empty prefix the bucket may hold other things: those stay. */
const OURS = ['m/', 'tools/', 'archive/', 'files/', 'probe/', 'VERSION'];

interface Version {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly size: number;
  /** A delete marker: holds nothing, hides something. */
  readonly isMarker: boolean;
}

interface Locked {
  readonly version: Version;
  readonly until: Date | null;
}

/** Work on all items, a few at once, in any order. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const item of queue) await work(item);
  }));
}

const sizes = (versions: readonly Version[]): number => versions.reduce((sum, { size }) => sum + size, 0);

/** Deletes a repository at a server with the keys of the bucket's owner: every version, every delete marker, never past a lock. */
export function s3Removal(place: S3Place): StoreRemoval {
  let client: Promise<S3Client> | undefined;
  const connect = (): Promise<S3Client> => (client ??= makeClient(place, REQUEST_LIMITS));
  const { host } = serverAddress(place.endpoint);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw serverError(error, host);
    }
  };
  const part = { place, connect };
  return {
    survey: () => guard(async () => surveyOf(part, await allVersions(part))),
    remove: onProgress => guard(async () => {
      const found = await allVersions(part);
      const { sdk } = await loadSdk();
      let done = 0;
      await each(found, async version => {
        await remove(sdk, await connect(), { place, version });
        onProgress((done += 1), found.length);
      });
      const rest = await allVersions(part);
      const left = await surveyOf(part, rest);
      const real = (versions: readonly Version[]) => versions.filter(one => !one.isMarker);
      return {
        removedObjects: real(found).length - left.objects, removedBytes: sizes(found) - left.bytes, left,
        restBySchedule: rest.length > 0 && (await scheduleRest(part)),
      };
    }),
  };
}

interface Part {
  readonly place: S3Place;
  readonly connect: () => Promise<S3Client>;
}

async function allVersions({ place, connect }: Part): Promise<Version[]> {
  const { sdk } = await loadSdk();
  const found: Version[] = [];
  const isOurs = (one: { Key?: string | undefined }) => OURS.some(name => (one.Key ?? '').startsWith(place.prefix + name));
  let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await (await connect()).send(new sdk.ListObjectVersionsCommand({ Bucket: place.bucket, Prefix: place.prefix, MaxKeys: 1000, ...from }));
    found.push(...(page.Versions ?? []).filter(isOurs).map(one => ({ key: one.Key ?? '', versionId: one.VersionId, size: one.Size ?? 0, isMarker: false })));
    found.push(...(page.DeleteMarkers ?? []).filter(isOurs).map(one => ({ key: one.Key ?? '', versionId: one.VersionId, size: 0, isMarker: true })));
    if (page.IsTruncated !== true || page.NextKeyMarker === undefined) return found;
    from = { KeyMarker: page.NextKeyMarker, ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }) };
  }
}

/** A locked version is refused by the server: that is no failure here, the count afterwards says that it is still there. */
async function remove(sdk: Awaited<ReturnType<typeof loadSdk>>['sdk'], client: S3Client, { place, version }: { readonly place: S3Place; readonly version: Version }): Promise<void> {
  const name = { Bucket: place.bucket, Key: version.key, ...(version.versionId === undefined ? {} : { VersionId: version.versionId }) };
  try {
    await client.send(new sdk.DeleteObjectCommand(name));
  } catch (error) {
    const failure = failureOf(error);
    const isLocked = failure.status === 403 && !['InvalidAccessKeyId', 'SignatureDoesNotMatch'].includes(failure.name);
    if (!isLocked && failure.status !== 404) throw error;
  }
}

async function lockOf({ place, connect }: Part, version: Version): Promise<Locked | null> {
  const { sdk } = await loadSdk();
  const head = await (await connect()).send(new sdk.HeadObjectCommand({ Bucket: place.bucket, Key: version.key, ...(version.versionId === undefined ? {} : { VersionId: version.versionId }) }));
  const until = head.ObjectLockRetainUntilDate ?? null;
  const isHeld = head.ObjectLockLegalHoldStatus === 'ON';
  return isHeld || (until !== null && until > new Date()) ? { version, until: isHeld ? null : until } : null;
}

async function surveyOf(part: Part, versions: readonly Version[]): Promise<RemovalSurvey> {
  const real = versions.filter(one => !one.isMarker);
  const locked: Locked[] = [];
  await each(real, async version => {
    const lock = await lockOf(part, version);
    if (lock !== null) locked.push(lock);
  });
  const last = locked.reduce((latest, { until }) => Math.max(latest, until?.getTime() ?? 0), 0);
  return {
    objects: real.length, bytes: sizes(real), lockedObjects: locked.length, lockedBytes: sizes(locked.map(one => one.version)),
    lastLockEndsAt: last === 0 ? null : new Date(last).toISOString(),
  };
}

/** Asks the server to delete below our prefix by itself from tomorrow on, as each lock ends; other rules of the bucket stay. */
async function scheduleRest({ place, connect }: Part): Promise<boolean> {
  const { sdk } = await loadSdk();
  const client = await connect();
  const rules = OURS.map((name): LifecycleRule => ({
    ID: `klinikbok-leaving-${place.prefix}${name}`.replaceAll('/', '-'), Status: 'Enabled', Filter: { Prefix: place.prefix + name }, Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  }));
  try {
    const known = await client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket: place.bucket })).then(answer => answer.Rules ?? [], (error: unknown) => {
      if (UNKNOWN_HERE.includes(failureOf(error).name) || failureOf(error).status === 404) return [];
      throw error;
    });
    const others = known.filter(one => !rules.some(rule => rule.ID === one.ID));
    await client.send(new sdk.PutBucketLifecycleConfigurationCommand({ Bucket: place.bucket, LifecycleConfiguration: { Rules: [...others, ...rules] } }));
    return true;
  } catch (error) {
    if ([400, 403, 405, 501].includes(failureOf(error).status)) return false; // the certificate then says that it must be done by hand
    throw error;
  }
}
