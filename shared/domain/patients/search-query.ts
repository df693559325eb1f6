import type { Country } from '../clinic/clinic.ts';
import { tidyNumber } from '../identifiers/parse.ts';
import { wordsOf } from './fold.ts';
import { soundsOfWord } from './phonetic.ts';

/** One typed word: its folded form and the ways it may sound. */
export interface SearchWord {
  readonly text: string;
  readonly sounds: readonly string[];
}

/** What the typed text asks for. `digits` are beginnings of a number, birth date or phone; both parts must match. */
export interface SearchQuery {
  readonly words: readonly SearchWord[];
  readonly digits: readonly string[];
}

const MAX_WORDS = 6;
const MAX_WORD = 40;
const HOME_PREFIX: Readonly<Record<Country, string>> = { SE: '46', DK: '45', NO: '47', DE: '49' };
const DIGIT_PART = /^[+(]?\d[\d+\-–—−/().]*[0-9A-Za-z]*$/;
const CODED_PART = /^[a-z]-?\d{2,}[\d-]*$/i;

/** Splits what somebody typed into words and digits: "åsa 811218", "19811218-98", "+46 70 123", "T00001". Anything else is words. */
export function parseSearch(text: string, country: Country): SearchQuery {
  const parts = text.normalize('NFKC').trim().split(/\s+/).filter(part => part !== '');
  const digitParts = parts.filter(part => DIGIT_PART.test(part) || CODED_PART.test(part));
  const words = parts.filter(part => !digitParts.includes(part)).flatMap(wordsWithSounds).slice(0, MAX_WORDS);
  return { words, digits: digitParts.length === 0 ? [] : digitKeys(digitParts.join(''), country) };
}

function wordsWithSounds(part: string): SearchWord[] {
  const pieces = part.split(/[^\p{L}\p{M}\p{N}\p{Cf}]+/u).filter(piece => piece !== '');
  return pieces.flatMap(piece => {
    const [text] = wordsOf(piece);
    return text === undefined ? [] : [{ text: text.slice(0, MAX_WORD), sounds: text.length >= 3 ? soundsOfWord(piece.slice(0, MAX_WORD)) : [] }];
  });
}

/** The beginnings to look up: digits as typed, and a foreign-form home number (+46…, 0046…) as dialled at home. */
function digitKeys(text: string, country: Country): string[] {
  const tidy = tidyNumber(text).replaceAll(/[^0-9A-Z+]/g, '');
  const bare = tidy.replaceAll('+', '');
  if (bare === '') return [];
  const home = HOME_PREFIX[country];
  if (tidy.startsWith('+') || /^00[1-9]/.test(tidy)) {
    const international = tidy.startsWith('+') ? bare : bare.slice(2);
    const trunkless = international.replace(new RegExp(`^${home}0`), home);
    return tidy.startsWith('+') ? [trunkless] : [bare, ...(trunkless === '' ? [] : [trunkless])];
  }
  return [bare];
}
