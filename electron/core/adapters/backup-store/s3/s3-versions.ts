import type { ListObjectVersionsCommandOutput, ObjectVersion, S3Client } from '@aws-sdk/client-s3';

import type { StoredObject } from '../../../ports/backup-store.ts';
import { loadSdk } from './s3-client.ts';
import { failureOf } from './s3-errors.ts';

/** One of the things ever stored under a name. */
export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly size: number;
  readonly modifiedAt: Date;
  /** What a plain read gives; false for what was overwritten or hidden. */
  readonly isNewest: boolean;
}

export interface VersionedBucket {
  /** In the server's order (newest first). Empty where the server knows no versions or does not let us see them. */
  versionsOf(key: string): Promise<readonly StoredVersion[]>;
  read(key: string, versionId: string): Promise<Buffer | undefined>;
  /** The oldest version of each name whose newest entry is a delete marker. */
  hidden(prefix: string): Promise<readonly StoredObject[]>;
}

/** By when the server says it was written; equal times keep the server's order, reversed. */
export const oldestFirst = (versions: readonly StoredVersion[]): readonly StoredVersion[] =>
  [...versions].reverse().sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());

interface Everything {
  readonly versions: readonly StoredVersion[];
  /** Names hidden by a delete marker. */
  readonly marked: ReadonlySet<string>;
}

type From = { KeyMarker: string; VersionIdMarker?: string };

/** Where the next page begins; undefined at the end. */
function nextOf(answer: ListObjectVersionsCommandOutput): From | undefined {
  if (answer.IsTruncated !== true || answer.NextKeyMarker === undefined) return undefined;
  return { KeyMarker: answer.NextKeyMarker, ...(answer.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: answer.NextVersionIdMarker }) };
}

const versionOf = (one: ObjectVersion): StoredVersion => ({
  key: one.Key ?? '', versionId: one.VersionId ?? 'null', size: one.Size ?? 0, modifiedAt: one.LastModified ?? new Date(0), isNewest: one.IsLatest === true,
});

async function everything(client: S3Client, bucket: string, prefix: string): Promise<Everything> {
  const { sdk } = await loadSdk();
  const versions: StoredVersion[] = [];
  const marked = new Set<string>();
  let from: From | undefined;
  do {
    const answer = await client.send(new sdk.ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, MaxKeys: 1000, ...from }));
    versions.push(...(answer.Versions ?? []).map(versionOf));
    for (const one of answer.DeleteMarkers ?? []) if (one.IsLatest === true && one.Key !== undefined) marked.add(one.Key);
    from = nextOf(answer);
  } while (from !== undefined);
  return { versions, marked };
}

/** Reads what lies behind the newest version of each name. */
export function versionedBucket(client: S3Client, bucket: string): VersionedBucket {
  const known = (prefix: string): Promise<Everything> =>
    everything(client, bucket, prefix).catch((error: unknown) => {
      // Swift and small servers answer 501; a key without that right is refused: there is then nothing older to read
      if ([403, 405, 501].includes(failureOf(error).status)) return { versions: [], marked: new Set<string>() };
      throw error;
    });
  return {
    async versionsOf(key) {
      return (await known(key)).versions.filter(one => one.key === key);
    },
    async read(key, versionId) {
      const { sdk } = await loadSdk();
      const answer = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
      return answer.Body === undefined ? undefined : Buffer.from(await answer.Body.transformToByteArray());
    },
    async hidden(prefix) {
      const { versions, marked } = await known(prefix);
      const oldest = new Map<string, StoredObject>();
      for (const { key, size, modifiedAt } of oldestFirst(versions)) if (marked.has(key) && !oldest.has(key)) oldest.set(key, { key, size, modifiedAt });
      return [...oldest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}
