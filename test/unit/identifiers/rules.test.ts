import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ageOn, isRealDate } from '#shared/domain/identifiers/calendar.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import { parseHsaId } from '#shared/domain/identifiers/hsa-id.ts';
import { luhnDigit, meetsLuhn } from '#shared/domain/identifiers/luhn.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import { parseTemporary, temporaryNumber } from '#shared/domain/identifiers/temporary.ts';

const TODAY = '2026-11-22';
const day = fc.date({ min: new Date('1927-01-01'), max: new Date('2026-11-22'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10));
const serial = fc.integer({ min: 0, max: 999 }).map(value => String(value).padStart(3, '0'));
const swedish = (birth: string, number: string) => {
  const short = birth.replaceAll('-', '').slice(2) + number;
  return birth.slice(0, 2) + short + luhnDigit(short);
};

describe('personnummer', () => {
  it('I-01: is read alike with and without century, separator and spaces', () => {
    fc.assert(fc.property(day, serial, (birth, number) => {
      const value = swedish(birth, number);
      for (const text of [value, displayIdentifier('personnummer', value), ` ${value.slice(0, 8)} ${value.slice(8)} `, `${value.slice(2, 8)}-${value.slice(8)}`, `${value.slice(2, 8)}–${value.slice(8)}`])
        expect(parseIdentifier(text, 'SE', TODAY)).toMatchObject({ ok: true, value, birthDate: birth, sex: Number(number) % 2 ? 'M' : 'F' });
    }));
  });
  it('I-01: any single wrong digit in the last four is found', () => {
    fc.assert(fc.property(day, serial, fc.integer({ min: 8, max: 11 }), fc.integer({ min: 1, max: 9 }), (birth, number, at, add) => {
      const value = swedish(birth, number);
      const wrong = value.slice(0, at) + ((Number(value[at]) + add) % 10) + value.slice(at + 1);
      expect(parseIdentifier(wrong, 'SE', TODAY)).toEqual({ ok: false, bad: 'check' });
    }));
  });
  it('I-02: + means a hundred years earlier, and ten bare digits are asked about under 1 and from 99 years', () => {
    expect(parseIdentifier('000101+9801', 'SE', TODAY)).toMatchObject({ birthDate: '1900-01-01', notes: [] });
    expect(parseIdentifier('9001012385', 'SE', TODAY)).toMatchObject({ birthDate: '1990-01-01', notes: [] });
    expect(parseIdentifier('2601612381', 'SE', TODAY)).toMatchObject({ birthDate: '2026-01-01', notes: ['centuryAssumed'] });
    const old = swedish('1927-01-01', '238').slice(2);
    expect(parseIdentifier(old, 'SE', TODAY)).toMatchObject({ birthDate: '1927-01-01', notes: ['centuryAssumed'] });
    expect(parseIdentifier(`${old.slice(0, 6)}-${old.slice(6)}`, 'SE', TODAY)).toMatchObject({ notes: [] });
  });
  it('I-01: nobody is born tomorrow', () => {
    expect(parseIdentifier(swedish('2026-11-23', '239'), 'SE', TODAY)).toEqual({ ok: false, bad: 'future' });
    expect(parseIdentifier(swedish('2026-11-22', '239'), 'SE', TODAY)).toMatchObject({ ok: true });
  });
});

describe('samordningsnummer', () => {
  it('I-03: the worked example of Skatteverket', () => {
    expect(parseIdentifier('701063-2391', 'SE', TODAY)).toMatchObject({ kind: 'samordningsnummer', value: '197010632391', birthDate: '1970-10-03', sex: 'M' });
  });
  it.each(['700060239', '700063239', '701060239'])('I-03: month 00 or day 60 (%s) is accepted and says that the birth date is unknown', digits => {
    expect(parseIdentifier(`19${digits}${luhnDigit(digits)}`, 'SE', TODAY)).toMatchObject({ ok: true, kind: 'samordningsnummer', birthDate: null, notes: ['birthDateUnknown'] });
  });
  it('month 00 with an ordinary day is no date', () => {
    expect(parseIdentifier('197000032391', 'SE', TODAY)).toEqual({ ok: false, bad: 'date' });
  });
});

describe('reservnummer', () => {
  it('I-04: the national shape gives a birth date when the century is known', () => {
    expect(parseIdentifier('22811218AB17', 'SE', TODAY)).toMatchObject({ kind: 'reservnummer', birthDate: '1981-12-18', notes: ['shapeOnly'] });
    expect(parseIdentifier('23150203-XY24', 'SE', TODAY)).toMatchObject({ kind: 'reservnummer', value: '23150203XY24', birthDate: '2015-02-03' });
    expect(parseIdentifier('98150203XY24', 'SE', TODAY)).toMatchObject({ birthDate: '2015-02-03' });
    expect(parseIdentifier('00812045AB17', 'SE', TODAY)).toMatchObject({ birthDate: null, notes: ['birthDateUnknown', 'shapeOnly'] });
    expect(parseIdentifier('22812045AB17', 'SE', TODAY)).toMatchObject({ birthDate: null });
  });
  it.each(['22811218IB17', '22811218OB17', '22811218QB17', '22811218AV17', '22811218AW17', '24811218AB17', '99811218AB17'])('I-04: %s is no reservnummer', text => {
    expect(parseIdentifier(text, 'SE', TODAY)).toMatchObject({ ok: false });
  });
  it('I-04: Stockholm, Luhn from position 5', () => {
    const payload = `20${'12345'}`;
    expect(parseIdentifier(`9920${payload}${luhnDigit(payload)}`, 'SE', TODAY)).toMatchObject({ kind: 'reservnummerStockholm', birthDate: null });
    expect(parseIdentifier(`9920${payload}${(Number(luhnDigit(payload)) + 1) % 10}`, 'SE', TODAY)).toEqual({ ok: false, bad: 'check' });
  });
  it.each([['K', '5', 'F'], ['M', '7', 'M'], ['X', '8', null]])('I-04: VGR with %s, counted as %s', (letter, digit, sex) => {
    const check = luhnDigit(`811218${digit}12`);
    expect(parseIdentifier(`19811218${letter}12${check}`, 'SE', TODAY)).toMatchObject({ kind: 'reservnummerVgr', birthDate: '1981-12-18', sex });
    expect(parseIdentifier(`19811318${letter}12${check}`, 'SE', TODAY)).toEqual({ ok: false, bad: 'date' });
  });
});

describe('CPR', () => {
  const centuries: readonly [string, string][] = [
    ['0101990000', '1999'], ['0101363999', '1936'], ['0101364000', '2036'], ['0101374000', '1937'], ['0101369000', '2036'], ['0101379000', '1937'], ['0101205000', '2020'], ['0101585000', '1858'], ['0101998000', '1899'],
  ];
  it.each(centuries)('I-06: %s is of %s', (text, year) => {
    const parsed = parseIdentifier(text, 'DK', '2060-01-01');
    expect(parsed).toMatchObject({ ok: true, birthDate: `${year}-01-01` });
  });
  it('I-06: replacement numbers are accepted and propose no birth date', () => {
    for (const text of ['010190-1AB2', '0101907AB3', '0101900AB4', '0101905AB5', '0101906AB6']) expect(parseIdentifier(text, 'DK', TODAY)).toMatchObject({ ok: true, kind: 'ecpr', birthDate: null });
    expect(parseIdentifier('0101902AB2', 'DK', TODAY)).toEqual({ ok: false, bad: 'format' });
    expect(parseIdentifier('3202901AB2', 'DK', TODAY)).toEqual({ ok: false, bad: 'date' });
  });
});

describe('Norwegian numbers', () => {
  it('I-07: a wrong digit is found wherever it stands in the individual number', () => {
    fc.assert(fc.property(fc.integer({ min: 6, max: 10 }), fc.integer({ min: 1, max: 9 }), (at, add) => {
      const good = '31129956715';
      const wrong = good.slice(0, at) + ((Number(good[at]) + add) % 10) + good.slice(at + 1);
      expect(parseIdentifier(wrong, 'NO', TODAY).ok).toBe(false);
    }));
  });
});

describe('the clinic\'s own number and HSA-id', () => {
  it('I-05: is read back as given, in any case and with its hyphen, and misreading one digit is found', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), running => {
      const value = temporaryNumber(running);
      expect(parseTemporary(value)).toMatchObject({ ok: true, kind: 'temporary', value });
      expect(parseTemporary(value.slice(0, -1) + ((Number(value.at(-1)) + 1) % 10))).toEqual({ ok: false, bad: 'check' });
    }));
  });
  it.each(['SE2321000131-', 'SE2321000131-Å1', 'SE2321000131-a@b', 'SE232100013-A', 'se2321000131-A', `SE2321000131-${'A'.repeat(19)}`])('I-09: %s is no HSA-id', text => {
    expect(parseHsaId(text)).toEqual({ ok: false, bad: 'format' });
  });
  it('I-09: 31 characters and small letters are allowed', () => {
    expect(parseHsaId(`SE2321000131-${'a'.repeat(18)}`)).toMatchObject({ ok: true, notes: [] });
    expect(parseHsaId('SE2321000132-A')).toMatchObject({ ok: true, notes: ['organisationCheck'] });
  });
});

