import { codeKey } from '#shared/domain/codes/code-pack.ts';
import type { CodeQuery } from '#shared/domain/codes/code-query.ts';
import type { Reader } from '../db/handles.ts';
import { CODE_COLUMNS, toCode, type CodeRow, type StoredCode, type StoredPack } from './code-pack.ts';

/** Statements of the picker's search; each walks one index within one pack and stops at its limit. */
export const CODE_SEARCH_SQL = {
  byKey: `SELECT ${CODE_COLUMNS} FROM code c INDEXED BY code_by_key WHERE c.pack_id = ? AND c.key >= ? AND c.key < ? ORDER BY c.key LIMIT ?`,
  // A few letters fit thousands of codes: the list's own order; from three letters the best fit, short texts first.
  byFewLetters: `SELECT ${CODE_COLUMNS} FROM code_words w JOIN code c ON c.id = w.rowid WHERE code_words MATCH ? AND w.rowid BETWEEN ? AND ? LIMIT ?`,
  // The best are found in the index alone; only they are read.
  byWords: `SELECT ${CODE_COLUMNS} FROM (SELECT rowid AS id, bm25(code_words, 8.0, 4.0, 1.0) AS fit FROM code_words WHERE code_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY fit, rowid LIMIT ?) w
    CROSS JOIN code c ON c.id = w.id ORDER BY w.fit, w.id`,
  ofKeys: `SELECT ${CODE_COLUMNS} FROM json_each(?) k CROSS JOIN code c INDEXED BY code_by_key ON c.pack_id = ? AND c.key = k.value`,
} as const;

const LAST = '\u{10FFFF}';
const RANK_FROM = 3;

/** Codes of this pack whose code begins with what was typed, in the list's order. */
export async function codesByKey(db: Reader, pack: StoredPack, { key, limit }: { readonly key: string; readonly limit: number }): Promise<StoredCode[]> {
  return ((await db.raw(CODE_SEARCH_SQL.byKey, [pack.id, key, key + LAST, limit])) as CodeRow[]).map(toCode);
}

/** Codes of this pack with all the words, in any order, each the beginning of a word. Only folded letters and digits reach the index, always quoted (H24). */
export async function codesByWords(db: Reader, pack: StoredPack, { words, limit }: { readonly words: CodeQuery['words']; readonly limit: number }): Promise<StoredCode[]> {
  const match = words.map(word => `"${word.replaceAll(/[^\p{L}\p{N}]/gu, '')}"*`).join(' AND ');
  const sql = words.some(word => word.length >= RANK_FROM) ? CODE_SEARCH_SQL.byWords : CODE_SEARCH_SQL.byFewLetters;
  return ((await db.raw(sql, [match, pack.firstCode, pack.lastCode, limit])) as CodeRow[]).map(toCode);
}

/** These codes as this pack has them; those it does not have are left out. */
export async function codesNamed(db: Reader, pack: StoredPack, codes: readonly string[]): Promise<StoredCode[]> {
  const named = new Set(codes);
  const rows = (await db.raw(CODE_SEARCH_SQL.ofKeys, [JSON.stringify([...new Set(codes.map(codeKey))]), pack.id])) as CodeRow[];
  return rows.map(toCode).filter(row => named.has(row.code));
}
