import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fold, foldName, sortName, wordsOf } from '#shared/domain/patients/fold.ts';
import { displayPhone, isEmail, normalizePhone, phoneKeys } from '#shared/domain/patients/phone.ts';
import { soundsAlike, soundsOfWord } from '#shared/domain/patients/phonetic.ts';
import { nameWords, searchKeys } from '#shared/domain/patients/search-keys.ts';
import { parseSearch } from '#shared/domain/patients/search-query.ts';

describe('names are compared as people say and type them', () => {
  const same: readonly [string, string][] = [
    ['Kristina', 'Christina'], ['Karlsson', 'Carlsson'], ['Eriksson', 'Ericsson'], ['Lindqvist', 'Lindkvist'], ['Lindquist', 'Lindkvist'], ['Gustaf', 'Gustav'], ['Gustafsson', 'Gustavsson'],
    ['Petersson', 'Pettersson'], ['Jönsson', 'Jonsson'], ['José', 'Jose'], ['Filip', 'Philip'], ['Torbjörn', 'Thorbjörn'], ['Wiklund', 'Viklund'], ['Ake', 'Åke'], ['Oke', 'Åke'], ['Mekinen', 'Mäkinen'],
    ['Sjögren', 'Schögren'], ['Maja', 'Maya'], ['Johnsson', 'Jonsson'], ['Mueller', 'Müller'], ['Zara', 'Sara'], ['Schmidt', 'Schmitt'], ['Alexander', 'Aleksander'], ['Hjalmar', 'Jalmar'], ['Sørensen', 'Sörensen'],
  ];
  it.each(same)('%s sounds like %s', (one, other) => {
    expect(soundsAlike(one, other)).toBe(true);
  });
  it.each([['Karlsson', 'Larsson'], ['Anna', 'Anders'], ['Åberg', 'Öberg2'], ['Eva', 'Ida'], ['', 'Anna']])('%s does not sound like %s', (one, other) => {
    expect(soundsAlike(one, other)).toBe(false);
  });
  it('finds a name inside a longer one, in any order', () => {
    expect(soundsAlike('Karlsson Kristina', 'Christina Maria Carlsson')).toBe(true);
  });
  it('H21: Åsa in either Unicode form, İ, ß and ø fold to what is typed without them', () => {
    expect([fold('A\u030Asa'), fold('Åsa'), fold('İlknur'), fold('Strauß'), fold('Bjørn')]).toEqual(['asa', 'asa', 'ilknur', 'strauss', 'bjorn']);
  });
  it('H23: zero-width characters and heaps of combining marks do not hide a name', () => {
    expect(foldName('A\u200Bn\u0300\u0301\u0302\u0303na')).toBe('anna');
  });
  it('lists put å, ä and ö last, in that order, with é beside e and the Danish letters beside ours', () => {
    const names = ['Öberg', 'Zetterlund', 'Åberg', 'Ek', 'Äng', 'Ærø', 'de la Cruz', 'Édel', 'Ölund', 'A\u030Astrand'];
    expect([...names].sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1))).toEqual(['de la Cruz', 'Édel', 'Ek', 'Zetterlund', 'Åberg', 'A\u030Astrand', 'Äng', 'Ærø', 'Öberg', 'Ölund']);
  });
  it('folding twice changes nothing, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => { expect(wordsOf(wordsOf(text).join(' '))).toEqual(wordsOf(text)); }), { numRuns: 1000 });
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => { for (const key of soundsOfWord(text)) expect(key).toMatch(/^[a-z]+$/); }), { numRuns: 1000 });
  });
});

