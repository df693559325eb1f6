import type { ProbeLine } from './probe.ts';
import { SERVER_MARGIN_DAYS } from './retention.ts';

/** Where the clinic's objects lie in the bucket, and how long its backups are kept. */
export interface ExpiryWish {
  /** As in the place: empty, or ends in a slash. */
  readonly prefix: string;
  readonly retentionDays: number;
}

/** Days that what was overwritten must stay: whoever overwrites everything must be noticed before the first versions go. */
const OVERWRITTEN_DAYS = 90;
const LEAST_OVERWRITTEN_DAYS = 30;

/** Nothing here may ever expire. */
const FOR_EVER = ['archive/', 'files/', 'tools/', 'VERSION'] as const;

/** Age at which a server deletes a backup: later than the clinic's retention, because packs are older than what uses them. */
export const serverDays = (retentionDays: number): number => retentionDays + SERVER_MARGIN_DAYS;

/**
 * The rules by which a server lets old backups go, as JSON for the provider (the form of PutBucketLifecycleConfiguration,
 * `aws s3api put-bucket-lifecycle-configuration --lifecycle-configuration file://…`). Only `m/` expires, and what the
 * probe left; `archive/`, `files/`, `tools/` and VERSION are named by no rule (design/backup.md, retention).
 */
export function lifecycleRules({ prefix, retentionDays }: ExpiryWish): string {
  const rule = (id: string, below: string, more: object) => ({ ID: `klinikbok-${id}`, Status: 'Enabled', Filter: { Prefix: `${prefix}${below}` }, ...more });
  const Rules = [
    rule('backups', 'm/', { Expiration: { Days: serverDays(retentionDays) }, NoncurrentVersionExpiration: { NoncurrentDays: OVERWRITTEN_DAYS } }),
    rule('probe', 'probe/', { Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    rule('unfinished', '', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
  ];
  return JSON.stringify({ Rules }, null, 2);
}

/** One rule as a bucket has it, as far as it can make an object go or unreadable. */
export interface BucketRule {
  readonly prefix: string;
  /** Days, or `date` for a fixed day. */
  readonly expires: number | 'date' | null;
  readonly overwrittenDays: number | null;
  /** Moved to a store that has to be asked hours before it can be read. */
  readonly isPutAway: boolean;
}

const touches = (rule: BucketRule, place: string): boolean => place.startsWith(rule.prefix) || rule.prefix.startsWith(place);

export interface LifecycleVerdict {
  readonly lines: readonly ProbeLine[];
  /** Age in days at which the server deletes backups; null when it never does, undefined when that is not known. */
  readonly serverDays?: number | null;
}

const unknownVerdict: LifecycleVerdict = { lines: [{ check: 'expiry', outcome: 'unknown', detail: '' }, { check: 'archive', outcome: 'unknown', detail: '' }] };

/** Why a rule lets backups go too early; undefined when it does not. */
function tooEarly(rule: BucketRule, retentionDays: number): string | undefined {
  if (rule.expires === 'date') return 'Date';
  if (rule.expires !== null && rule.expires < serverDays(retentionDays)) return `Expiration ${rule.expires}`;
  if (rule.overwrittenDays !== null && rule.overwrittenDays < LEAST_OVERWRITTEN_DAYS) return `NoncurrentDays ${rule.overwrittenDays}`;
  return rule.isPutAway ? 'Transition' : undefined;
}

/** Judges the rules a bucket has; `null`: the clinic's key may not read them, somebody has to ask the provider. */
export function judgeLifecycle(rules: readonly BucketRule[] | null, { prefix, retentionDays }: ExpiryWish): LifecycleVerdict {
  if (rules === null) return unknownVerdict;
  const ofBackups = rules.filter(rule => touches(rule, `${prefix}m/`));
  const early = ofBackups.flatMap(rule => tooEarly(rule, retentionDays) ?? [])[0];
  const hit = FOR_EVER.find(name => rules.some(rule => touches(rule, `${prefix}${name}`) && (rule.expires !== null || rule.overwrittenDays !== null || rule.isPutAway)));
  const days = ofBackups.flatMap(rule => (typeof rule.expires === 'number' ? [rule.expires] : []));
  return {
    lines: [
      { check: 'expiry', outcome: early === undefined ? 'protected' : 'unprotected', detail: early ?? '' },
      { check: 'archive', outcome: hit === undefined ? 'protected' : 'unprotected', detail: hit ?? '' },
    ],
    serverDays: days.length === 0 ? null : Math.min(...days),
  };
}
