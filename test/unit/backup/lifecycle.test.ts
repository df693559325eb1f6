import { describe, expect, it } from 'vitest';

import { type BucketRule, judgeLifecycle, lifecycleRules } from '#shared/domain/backup/lifecycle.ts';
import { reportOf } from '#shared/domain/backup/probe.ts';
import { daysUntilExpiry, targetStanding } from '#shared/domain/backup/standing.ts';
import { aGeneration, aServer, aTarget, NOW, PROTECTED } from '../../screens/backup/backup-answers.ts';

const WISH = { prefix: 'c1/', retentionDays: 400 };
const rule = (over: Partial<BucketRule>): BucketRule => ({ prefix: 'c1/m/', expires: null, overwrittenDays: null, isPutAway: false, ...over });
const outcomes = (rules: readonly BucketRule[] | null, wish = WISH) => Object.fromEntries(judgeLifecycle(rules, wish).lines.map(line => [line.check, line.outcome]));

interface Written { readonly Filter: { readonly Prefix: string }; readonly Expiration?: { readonly Days: number }; readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number } }
const asRead = (text: string): BucketRule[] => (JSON.parse(text) as { Rules: Written[] }).Rules.map(one => rule({ prefix: one.Filter.Prefix, expires: one.Expiration?.Days ?? null, overwrittenDays: one.NoncurrentVersionExpiration?.NoncurrentDays ?? null }));

describe('the rules by which a server lets backups go (design/backup.md, retention)', () => {
  it('the text for the provider keeps backups for the retention and ninety days, and names nothing that is kept for ever', () => {
    for (const wish of [WISH, { prefix: '', retentionDays: 3650 }]) {
      const rules = asRead(lifecycleRules(wish));
      expect(judgeLifecycle(rules, wish)).toMatchObject({ lines: [{ check: 'expiry', outcome: 'protected' }, { check: 'archive', outcome: 'protected' }], serverDays: wish.retentionDays + 90 });
      expect(rules.filter(one => ['archive/', 'files/', 'tools/', 'VERSION'].some(name => `${wish.prefix}${name}`.startsWith(one.prefix) && (one.expires !== null || one.overwrittenDays !== null)))).toEqual([]);
    }
  });

  it.each([
    ['shorter than the retention and ninety days', [rule({ expires: 489 })], 'unprotected', 'protected'],
    ['on a fixed day', [rule({ expires: 'date' })], 'unprotected', 'protected'],
    ['for the whole bucket, which covers archive/', [rule({ prefix: '', expires: 5000 })], 'protected', 'unprotected'],
    ['for the clinic’s whole folder', [rule({ prefix: 'c1/', expires: 490 })], 'protected', 'unprotected'],
    ['for archive/ alone', [rule({ prefix: 'c1/archive/', expires: 3650 })], 'protected', 'unprotected'],
    ['that drops at once what somebody overwrote', [rule({ expires: 490, overwrittenDays: 1 })], 'unprotected', 'protected'],
    ['that drops overwritten archives some day', [rule({ prefix: '', overwrittenDays: 365 })], 'protected', 'unprotected'],
    ['into a store that cannot be read at once', [rule({ isPutAway: true })], 'unprotected', 'protected'],
    ['for somebody else’s folder', [rule({ prefix: 'c2/', expires: 1, overwrittenDays: 1 })], 'protected', 'protected'],
    ['for one series of ours, inside m/', [rule({ prefix: 'c1/m/0011223344556677/', expires: 30 })], 'unprotected', 'protected'],
  ] as const)('judges a rule %s', (_what, rules, expiry, archive) => {
    expect(outcomes(rules)).toEqual({ expiry, archive });
  });

  it('a longer retention makes the same rule too short; no rule at all keeps everything; rules that cannot be read are asked about', () => {
    const rules = [rule({ expires: 490 })];
    expect([outcomes(rules)['expiry'], outcomes(rules, { ...WISH, retentionDays: 500 })['expiry']]).toEqual(['protected', 'unprotected']);
    expect(judgeLifecycle([], WISH)).toMatchObject({ serverDays: null, lines: [{ outcome: 'protected' }, { outcome: 'protected' }] });
    expect(judgeLifecycle(null, WISH)).toEqual({ lines: [{ check: 'expiry', outcome: 'unknown', detail: '' }, { check: 'archive', outcome: 'unknown', detail: '' }] });
    const others = PROTECTED.lines.flatMap(line => (line.check === 'expiry' || line.check === 'archive' ? [] : [line as Parameters<typeof reportOf>[0][number]]));
    expect(reportOf([...others, ...judgeLifecycle(null, WISH).lines]).isProtected).toBe(true);
    expect(reportOf([...others, ...judgeLifecycle([rule({ prefix: '', expires: 490 })], WISH).lines]).isProtected).toBe(false);
  });
});

describe('the hazard of a server that deletes by age while nobody makes backups', () => {
  const server = (days: number, serverDays: number | null | undefined) =>
    aServer({ protection: { at: NOW.toISOString(), report: { ...PROTECTED, ...(serverDays === undefined ? {} : { serverDays }) }, lostAt: null } }, { last: aGeneration(9, 60 * 24 * days) });
  it('is counted from the newest backup, whose packs came with a base up to sixty days before it', () => {
    expect(daysUntilExpiry(server(410, 490), NOW)).toBe(20);
    expect(daysUntilExpiry(server(600, 490), NOW)).toBe(0);
    // its rules cannot be read: the ones it was given are taken; known to delete nothing: no hazard
    expect([daysUntilExpiry(server(410, undefined), NOW), daysUntilExpiry(server(410, null), NOW), daysUntilExpiry(aTarget(), NOW)]).toEqual([20, null, null]);
  });

  it('is louder than days without a backup in its last month, and never while backups are made', () => {
    expect([3, 300, 399, 401, 500].map(days => targetStanding(server(days, 490), NOW))).toEqual(['alarm', 'alarm', 'alarm', 'expiring', 'expiring']);
    // a rule of a week: too short, and shown as lost protection, but a backup an hour old is no hazard
    expect(targetStanding(server(0, 7), NOW)).toBe('full');
    expect(targetStanding(server(500, null), NOW)).toBe('alarm');
  });
});
