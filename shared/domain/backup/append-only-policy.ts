/** Everything a clinic's own key needs: write, read and list below its prefix. */
const ALLOWED_ON_OBJECTS = ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'];
const ALLOWED_ON_LISTS = ['s3:ListBucket', 's3:ListBucketVersions'];
/** What the set-up probe reads, so that it can say what protects the bucket. */
const READABLE_SETTINGS = ['s3:GetBucketVersioning', 's3:GetBucketObjectLockConfiguration', 's3:GetLifecycleConfiguration', 's3:GetBucketLocation'];

/** Refused even to the owner of an object: an uploader owns what it uploads and may otherwise do these without being allowed to. */
const REFUSED_ON_OBJECTS = [
  's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:PutObjectVersionAcl', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold',
  // Nor longer: Ceph before 18.2.2 keeps lock dates in 32 bits, and a lock "until 2110" is one that has ended (tracker 63537).
  's3:PutObjectRetention',
];
/** Where a key may do everything unless it is told not to (Hetzner), each of these must be refused by name; AWS refuses a policy with a name it does not know. */
const REFUSED_ON_BUCKET = [
  's3:DeleteBucket', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketVersioning', 's3:PutBucketObjectLockConfiguration',
  's3:PutLifecycleConfiguration', 's3:PutReplicationConfiguration', 's3:PutBucketCORS', 's3:PutBucketWebsite',
  's3:DeleteBucketWebsite', 's3:PutBucketNotification',
];

export type PolicyProvider = 'ceph' | 'aws' | 'hetzner';

export interface PolicyRequest {
  readonly provider: PolicyProvider;
  readonly bucket: string;
  /** As in the place: empty, or ends in a slash. */
  readonly prefix: string;
  /** Who may only add: see `policyPrincipal`. */
  readonly writer: string;
  /** Who keeps every right, so that somebody can still lengthen and clean up; null where the owner needs no statement (AWS, Hetzner). */
  readonly owner: string | null;
}

/**
 * The name a policy calls a key by. Ceph: the user. AWS: account and user. Hetzner: project and access key, with its literal
 * `p` (docs.hetzner.com, design/backup.md A.3).
 */
export function policyPrincipal(key: { provider: 'ceph'; user: string } | { provider: 'aws'; account: string; user: string } | { provider: 'hetzner'; project: string; accessKeyId: string }): string {
  if (key.provider === 'ceph') return `arn:aws:iam:::user/${key.user}`;
  if (key.provider === 'aws') return `arn:aws:iam::${key.account}:user/${key.user}`;
  return `arn:aws:iam:::user/p${key.project}:${key.accessKeyId}`;
}

/**
 * The bucket policy that lets a clinic's key add and read but never remove, as JSON text to paste at the provider
 * (design/backup.md A.3). It narrows nothing by itself where the provider ignores it: the probe says what it achieves.
 */
export function appendOnlyPolicy(request: PolicyRequest): string {
  const bucket = `arn:aws:s3:::${request.bucket}`;
  const inside = `${bucket}/${request.prefix}*`;
  const writer = { AWS: [request.writer] };
  const statements: object[] = [
    { Sid: 'KlinikbokWrite', Effect: 'Allow', Principal: writer, Action: ALLOWED_ON_OBJECTS, Resource: [inside] },
    { Sid: 'KlinikbokList', Effect: 'Allow', Principal: writer, Action: ALLOWED_ON_LISTS, Resource: [bucket], ...(request.prefix === '' ? {} : { Condition: { StringLike: { 's3:prefix': [`${request.prefix}*`] } } }) },
    { Sid: 'KlinikbokSettings', Effect: 'Allow', Principal: writer, Action: READABLE_SETTINGS, Resource: [bucket] },
    { Sid: 'KlinikbokNeverRemove', Effect: 'Deny', Principal: writer, Action: REFUSED_ON_OBJECTS, Resource: [`${bucket}/*`] },
    { Sid: 'KlinikbokNeverChange', Effect: 'Deny', Principal: writer, Action: REFUSED_ON_BUCKET, Resource: [bucket] },
  ];
  if (request.owner !== null) statements.push({ Sid: 'Owner', Effect: 'Allow', Principal: { AWS: [request.owner] }, Action: ['s3:*'], Resource: [bucket, `${bucket}/*`] });
  if (request.provider === 'hetzner' && request.prefix !== '') {
    statements.push({ Sid: 'KlinikbokOnlyHere', Effect: 'Deny', Principal: writer, Action: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'], NotResource: [inside] });
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}
