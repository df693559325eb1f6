import { describe, expect, it } from 'vitest';

import { findSpans, foldText, hasTerms, searchTerms, snippetOf } from '#shared/domain/journal/find-text.ts';

const hits = (text: string, query: string): string[] => findSpans(text, searchTerms(query)).map(({ from, to }) => text.slice(from, to));

describe('what is searched for in a journal', () => {
  it('is found with and without å, ä and ö, in either Unicode form, in capitals and within compounds (H21)', () => {
    expect(hits('Hjärtsvikt, HJARTSVIKT och hja\u0308rtsvikt', 'hjärtsvikt')).toEqual(['Hjärtsvikt', 'HJARTSVIKT', 'hja\u0308rtsvikt']);
    expect(hits('Öde och ödem', 'ode')).toEqual(['Öde', 'öde']);
    expect(hits('Kranskärlssjukdom', 'sjukdom')).toEqual(['sjukdom']);
  });
  it('is found through soft hyphens and zero-width signs, and the whole of it is marked (H23)', () => {
    expect(hits('Lum\u00ADba\u200Bgo akut', 'lumbago')).toEqual(['Lum\u00ADba\u200Bgo']);
    expect(hits('Straße', 'strasse')).toEqual(['Straße']);
    expect(hits('ﬁbros', 'fi')).toEqual(['ﬁ']);
  });
  it('marks emoji, Arabic and Hebrew whole and never breaks a sign in two', () => {
    expect(hits('Mår bra 👩‍⚕️ idag', 'idag')).toEqual(['idag']);
    expect(hits('اسم المريض', 'المريض')).toEqual(['المريض']);
    for (const part of hits('a😀b😀c', 'b')) expect(part.isWellFormed()).toBe(true);
  });
  it('takes quoted words as one and asks for every part', () => {
    expect(searchTerms('"ont i ryggen" lumbago')).toEqual(['ont i ryggen', 'lumbago']);
    expect(hasTerms(foldText('Lumbago. Ont i ryggen.'), searchTerms('"ont i ryggen" lumb'))).toBe(true);
    expect(hasTerms(foldText('Lumbago. Ont i benet.'), searchTerms('"ont i ryggen" lumb'))).toBe(false);
    expect(searchTerms('!! "" <b>')).toEqual(['<b>']);
    expect(searchTerms(' "" !! ')).toEqual([]);
  });
  it('points home for every sign there is, whether folded one-to-one or not', () => {
    for (let code = 0x20; code < 0x3000; code += 1) {
      const sign = String.fromCharCode(code);
      const text = `a${sign}z`;
      expect(findSpans(text, ['z']).at(-1), `U+${code.toString(16)}`).toEqual({ from: text.length - 1, to: text.length });
    }
  });
  it('never marks the same letters twice', () => {
    expect(hits('lumbago', 'lumbago bago lum')).toEqual(['lumbago']);
    expect(hits('aaa', 'aa a')).toEqual(['aa', 'a']);
  });
});

describe('a snippet', () => {
  it('shows the hit with what stands around it, cut at words and said to be cut', () => {
    const text = `${'ord '.repeat(100)}Penicillin gav utslag ${'efter '.repeat(100)}`;
    const snippet = snippetOf(text, searchTerms('penicillin'));
    expect(snippet).toMatch(/^… ord .*Penicillin gav utslag efter .* …$/);
    expect(snippet.length).toBeLessThan(175);
  });
  it('is the text itself when it is short', () => {
    expect(snippetOf('Bedömning\nLumbago.', ['lumbago'])).toBe('Bedömning Lumbago.');
  });
});
