import { describe, expect, it } from 'vitest';

import { parseCodeQuery } from '#shared/domain/codes/code-query.ts';
import { comparePacks } from '#shared/domain/codes/compare-packs.ts';
import { readCodeFile } from '#electron/import-worker/code-file/read-code-file.ts';

const read = (text: string, encoding: BufferEncoding = 'utf8') => readCodeFile(Buffer.from(text, encoding));
const CLAML = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ClaML SYSTEM "ClaML.dtd">
<ClaML version="2.0.0">
  <Meta name="lang" value="sv"/>
  <Title name="ICD-10-SE" version="2026" date="2026-01-01">Internationell klassifikation</Title>
  <Class code="13" kind="chapter"><Rubric kind="preferred"><Label xml:lang="sv">Rörelseorganens sjukdomar</Label></Rubric></Class>
  <Class code="M54" kind="category"><SuperClass code="M40-M54"/><SubClass code="M54.5"/><Rubric kind="preferred"><Label>Ryggvärk</Label></Rubric></Class>
  <!-- en kommentar med <taggar> -->
  <Class code="M54.5" kind="category">
    <SuperClass code="M54"/>
    <Rubric kind="preferred"><Label xml:lang="sv">Lumbago &amp; <![CDATA[ländvärk < 3 mån]]></Label></Rubric>
    <Rubric kind="inclusion"><Label>Ryggskott</Label></Rubric><Rubric kind="inclusion"><Label>Ländv&#228;rk</Label></Rubric>
    <Rubric kind="exclusion"><Label>Diskbråck <Reference>M51.2</Reference></Label></Rubric>
    <Rubric kind="coding-hint"><Label>Används inte här</Label></Rubric>
  </Class>
  <Class code="M99.9" kind="category"><SuperClass code="M99"/></Class>
</ClaML>`;

describe('the authority\'s code files (K-20)', () => {
  it('a headerless text file with code and text is read in UTF-8 and in Windows-1252', () => {
    const text = 'AA001\t\tAdenosintest\tTest för smärta\r\nAA039\t\tKlinisk undersökning av nervsystemet\r\n';
    for (const encoding of ['utf8', 'latin1'] as const) {
      const file = read(text, encoding);
      expect(file).toMatchObject({ format: 'list', problems: [] });
      expect(file.codes.map(({ code, text: words, includes, selectable }) => [code, words, includes, selectable])).toEqual([
        ['AA001', 'Adenosintest', 'Test för smärta', true], ['AA039', 'Klinisk undersökning av nervsystemet', '', true],
      ]);
    }
  });

  it('headers are known with colons, in Swedish and English, by tab and by semicolon', () => {
    for (const text of ['Kod:\t\tKodtext:\tBeskrivning:\nDV111\t\tEnkla råd\tKort', 'Code;Title;Description\nDV111;Enkla råd;Kort']) {
      expect(read(text)).toMatchObject({ format: 'table', codes: [{ code: 'DV111', text: 'Enkla råd', includes: 'Kort', selectable: true }] });
    }
  });

  it('ClaML is read with its hierarchy, and only chapters, blocks and divided categories cannot be chosen', () => {
    const file = read(CLAML);
    expect(file).toMatchObject({ format: 'claml', edition: '2026', title: 'Internationell klassifikation', problems: [{ line: 16, problem: 'textMissing' }] });
    expect(file.codes.map(({ code, parent, level, selectable }) => [code, parent, level, selectable])).toEqual([['13', null, 'chapter', false], ['M54', 'M40-M54', 'category', false], ['M54.5', 'M54', 'code', true]]);
    expect(file.codes[2]).toMatchObject({ text: 'Lumbago & ländvärk < 3 mån', includes: 'Ryggskott; Ländvärk', excludes: 'Diskbråck M51.2' });
  });

  it.each([
    ['declares entities of its own', '<!DOCTYPE ClaML [<!ENTITY a "aaaa">]><ClaML><Class code="A00"/></ClaML>'],
    ['uses an entity it could not have declared', '<ClaML><Title>&xxe;</Title></ClaML>'],
    ['ends in the middle', CLAML.slice(0, -30)],
    ['closes what it did not open', '<ClaML><Class code="A00"></Rubric></Class></ClaML>'],
    ['is another kind of XML', '<html><body>A00 Kolera</body></html>'],
    ['nests without end', `<ClaML>${'<a>'.repeat(5000)}`],
    ['is no list at all', 'Hej! Det här är ett brev utan några koder i, men med komman.'],
    ['is a picture', '\u0089PNG\u0000\u0001\u0002'],
  ])('H59 a file that %s is refused as a whole', (_what, text) => {
    expect(() => read(text)).toThrow(/import.unreadable/);
  });

  it('every line that is not understood is named with its number, and the others are read', () => {
    const file = read('Kod;Titel;Giltig från\nA00;Kolera;1997-01-01\n;Text utan kod;\nA01;;\nA00;Annan text;\n<b>;Kod som är märkning;\nA02;Annan;2026-02-30\nA03;Shigellos;20260101\n');
    expect(file.codes.map(code => code.code)).toEqual(['A00', 'A03']);
    expect(file.problems).toEqual([
      { line: 3, problem: 'codeMissing' }, { line: 4, problem: 'textMissing' }, { line: 5, problem: 'twice' }, { line: 6, problem: 'codeWrong' }, { line: 7, problem: 'dateWrong' },
    ]);
  });

  it('what is typed is read as words, as a code, or as both', () => {
    expect(parseCodeQuery('m54.5')).toEqual({ words: ['m545'], key: 'M545' });
    expect(parseCodeQuery('M54 5')).toMatchObject({ key: 'M545' });
    expect(parseCodeQuery('dt')).toEqual({ words: ['dt'], key: 'DT' });
    expect(parseCodeQuery('  Trötthet  ont ')).toEqual({ words: ['trotthet', 'ont'], key: null });
    expect(parseCodeQuery('"; 💥')).toEqual({ words: [], key: null });
  });

  it('a code that ends, becomes a heading or goes away is retired; a new text is a change', () => {
    const one = (code: string, over: object = {}) => ({ code, text: code, selectable: true, validTo: null, ...over });
    const { fresh, changed, retired } = comparePacks([one('A'), one('B'), one('C'), one('D'), one('H', { selectable: false })], [one('A', { text: 'annan' }), one('B', { selectable: false }), one('C', { validTo: '2026-12-31' }), one('E')]);
    expect([fresh.map(code => code.code), changed.map(code => code.before), retired.map(code => code.code)]).toEqual([['E'], ['A'], ['B', 'C', 'D']]);
  });
});
