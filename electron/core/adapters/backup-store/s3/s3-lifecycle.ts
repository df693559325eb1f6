import type { LifecycleRule, S3Client } from '@aws-sdk/client-s3';

import type { BucketRule } from '#shared/domain/backup/lifecycle.ts';
import { loadSdk } from './s3-client.ts';
import { failureOf } from './s3-errors.ts';

/** Our objects carry no tags, so a rule for tagged ones never meets them. */
const isForTags = ({ Filter }: LifecycleRule): boolean => Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0;

/** Some servers answer with the old form, a prefix beside the filter. */
const prefixOf = ({ Filter, Prefix }: Pick<LifecycleRule, 'Filter' | 'Prefix'>): string => Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';

function ruleOf(rule: LifecycleRule): BucketRule {
  const { Expiration, NoncurrentVersionExpiration: overwritten, Transitions = [], NoncurrentVersionTransitions = [] } = rule;
  return {
    prefix: prefixOf(rule),
    expires: Expiration?.Date === undefined ? (Expiration?.Days ?? null) : 'date',
    overwrittenDays: overwritten?.NoncurrentDays ?? null,
    isPutAway: [...Transitions, ...NoncurrentVersionTransitions].some(one => /GLACIER|DEEP_ARCHIVE/.test(one.StorageClass ?? '')),
  };
}

/** The rules by which a bucket lets objects go; null when these keys may not read them or the server knows no such rules. */
export async function readLifecycle(client: S3Client, bucket: string): Promise<BucketRule[] | null> {
  const { sdk } = await loadSdk();
  try {
    const { Rules = [] } = await client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules.filter(rule => rule.Status === 'Enabled' && !isForTags(rule)).map(ruleOf);
  } catch (error) {
    const { name, status } = failureOf(error);
    if (name === 'NoSuchLifecycleConfiguration' || status === 404) return [];
    if ([400, 401, 403, 405, 501].includes(status)) return null;
    throw error;
  }
}
