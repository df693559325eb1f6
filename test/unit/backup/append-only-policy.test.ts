import { describe, expect, it } from 'vitest';

import { appendOnlyPolicy, policyPrincipal } from '#shared/domain/backup/append-only-policy.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly AWS: readonly string[] };
  readonly Action: readonly string[];
  readonly Condition?: unknown;
}
const statements = (text: string): readonly Statement[] => (JSON.parse(text) as { Statement: readonly Statement[] }).Statement;
const WRITER = policyPrincipal({ provider: 'ceph', user: 'clinic' });

describe('the policy to paste at the provider lets a clinic’s key add and read, and nothing else (4C 2)', () => {
  it('calls keys by the names each provider uses', () => {
    expect(WRITER).toBe('arn:aws:iam:::user/clinic');
    expect(policyPrincipal({ provider: 'aws', account: '123456789012', user: 'clinic' })).toBe('arn:aws:iam::123456789012:user/clinic');
    // Hetzner's own form, with its literal p
    expect(policyPrincipal({ provider: 'hetzner', project: '4711', accessKeyId: 'KEY' })).toBe('arn:aws:iam:::user/p4711:KEY');
  });

  it.each(['ceph', 'aws', 'hetzner'] as const)('at %s the writer is allowed nothing that removes or changes, and is refused it by name', provider => {
    const all = statements(appendOnlyPolicy({ provider, bucket: 'b', prefix: 'c1/', writer: WRITER, owner: 'arn:aws:iam:::user/owner' }));
    const ofWriter = all.filter(one => one.Principal.AWS.includes(WRITER));
    const allowed = ofWriter.filter(one => one.Effect === 'Allow').flatMap(one => one.Action);
    const denied = ofWriter.filter(one => one.Effect === 'Deny').flatMap(one => one.Action);
    expect(allowed.filter(action => /\*|Delete|Bypass|Acl|Policy|PutBucket|PutLifecycle/.test(action))).toEqual([]);
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectAcl', 's3:PutObjectRetention', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration', 's3:PutBucketVersioning']) expect(denied).toContain(action);
  });

  it('a whole bucket of the clinic’s own needs no prefix', () => {
    const text = appendOnlyPolicy({ provider: 'hetzner', bucket: 'b', prefix: '', writer: WRITER, owner: null });
    expect(text).toContain('"arn:aws:s3:::b/*"');
    expect(statements(text).some(one => one.Condition !== undefined)).toBe(false);
    expect(text).not.toContain('NotResource');
    expect(statements(text).every(one => one.Principal.AWS.includes(WRITER))).toBe(true);
  });
});
