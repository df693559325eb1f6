/** Letters that decompose to nothing but that people type as others. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'a', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', œ: 'o', ŋ: 'n', ħ: 'h',
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const MARKS = /[\p{M}\p{Cf}]/gu;
const BETWEEN = /[^\p{L}\p{N}]+/u;

/** Small letters without accents, marks and invisible characters: Åsa in either Unicode form, İ, ß and ø become what a keyboard without them types (H21, H23). */
export const fold = (text: string): string =>
  text.normalize('NFKD').toLowerCase().replaceAll(MARKS, '').replaceAll(SPECIAL, letter => LETTERS[letter] ?? letter);

/** The words of a text, folded: "Sörensen-O'Brien" → sorensen, o, brien. */
export const wordsOf = (text: string): string[] => fold(text).split(BETWEEN).filter(word => word !== '');

/** A name as one sortable, comparable string: folded words with one space between. */
export const foldName = (name: string): string => wordsOf(name).join(' ');

/** Å, ä and ö stand after z and in this order; their Danish and Norwegian forms beside them. */
const AFTER_Z: Readonly<Record<string, string>> = { å: '{', ä: '|', æ: '|', ö: '}', ø: '}' };

/** A name as text that sorts the Nordic way by plain comparison. */
export const sortName = (name: string): string =>
  name.normalize('NFC').toLowerCase().split(/[^\p{L}\p{M}\p{N}\p{Cf}]+/u).filter(word => word !== '').map(word => [...word].map(letter => AFTER_Z[letter] ?? fold(letter)).join('')).join(' ');
