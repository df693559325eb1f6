import { fold, wordsOf } from './fold.ts';

/**
 * Spellings of one sound in Nordic names, applied in order. The key of a name's beginning is, but for its last
 * letter, the beginning of the name's key, so that search as you type keeps its hits.
 */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/x/g, 'ks'],
  [/^(?:hj|lj|gj|dj)/g, 'j'],
  [/sch|skj|stj|sj|sh/g, 'x'],
  [/ph/g, 'f'],
  [/th|dt/g, 't'],
  [/kj/g, 'k'],
  [/ch|ck|q(?![uv])/g, 'k'],
  [/q[uv]/g, 'kv'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/[wf]/g, 'v'],
  [/z/g, 's'],
  [/([aou])e/g, '$1'],
  [/h(?![aeiouy])/g, ''],
  [/[jy]/g, 'i'],
  [/(.)\1+/g, '$1'],
];

const soundOf = (word: string): string => SOUNDS.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), word);

/** å sounds like o and ä like e: a second way of hearing the same word. */
const heard = (word: string): string => fold(word.normalize('NFC').toLowerCase().replaceAll('å', 'o').replaceAll(/[äæ]/g, 'e'));

/** How a single word may sound: one key, or two where å or ä can be heard as another letter. Empty for words without a letter a–z. */
export function soundsOfWord(word: string): string[] {
  const keys = [fold(word), heard(word)].filter(text => /^[a-z]+$/.test(text)).map(soundOf).filter(key => key !== '');
  return [...new Set(keys)];
}

/** All sound keys of a name, for the index. */
export const soundsOf = (name: string): string[] => [...new Set(name.split(/[^\p{L}\p{M}\p{N}\p{Cf}]+/u).flatMap(soundsOfWord))];

/** True when every word of the shorter name sounds like some word of the other: Kristina Karlsson and Carlsson, Christina Maria. */
export function soundsAlike(one: string, other: string): boolean {
  const [short, long] = [wordsBySound(one), wordsBySound(other)].sort((a, b) => a.length - b.length);
  return short !== undefined && long !== undefined && short.length > 0 && short.every(keys => long.some(others => keys.some(key => others.includes(key))));
}

function wordsBySound(name: string): string[][] {
  return name.split(/[^\p{L}\p{M}\p{N}\p{Cf}]+/u).filter(word => word !== '').map(word => {
    const keys = soundsOfWord(word);
    return keys.length > 0 ? keys : wordsOf(word);
  });
}
