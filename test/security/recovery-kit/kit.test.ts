import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { ageEncrypt } from '#electron/core/security/age/age.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { decodeCode, encodeCode } from '#electron/core/security/recovery-kit/kit-code.ts';
import { groupMatches, groupsToAskBack, kitGroups, kitText, parseKit, type RecoveryKit } from '#electron/core/security/recovery-kit/kit.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

const pair = generateAgeKeyPair();
const keyHex = randomBytes(32).toString('hex');
const kit: RecoveryKit = {
  kitId: 'K1', clinicId: '0192d3c0-0000-7000-8000-000000000001', clinicName: 'Näckrosens vårdcentral', createdAt: '2026-11-22T09:00:00.000Z',
  identity: new Redacted(pair.identity), keyHex: new Redacted(keyHex), signerFingerprint: 'a1'.repeat(32), place: '/media/Säkerhetskopia',
};
const opens = (text: string) => {
  const read = parseKit(text);
  expect(read.identity.reveal()).toBe(pair.identity);
  expect(read.keyHex.reveal()).toBe(keyHex);
  return read;
};

describe('recovery kit (L-10)', () => {
  it('reads back its own text with everything in it, and age takes the same file as identity', async () => {
    expect(opens(kitText(kit))).toMatchObject({ signerFingerprint: kit.signerFingerprint, clinicId: kit.clinicId });
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kit-'));
    try {
      writeFileSync(path.join(folder, 'kit.txt'), kitText(kit));
      writeFileSync(path.join(folder, 'x.age'), await ageEncrypt(Buffer.from('hej'), [pair.recipient]));
      expect(execFileSync('age', ['-d', '-i', path.join(folder, 'kit.txt'), path.join(folder, 'x.age')]).toString()).toBe('hej');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads the typed codes in any order, case, spacing, and with O, I and L for 0 and 1', () => {
    const groups = kitGroups(kit);
    expect(groups).toHaveLength(24);
    expect(groups.every(group => /^[0-9A-HJKMNP-TV-Z]{5}$/.test(group))).toBe(true);
    opens(groups.join(' '));
    opens([...groups.slice(12), ...groups.slice(0, 12)].join('-').toLowerCase());
    opens(groups.join('\n').replaceAll('0', 'o').replaceAll('1', 'l'));
    opens(`${groups.slice(0, 12).join('').replaceAll('1', 'I')}\n\n ${groups.slice(12).join('  ')}`);
    opens(`${pair.identity.toLowerCase().match(/.{1,10}/g)?.join(' ') ?? ''}\n${groups.slice(12).join(' ')}`);
  });

  it('finds every one of 200,000 typing errors: one wrong character or two swapped', () => {
    const text = encodeCode('databaseKey', Buffer.from(keyHex, 'hex')).join('');
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let accepted = 0;
    for (let round = 0; round < 200_000; round += 1) {
      const at = randomInt(59);
      const changed = round % 2 === 0
        ? text.slice(0, at) + alphabet[(alphabet.indexOf(text[at] ?? '') + 1 + randomInt(31)) % 32] + text.slice(at + 1)
        : text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
      if (changed !== text && decodeCode(changed) !== undefined) accepted += 1;
    }
    expect(accepted).toBe(0);
  });

  it('refuses half a kit, an empty text, two codes of one kind, and names no secret in doing so', () => {
    const groups = kitGroups(kit);
    for (const text of ['', 'hej', groups.slice(0, 12).join(''), groups.slice(12).join(''), [...groups.slice(0, 12), ...groups.slice(0, 12)].join(' '), groups.slice(0, 23).join(' ')]) {
      try {
        parseKit(text);
        expect.unreachable('an incomplete kit was accepted');
      } catch (error) {
        expect(isAppError(error, 'restore.kitWrong')).toBe(true);
        expect(JSON.stringify(error)).not.toContain(groups[0] ?? '-');
      }
    }
  });

  it('asks back one group of each code and takes it typed loosely, never another', () => {
    const groups = kitGroups(kit);
    for (let round = 0; round < 50; round += 1) {
      const [first, second] = groupsToAskBack();
      expect(first >= 1 && first <= 12 && second >= 13 && second <= 24).toBe(true);
      expect(groupMatches(groups, first, ` ${(groups[first - 1] ?? '').toLowerCase()} `)).toBe(true);
      expect(groupMatches(groups, first, groups[second - 1] ?? '')).toBe(groups[first - 1] === groups[second - 1]);
    }
  });
});
