import { fold } from '../patients/fold.ts';

/** Where something that was searched for stands in a text: from (inclusive), to (exclusive), in UTF-16 units of the text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The parts of a search as typed; what stands within quotation marks is one part. */
export const splitSearch = (query: string): string[] =>
  [...query.matchAll(/"([^"]*)"?|([^\s"]+)/g)].map(([, phrase, word]) => (phrase ?? word ?? '').replace(/\s+/g, ' ').trim()).filter(part => /[\p{L}\p{N}]/u.test(part));

/** The parts of a search folded as texts are compared (å is found by a), longest first. */
export const searchTerms = (query: string): string[] =>
  [...new Set(splitSearch(query).map(part => fold(part).trim()))].filter(term => term !== '').sort((a, b) => b.length - a.length);

/** A text as it is compared, with the place in the original that each of its characters came from. */
export interface FoldedText {
  readonly text: string;
  readonly origin: readonly number[] | null;
}

const PLAIN = /^[\t\n\r\u0020-\u007e]*$/;
/** Signs that each fold to exactly one: nearly every Nordic text is of these and keeps its places. */
const ONE_TO_ONE = /^[\t\n\r\u0020-\u007e\u00c0-\u00dd\u00e0-\u00f6\u00f8-\u00fd°·§•–—‘’“”−×≥≤→\u00b5]*$/;
const BEYOND_ASCII = /[^\u0000-\u007e]/g;

/** Folds a text for comparing. Plain ASCII keeps its places; anything else is folded sign by sign, so that marks and ligatures point home. */
export function foldText(text: string): FoldedText {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), origin: null };
  if (ONE_TO_ONE.test(text)) return { text: text.replace(BEYOND_ASCII, foldSign).toLowerCase(), origin: null };
  let folded = '';
  const origin: number[] = [];
  let at = 0;
  for (const sign of text) {
    const lower = foldSign(sign);
    folded += lower;
    for (let i = 0; i < lower.length; i += 1) origin.push(at);
    at += sign.length;
  }
  origin.push(at);
  return { text: folded, origin };
}

const folds = new Map<string, string>();

/** Kept: a journal has thousands of å and few different signs. */
function foldSign(sign: string): string {
  if (sign.length === 1 && sign <= '\u007e') return sign.toLowerCase();
  const kept = folds.get(sign) ?? fold(sign);
  if (folds.size < 5_000) folds.set(sign, kept);
  return kept;
}

/** True when every term stands somewhere in the text, within words too: "svikt" finds "hjärtsvikt". */
export const hasTerms = (text: FoldedText, terms: readonly string[]): boolean => terms.every(term => text.text.includes(term));

/** Where the terms stand, in order, never overlapping. At most `limit`. */
export function findSpans(text: string, terms: readonly string[], limit = 500): Span[] {
  if (terms.length === 0 || text === '') return [];
  const folded = foldText(text);
  const found: Span[] = [];
  for (const term of terms) {
    for (let at = folded.text.indexOf(term); at >= 0 && found.length < limit; at = folded.text.indexOf(term, at + term.length)) found.push(spanOf(folded, at, at + term.length, text));
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const apart: Span[] = [];
  for (const span of found) if (span.from >= (apart.at(-1)?.to ?? 0)) apart.push(span);
  return apart;
}

function spanOf({ origin }: FoldedText, from: number, to: number, text: string): Span {
  if (!origin) return { from, to };
  const start = origin[from] ?? text.length;
  // The sign that the last character came from belongs to the hit as a whole, with the marks that follow it.
  let end = to;
  const last = origin[to - 1] ?? text.length;
  while (end < origin.length && origin[end] === last) end += 1;
  return { from: start, to: origin[end] ?? text.length };
}

/** A stretch of the text around its first hit, cut at words, with signs that say where it was cut. */
export function snippetOf(text: string, terms: readonly string[], length = 160): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const [first] = findSpans(flat, terms, 1);
  if (flat.length <= length) return flat;
  const middle = first ? first.from : 0;
  const start = Math.max(0, Math.min(middle - Math.floor(length / 3), flat.length - length));
  const from = start === 0 ? 0 : flat.indexOf(' ', start) + 1 || start;
  const end = Math.min(flat.length, from + length);
  const to = end === flat.length ? end : Math.max(flat.lastIndexOf(' ', end), from + 1);
  return `${from > 0 ? '… ' : ''}${flat.slice(from, to)}${to < flat.length ? ' …' : ''}`.toWellFormed();
}
