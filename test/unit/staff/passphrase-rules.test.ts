import { describe, expect, it } from 'vitest';

import { passphraseProblem } from '#shared/domain/staff/passphrase-rules.ts';

const own = ['Björkens Naprapati AB', 'Rut Östlund', 'rut.ostlund'];

describe('passphrases (L-03)', () => {
  it('counts characters, not bytes, after NFKC: 11 are too few, 12 and 256 are enough, 257 too many', () => {
    const text = 'väg över ån i snö'.repeat(20);
    expect(passphraseProblem(text.slice(0, 11), own)).toBe('tooShort');
    expect(passphraseProblem(text.slice(0, 12), own)).toBeNull();
    expect(passphraseProblem(text.slice(0, 12).normalize('NFD'), own)).toBeNull();
    expect(passphraseProblem(text.slice(0, 256), own)).toBeNull();
    expect(passphraseProblem(text.slice(0, 257), own)).toBe('tooLong');
    expect(passphraseProblem('🐟🐠🐡🦈🐬🐳🐋🦭🐙🦑🦐', own)).toBe('tooShort');
  });

  it.each(['korrekt häst batteri', 'tre gula paraplyer', 'bara små bokstäver', '739 148 205 6628', 'Vi åt palt i Luleå'])('"%s" is accepted without capitals, digits or signs being demanded', text => {
    expect(passphraseProblem(text, own)).toBeNull();
  });

  it.each([
    'passwordpassword', 'Lösenord123456', 'losenord2026!', 'P@ssw0rd1234', 'qwertyuiopåasdf', '123456789012', 'aaaaaaaaaaaaaa', 'abcdefghijklmnop', 'abababababab',
    'Björkens Naprapati', 'björkensnaprapati1', 'rut.ostlund2026', 'RutÖstlund!!!', 'Sommar2026!!', 'välkommenvälkommen', 'Klinikbok2026', 'administrator1',
    'correct horse battery staple'.replaceAll(' ', ''), 'admin admin admin', 'hejsanhejsan12',
  ])('"%s" is refused as too common', text => {
    expect(passphraseProblem(text, own)).toBe('tooCommon');
  });
});
