import { wordsOf } from '../patients/fold.ts';
import { codeKey } from './code-pack.ts';

/** What the typed text asks for: words in any order, each the beginning of a word in the code's text, and the code it may begin. */
export interface CodeQuery {
  readonly words: readonly string[];
  /** Set when the text could be the beginning of a code: "m54", "DT", "m54.5". */
  readonly key: string | null;
}

const MAX_WORDS = 6;
const MAX_WORD = 30;
const CODE_LIKE = /^[a-zåäö]{0,3}[\d.+*-]*[a-z]?$/i;

/** Reads what somebody typed in the code picker. Å, ä, ö and accents count as the letters without them, as in the patient search. */
export function parseCodeQuery(text: string): CodeQuery {
  const parts = text.normalize('NFKC').trim().split(/\s+/).filter(part => part !== '');
  const [first] = parts;
  const compact = parts.length === 2 && /\d$/.test(first ?? '') && /^[\d.]/.test(parts[1] ?? '') ? parts.join('') : parts.length === 1 ? first : undefined;
  const key = compact !== undefined && CODE_LIKE.test(compact) ? codeKey(compact) : '';
  // Words that hold a digit are codes: M54.5 is one word, not two.
  const words = parts.flatMap(part => (/\d/.test(part) && CODE_LIKE.test(part) ? [codeKey(part).toLowerCase()] : wordsOf(part)));
  return { words: [...new Set(words.map(word => word.slice(0, MAX_WORD)).filter(word => /[a-z0-9]/.test(word)))].slice(0, MAX_WORDS), key: key === '' ? null : key };
}
