import { describe, expect, it } from 'vitest';

import { readDate } from '#shared/domain/patients/import-date.ts';
import { mapHeaders } from '#shared/domain/patients/import-headers.ts';
import { readRow, type Cells } from '#shared/domain/patients/import-row.ts';

const RULES = { country: 'SE', today: '2026-11-22', dateOrder: 'dmy' } as const;
const read = (cells: Cells) => readRow({ familyName: 'Ek', givenName: 'Bo', ...cells }, RULES);

describe('cells of a foreign file', () => {
  it.each([['2026-11-03', '2026-11-03'], ['20261103', '2026-11-03'], ['03/11/2026', '2026-11-03'], ['3.11.2026', '2026-11-03'], ['2026-11-03 09:00:00', '2026-11-03'], ['31/12/2026', '2026-12-31']])('H60: the date %s', (text, date) => {
    expect(readDate(text, 'dmy')?.date).toBe(date);
  });
  it.each(['2026-02-30', '12/31/2026', '0000-00-00', '10000-01-01', '', 'igår', '1/2', '261103'])('H60: %j is no date', text => {
    expect(readDate(text, 'dmy')).toBeNull();
  });
  it('H60: day and month that could be either way round are said, and can be turned', () => {
    expect(readDate('03/11/2026', 'dmy')).toEqual({ date: '2026-11-03', isOrderAssumed: true });
    expect(readDate('03/11/2026', 'mdy')).toEqual({ date: '2026-03-11', isOrderAssumed: true });
    expect(readDate('11/11/2026', 'dmy')?.isOrderAssumed).toBe(false);
  });
  it.each([['', 'none'], ['N', 'none'], ['nej', 'none'], ['0', 'none'], ['J', 'marked'], ['ja', 'marked'], ['Sekretessmarkering', 'marked'], ['Skyddad folkbokföring', 'protected'], ['?', 'marked']])('G-11: protection written %j is %s', (text, level) => {
    expect(read({ protection: text })).toMatchObject({ ok: true, patient: { protection: level } });
  });
  it('G-11: a mark nobody understands protects and is reported', () => {
    expect(read({ protection: '?' })).toMatchObject({ remarks: expect.arrayContaining(['protectionUnclear']) });
  });
  it('I-11: the file\'s own birth date and sex win over the number and the difference is said', () => {
    expect(read({ number: '199001012385', birthDate: '1990-01-02', sex: 'M' })).toMatchObject({ patient: { birthDate: '1990-01-02', sex: 'M' }, remarks: ['birthDateDiffers', 'sexDiffers'] });
    expect(read({ number: '199001012385' })).toMatchObject({ patient: { birthDate: '1990-01-01', sex: 'F' }, remarks: [] });
  });
  it.each([['19900101', 'numberIncomplete'], ['8512', 'numberIncomplete'], ['199001012386', 'numberCheck'], ['20991231-9803', 'numberFuture'], ['1,98112E+11', 'numberFormat']])('H26: the number %s is refused, never repaired: %s', (number, problem) => {
    expect(read({ number })).toEqual({ ok: false, problem });
  });
  it('a phone that cannot be read stays with the other ways to reach the person, so that it is hidden with them', () => {
    expect(read({ mobile: 'ring Eva 070', protection: 'J' })).toMatchObject({ patient: { contacts: [{ kind: 'mobile', value: 'ring Eva 070' }], registrationNote: '' }, remarks: expect.arrayContaining(['phoneUnreadable', 'protectionMarked']) });
  });
  it('K-21: a note that reads like a warning is pointed out, and stays a note', () => {
    expect(read({ note: 'Allergisk mot latex; se journal' })).toMatchObject({ patient: { registrationNote: 'Allergisk mot latex; se journal' }, remarks: expect.arrayContaining(['noteLikeWarning']) });
  });
  it('headers of Swedish, English and Norwegian systems are known, each field once', () => {
    expect(mapHeaders(['Pers.nr', 'Lastname', 'Fornavn', 'Tel. (mobil)', 'Mobil', 'Co-adress', 'Övrigt', 'Färg', 'E-mail'])).toEqual(['number', 'familyName', 'givenName', 'mobile', null, 'careOf', 'note', null, 'email']);
  });
});