describe('phone numbers', () => {
  it.each(['070-123 45 67', '070/1234567', '+46 70 123 45 67', '0046701234567', '0701234567', '+46 (0)70-123 45 67', '070–123 45 67'])('%s is +46701234567', text => {
    expect(normalizePhone(text, 'SE')).toBe('+46701234567');
  });
  it.each(['', '070', 'ring kvällstid', '070-123 45 67 el. 08-12', '+', '1'.repeat(20), '070-ABC'])('%j is no phone number', text => {
    expect(normalizePhone(text, 'SE')).toBeNull();
  });
  it('other countries keep their own form', () => {
    expect(normalizePhone('+45 20 12 34 56', 'SE')).toBe('+4520123456');
    expect(normalizePhone('20 12 34 56', 'DK')).toBe('+4520123456');
    expect(normalizePhone('0151 23456789', 'DE')).toBe('+4915123456789');
    expect(displayPhone('+4520123456', 'DK')).toBe('20 12 34 56');
    expect(displayPhone('+4520123456', 'SE')).toBe('+4520123456');
    expect(displayPhone('+46701234567', 'SE')).toBe('070-123 45 67');
    expect(phoneKeys('+46701234567', 'SE')).toEqual(['0701234567', '46701234567']);
  });
  it('an e-mail address has a name, a host and a domain', () => {
    expect(['a@b.se', 'jan-erik.de@example.se', 'åsa@exempel.se'].map(isEmail)).toEqual([true, true, true]);
    expect(['a@b', 'a b@c.se', '@c.se', 'a@c.', '<a@b.se>', ''].map(isEmail)).toEqual([false, false, false, false, false, false]);
  });
});

describe('what somebody typed', () => {
  const digits = (text: string) => parseSearch(text, 'SE').digits;
  it('reads numbers in any usual form', () => {
    expect([digits('19811218-9876'), digits('811218-9876'), digits('000101+9801'), digits('1981-12-18'), digits('811218 98'), digits('9876')]).toEqual([['198112189876'], ['8112189876'], ['0001019801'], ['19811218'], ['81121898'], ['9876']]);
    expect([digits('+46 70 123'), digits('+46 (0)70 123'), digits('070-123'), digits('T000012-5'), digits('t00001')]).toEqual([['4670123'], ['4670123'], ['070123'], ['T0000125'], ['T00001']]);
    expect(digits('0046 70 123')).toEqual(['004670123', '4670123']);
  });
  it('keeps words and digits apart', () => {
    const query = parseSearch("O'Brien åsa 811218", 'SE');
    expect(query.words.map(word => word.text)).toEqual(['o', 'brien', 'asa']);
    expect(query.digits).toEqual(['811218']);
  });
  it('H24: quotes, operators and control characters are only letters and gaps', () => {
    const hostile = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.constantFrom('"a" OR *', 'NEAR(a b)', 'name:x', "a' OR 1=1 --", '\u0000a', '{a b}: c', '^a', 'a*'));
    fc.assert(fc.property(hostile, text => {
      const query = parseSearch(text, 'SE');
      expect(query.words.length).toBeLessThanOrEqual(6);
      for (const word of query.words) expect(word.text).toMatch(/^[\p{L}\p{N}]{1,40}$/u);
      for (const key of query.digits) expect(key).toMatch(/^[0-9A-Z]+$/);
    }), { numRuns: 1000 });
  });
});

describe('what a patient is found by', () => {
  const patient = { givenName: 'Åsa', familyName: "O'Brien", birthDate: '1981-12-18', identifiers: [{ kind: 'personnummer' as const, value: '198112189876' }], phones: ['+46701234567'] };
  it('number with and without century, last four, phone in both forms', () => {
    expect(searchKeys(patient, 'SE').map(({ key, kind }) => `${kind}${key}`)).toEqual(['n198112189876', 's8112189876', 'l9876', 'p0701234567', 'p46701234567']);
  });
  it('a birth date that the number does not begin with has its own keys', () => {
    expect(searchKeys({ ...patient, phones: [], identifiers: [{ kind: 'temporary', value: 'T0000125' }] }, 'SE').map(({ key, kind }) => `${kind}${key}`)).toEqual(['nT0000125', 's125', 'b19811218', 'b811218']);
  });
  it('compounds are found written together', () => {
    expect(nameWords(patient)).toBe('asa o brien obrien');
  });
});
