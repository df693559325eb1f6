import { describe, expect, it } from 'vitest';

import { measurementText } from '#shared/domain/journal/inline.ts';
import { measurementTyped } from '#shared/domain/journal/measurements.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';
import { suggestTemplate } from '#shared/domain/journal/suggest-template.ts';
import type { ClinicTemplate } from '#shared/domain/journal/template.ts';
import { byAbbreviation, type Phrase } from '#shared/domain/phrases/phrase.ts';
import { readPhraseFile, writePhraseFile } from '#shared/domain/phrases/phrase-file.ts';
import { gapsOf, phraseBlocks } from '#shared/domain/phrases/phrase-text.ts';

const plain = (body: string, fills = {}): string => richTextToPlain({ type: 'doc', content: phraseBlocks(body, fills) });

describe('a phrase (complaint 13)', () => {
  it('becomes paragraphs, lists, gaps to fill in, and today’s date', () => {
    const body = 'Återbesök {{datum}}: {{sida}} axel\n- rörlighet {{grader}}\n- styrka\nUa.';
    expect(plain(body, { date: '2026-11-22' })).toBe('Återbesök 2026-11-22: [sida] axel\n• rörlighet [grader]\n• styrka\nUa.');
    expect(gapsOf(body)).toEqual(['sida', 'grader']);
  });
  it('leaves a gap where what it should fill in is not known, and text that is no gap as it is', () => {
    expect(plain('{{patient.ålder}} år, {{ }} {{{x}} {{a\nb}}')).toBe('[patient.ålder] år, {{ }} {[x] {{a\nb}}');
  });
  it('is the person’s own before the clinic’s, whatever case it is typed in', () => {
    const phrase = (scope: Phrase['scope'], abbreviation: string, body: string): Phrase => ({ id: scope, version: 1, scope, abbreviation, title: '', body });
    const found = byAbbreviation([phrase('own', 'RTG', 'min'), phrase('clinic', 'rtg', 'klinikens'), phrase('clinic', 'ua', 'Utan anmärkning')]);
    expect([found.get('rtg')?.body, found.get('ua')?.body]).toEqual(['min', 'Utan anmärkning']);
  });
});

describe('a file of phrases', () => {
  it('comes back as it was written', () => {
    const phrases = [{ abbreviation: 'ua', title: 'Utan', body: 'Utan anmärkning.\n"citat"; {{sida}}' }];
    expect(readPhraseFile(writePhraseFile(phrases))).toEqual({ phrases, wrong: [] });
  });
  it('is also CSV from elsewhere, with quotes, line breaks and a heading in any order; rows that are no phrase are named', () => {
    const csv = '\uFEFFText;Förkortning;Namn\r\n"Rad 1\nrad ""2""";rad;Två rader\r\nUtan anmärkning;ua;\r\n;tom;\r\nIgen;UA;\r\n';
    expect(readPhraseFile(csv)).toEqual({ phrases: [{ abbreviation: 'rad', title: 'Två rader', body: 'Rad 1\nrad "2"' }, { abbreviation: 'ua', title: '', body: 'Utan anmärkning' }], wrong: [4, 5] });
    expect(readPhraseFile('ua\tUtan anmärkning')?.phrases).toEqual([{ abbreviation: 'ua', title: '', body: 'Utan anmärkning' }]);
  });
  it.each(['', 'hej', '{"phrases":3}', '[[[[', `"${'"'.repeat(200_000)}`, `a;${'"x'.repeat(100_000)}`])('that is none is refused or empty, quickly and without harm (H24)', text => {
    expect(readPhraseFile(text)?.phrases ?? []).toEqual([]);
  });
});

describe('a measurement in a few keys', () => {
  it.each([
    ['bt 135/85', 'Blodtryck 135/85 mmHg'], ['Status: vikt 72,5', 'Vikt 72,5 kg'], ['VAS 7', 'VAS 7'], ['sat 97', 'Saturation 97 %'], ['(temp 38,2', 'Temp 38,2 °C'],
  ])('%s becomes %s', (typed, words) => {
    const found = measurementTyped(typed, 'sv');
    expect(found && measurementText(found.node.attrs)).toBe(words);
    expect(typed.slice(-(found?.length ?? 0)).toLowerCase()).toMatch(/^\p{L}+ \d/u);
  });
  it.each(['bt 85/135', 'bt 135', 'vikt 7200', 'temp 3', 'abt 135/85', 'vikt', 'vikt 72 ', 'VAS 11', 'vikt 1/2'])('%s stays text', typed => {
    expect(measurementTyped(typed, 'sv')).toBeNull();
  });
});

describe('the template that one key opens', () => {
  const template = (id: string, over: Partial<ClinicTemplate> = {}): ClinicTemplate => ({ id, version: 1, noteType: 'visit', name: { sv: id, en: id }, headings: [], active: true, professions: [], serviceIds: [], ...over });
  const templates = [template('system', { noteType: 'system' }), template('visit'), template('physio', { professions: ['physiotherapist'] }), template('laser', { serviceIds: ['s1'] }), template('laserNurse', { serviceIds: ['s1'], professions: ['nurse'] })];
  it.each([
    ['s1', 'nurse', 'laserNurse'], ['s1', 'physician', 'laser'], ['s2', 'physiotherapist', 'physio'], [null, 'physician', 'visit'], [null, 'nurse', 'visit'],
  ])('for service %s and profession %s is %s', (serviceId, profession, expected) => {
    expect(suggestTemplate(templates, { serviceId, profession })).toBe(expected);
  });
  it('is never one out of use', () => {
    expect(suggestTemplate([template('old', { active: false })], { serviceId: null, profession: 'nurse' })).toBeNull();
  });
});
