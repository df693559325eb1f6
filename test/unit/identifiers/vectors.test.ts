import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { COUNTRIES } from '#shared/domain/clinic/clinic.ts';
import { parseHsaId } from '#shared/domain/identifiers/hsa-id.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';

type Vector = { kind: string; input: string; result: string | string[]; src: string };
const TODAY = '2026-11-22';
/** A copy of vectors/identifiers.json, with the sources named in it. */
const vectors = JSON.parse(readFileSync(path.join(import.meta.dirname, 'vectors.json'), 'utf8')) as Vector[];

/** Our answer in the words of the vector file. */
function answer(vector: Vector): string | string[] {
  const [area = ''] = vector.kind.split(' ');
  const country = COUNTRIES.find(code => code === area);
  const parsed = country ? parseIdentifier(vector.input, country, TODAY) : parseHsaId(vector.input);
  if (!parsed.ok) return vector.result === 'bad' ? 'bad' : ['bad', parsed.bad];
  if (parsed.kind === 'hsaid') return [parsed.kind, parsed.notes.includes('organisationCheck') ? 'orgnr check not met' : 'orgnr check ok'];
  if (parsed.kind === 'kvnr') return [parsed.kind];
  if (country === 'SE') return [parsed.kind, parsed.value, parsed.birthDate ?? 'unknown', parsed.sex ?? 'unknown'];
  if (country === 'DK') return [parsed.kind, parsed.birthDate ?? 'unknown', parsed.sex ?? 'unknown', ...(parsed.notes.includes('checkHint') ? ['mod11 not met (still valid)'] : [])];
  if (!parsed.notes.includes('checkForm2032')) return [parsed.kind, parsed.birthDate ?? 'unknown', 'classic check form', parsed.sex ?? 'unknown'];
  const rest = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1].reduce((sum, weight, index) => sum + weight * Number(parsed.value[index]), 0) % 11;
  return [parsed.kind, `${parsed.birthDate} (not reliable: 2032 form)`, `2032 check form, k1 rest ${rest}`, parsed.sex === null ? 'sex n/a' : parsed.sex];
}

describe('numbers of the published test series are read as their sources say (I-01…I-09)', () => {
  it.each(vectors.map(vector => [vector.kind, vector.input, vector] as const))('%s %s', (_kind, _input, vector) => {
    expect(answer(vector)).toEqual(vector.result);
  });
});

describe('numbers quoted in requirements/domain.md §4.2', () => {
  const swedish: readonly [string, string, string][] = [
    ['189001019802', '1890-01-01', 'F'], ['190001019801', '1900-01-01', 'F'], ['199001012385', '1990-01-01', 'F'], ['200002292399', '2000-02-29', 'M'],
    ['201701012393', '2017-01-01', 'M'], ['202402292383', '2024-02-29', 'F'], ['191401682396', '1914-01-08', 'M'], ['196109732393', '1961-09-13', 'M'],
  ];
  it.each(swedish)('SE %s', (text, birthDate, sex) => {
    expect(parseIdentifier(text, 'SE', TODAY)).toMatchObject({ ok: true, value: text, birthDate, sex });
  });
  const refused: readonly [string, string][] = [
    ['199001012386', 'check'], ['199013012381', 'date'], ['190002292381', 'date'], ['199002302389', 'date'], ['199001922385', 'date'], ['209901012386', 'future'], ['8512', 'format'], ['000000-0000', 'date'],
  ];
  it.each(refused)('SE %s is refused: %s', (text, bad) => {
    expect(parseIdentifier(text, 'SE', TODAY)).toEqual({ ok: false, bad });
  });
  const danish: readonly [string, string, string][] = [
    ['0201609995', '1960-01-02', 'M'], ['0201609996', '1960-01-02', 'F'], ['0504909995', '1990-04-05', 'M'], ['0108589995', '1958-08-01', 'M'],
    ['2512489996', '1948-12-25', 'F'], ['0211223989', '1922-11-02', 'M'], ['150277-9995', '1977-02-15', 'M'],
  ];
  it.each(danish)('DK %s', (text, birthDate, sex) => {
    expect(parseIdentifier(text, 'DK', TODAY)).toMatchObject({ ok: true, kind: 'cpr', birthDate, sex });
  });
  it('a Norwegian D-number of 1940 follows the table of 2021', () => {
    expect(parseIdentifier('41814061033', 'NO', TODAY)).toMatchObject({ ok: true, kind: 'dnr', birthDate: '1940-01-01', notes: ['synthetic'] });
  });
  it.each(['A123456780', 'X110465770', 'T024791905'])('DE %s', text => {
    expect(parseIdentifier(text, 'DE', TODAY)).toMatchObject({ ok: true, kind: 'kvnr', value: text });
  });
});