describe('no text makes the parsers fail', () => {
  it('H26: every answer is a number that parses to itself, or a named fault', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9 +-]{6,14}$/), fc.stringMatching(/^[0-9]{6,8}-?[A-Z0-9]{4}$/));
    fc.assert(fc.property(text, fc.constantFrom('SE' as const, 'DK' as const, 'NO' as const, 'DE' as const), (input, country) => {
      const parsed = parseIdentifier(input, country, TODAY);
      if (!parsed.ok) return;
      expect(parsed.birthDate === null || isRealDate(parsed.birthDate)).toBe(true);
      expect(parseIdentifier(parsed.value, country, TODAY)).toMatchObject({ ok: true, value: parsed.value, kind: parsed.kind });
      expect(parseIdentifier(displayIdentifier(parsed.kind, parsed.value), country, TODAY)).toMatchObject({ ok: true, value: parsed.value });
    }), { numRuns: 2000 });
  });
  it('check digits agree with their check', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9]{1,20}$/), digits => meetsLuhn(digits + luhnDigit(digits))));
  });
  it('age counts birthdays, 29 February included', () => {
    expect(ageOn('1981-12-18', '2026-11-22')).toBe(44);
    expect(ageOn('1981-11-22', '2026-11-22')).toBe(45);
    expect(ageOn('2004-02-29', '2026-02-28')).toBe(21);
    expect(ageOn('2004-02-29', '2026-03-01')).toBe(22);
  });
});
