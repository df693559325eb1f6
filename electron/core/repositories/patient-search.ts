import type { KeyKind } from '#shared/domain/patients/search-keys.ts';
import type { SearchQuery, SearchWord } from '#shared/domain/patients/search-query.ts';
import type { Reader } from '../db/handles.ts';
import { loadHitRows, type HitRow } from './patient.ts';
import { indexWord } from './patient-index.ts';

/** Statements of the search; each walks one index from where the typed text begins and stops at its limit. */
export const SEARCH_SQL = {
  keys: "SELECT key, seq, kind FROM patient_key WHERE key >= ? AND key < ? AND (kind <> 'l' OR ?) ORDER BY key LIMIT ?",
  family: 'SELECT seq FROM patient INDEXED BY patient_by_family WHERE family_fold >= ? AND family_fold < ? ORDER BY family_fold, given_fold LIMIT ?',
  given: 'SELECT seq FROM patient INDEXED BY patient_by_given WHERE given_fold >= ? AND given_fold < ? ORDER BY given_fold, family_fold LIMIT ?',
  familyGiven: `SELECT seq FROM patient INDEXED BY patient_by_family WHERE family_fold >= ? AND family_fold < ? AND given_fold >= ? AND given_fold < ?
    ORDER BY family_fold, given_fold LIMIT ?`,
  givenFamily: `SELECT seq FROM patient INDEXED BY patient_by_given WHERE given_fold >= ? AND given_fold < ? AND family_fold >= ? AND family_fold < ?
    ORDER BY given_fold, family_fold LIMIT ?`,
  words: 'SELECT rowid AS seq FROM patient_words WHERE patient_words MATCH ? LIMIT ?',
  wordsOfKeys: 'SELECT rowid AS seq FROM patient_words WHERE patient_words MATCH ? AND rowid IN (SELECT seq FROM patient_key WHERE key >= ? AND key < ?) LIMIT ?',
  wordsThenKeys: `SELECT rowid AS seq FROM patient_words WHERE patient_words MATCH ?
    AND EXISTS (SELECT 1 FROM patient_key k INDEXED BY patient_key_of WHERE k.seq = patient_words.rowid AND k.key >= ? AND k.key < ?) LIMIT ?`,
} as const;

/** Shown first: the whole number, then last four, birth date, phone; then what only begins like it. */
const EXACT: Readonly<Record<KeyKind, number>> = { n: 0, s: 0, l: 1, b: 2, p: 3, x: 4 };
const BEGINS: Readonly<Record<KeyKind, number>> = { n: 5, s: 5, b: 6, p: 7, x: 8, l: 9 };
const LAST = '\u{10FFFF}';
const SHORT = 3;

/** Patients that fit, best first, at most `limit`. Never more than a few index ranges, whatever the text (H24: terms are quoted). */
export async function searchPatients(db: Reader, query: SearchQuery, limit: number): Promise<HitRow[]> {
  const seqs = query.words.length === 0 ? await byKeys(db, query.digits, limit) : query.digits.length > 0 ? await byBoth(db, query, limit) : await byName(db, query.words, limit);
  return loadHitRows(db, seqs);
}

async function byKeys(db: Reader, digits: readonly string[], limit: number): Promise<number[]> {
  const found = new Map<number, number>();
  for (const typed of digits) {
    const rows = (await db.raw(SEARCH_SQL.keys, [typed, `${typed}~`, typed.length > SHORT ? 1 : 0, limit * 3])) as { key: string; seq: number; kind: KeyKind }[];
    for (const { key, seq, kind } of rows) found.set(seq, Math.min(found.get(seq) ?? 99, key === typed ? EXACT[kind] : BEGINS[kind]));
  }
  return [...found].sort(([, a], [, b]) => a - b).slice(0, limit).map(([seq]) => seq);
}

async function byBoth(db: Reader, query: SearchQuery, limit: number): Promise<number[]> {
  const found = new Set<number>();
  for (const typed of query.digits) {
    const sql = typed.length >= SHORT ? SEARCH_SQL.wordsOfKeys : SEARCH_SQL.wordsThenKeys;
    for (const { seq } of (await db.raw(sql, [matchOf(query.words), typed, `${typed}~`, limit])) as { seq: number }[]) found.add(seq);
  }
  return [...found].slice(0, limit);
}

async function byName(db: Reader, words: readonly SearchWord[], limit: number): Promise<number[]> {
  const found = new Set<number>(words.length === 1 ? await oneWord(db, words[0]?.text ?? '', limit) : await severalWords(db, words.map(word => word.text), limit));
  if (found.size < limit) for (const seq of await pick(db, SEARCH_SQL.words, [matchOf(words), limit + found.size])) found.add(seq);
  return [...found].slice(0, limit);
}

/** Family names and given names that begin so, half of each while both have more. */
async function oneWord(db: Reader, text: string, limit: number): Promise<number[]> {
  const [family, given] = await Promise.all([pick(db, SEARCH_SQL.family, [text, text + LAST, limit]), pick(db, SEARCH_SQL.given, [text, text + LAST, limit])]);
  const half = Math.ceil(limit / 2);
  return [...family.slice(0, Math.max(half, limit - given.length)), ...given];
}

/** Both orders of every cut: "anna svens", "svens anna", "de la cruz johan". The longer part leads, so that the shorter is only compared. */
async function severalWords(db: Reader, words: readonly string[], limit: number): Promise<number[]> {
  const found = new Set<number>(await pick(db, SEARCH_SQL.family, [words.join(' '), words.join(' ') + LAST, limit]));
  for (let cut = 1; cut < words.length && found.size < limit; cut += 1) {
    const first = words.slice(0, cut).join(' ');
    const second = words.slice(cut).join(' ');
    for (const [given, family] of [[first, second], [second, first]] as const)
      for (const seq of await pair(db, { given, family, limit })) found.add(seq);
  }
  return [...found];
}

function pair(db: Reader, { given, family, limit }: { given: string; family: string; limit: number }): Promise<number[]> {
  const givenRange = [given, given + LAST];
  const familyRange = [family, family + LAST];
  return given.length > family.length ? pick(db, SEARCH_SQL.givenFamily, [...givenRange, ...familyRange, limit]) : pick(db, SEARCH_SQL.familyGiven, [...familyRange, ...givenRange, limit]);
}

async function pick(db: Reader, sql: string, bindings: readonly (string | number)[]): Promise<number[]> {
  const rows = (await db.raw(sql, [...bindings])) as { seq: number }[];
  return rows.map(row => row.seq);
}

/** Every word must begin some word of the name, or sound like its beginning. Only a–z and digits reach the index, always quoted. */
export const matchOf = (words: readonly SearchWord[]): string =>
  words.map(({ text, sounds }) => `(${[`{name}: "${indexWord(text)}"*`, ...sounds.map(sound => `{sound}: "${indexWord(sound)}"*`)].join(' OR ')})`).join(' AND ');
