import { foldAbbreviation, MAX_PHRASES_AT_ONCE, PhraseDraft } from './phrase.ts';

/** Largest file of phrases that is read: a thousand long ones fit several times over. */
export const MAX_PHRASE_FILE = 4_000_000;

export interface ReadPhrases {
  readonly phrases: readonly PhraseDraft[];
  /** Rows (from 1, a CSV's heading counted) that are no phrase, or whose abbreviation came earlier in the file. */
  readonly wrong: readonly number[];
}

const COLUMNS = { abbreviation: ['förkortning', 'abbreviation', 'kortkommando', 'nyckel'], title: ['namn', 'title', 'titel', 'name'], body: ['text', 'body', 'fras', 'phrase'] } as const;

/**
 * Phrases in a file: our own JSON, or CSV with or without a heading row (abbreviation, name, text; or two columns:
 * abbreviation, text). Undefined when it is neither. Never throws on hostile input.
 */
export function readPhraseFile(text: string): ReadPhrases | undefined {
  if (text.length > MAX_PHRASE_FILE) return undefined;
  const clean = text.replace(/^\uFEFF/, '');
  return clean.trimStart().startsWith('{') || clean.trimStart().startsWith('[') ? fromJson(clean) : fromCsv(clean);
}

/** All phrases as JSON that `readPhraseFile` reads; for a colleague, another clinic, or one's own keeping. */
export const writePhraseFile = (phrases: readonly PhraseDraft[]): string =>
  `${JSON.stringify({ format: 'klinikbok-phrases-1', phrases: phrases.map(({ abbreviation, title, body }) => ({ abbreviation, title, body })) }, null, 2)}\n`;

function fromJson(text: string): ReadPhrases | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const rows = Array.isArray(value) ? (value as unknown[]) : (value as { phrases?: unknown }).phrases;
    return Array.isArray(rows) ? check(rows as unknown[], 1) : undefined;
  } catch {
    return undefined;
  }
}

function fromCsv(text: string): ReadPhrases | undefined {
  const first = text.split('\n', 1)[0] ?? '';
  const separator = [';', '\t', ','].find(sign => first.includes(sign));
  if (separator === undefined) return undefined;
  const rows = splitCsv(text, separator);
  const { named, abbreviation, title, body } = columnsOf(rows[0] ?? []);
  const drafts = rows.slice(named ? 1 : 0).map(row => ({ abbreviation: row[abbreviation]?.trim(), title: row[title] ?? '', body: row[body] }));
  return check(drafts, named ? 2 : 1);
}

/** Which column is which: by the heading row, or by how many there are. */
function columnsOf(first: readonly string[]): { readonly named: boolean; readonly abbreviation: number; readonly title: number; readonly body: number } {
  const heading = first.map(cell => cell.trim().toLowerCase());
  const at = (name: keyof typeof COLUMNS): number => heading.findIndex(cell => (COLUMNS[name] as readonly string[]).includes(cell));
  if (at('abbreviation') >= 0 && at('body') >= 0) return { named: true, abbreviation: at('abbreviation'), title: at('title'), body: at('body') };
  return first.length > 2 ? { named: false, abbreviation: 0, title: 1, body: 2 } : { named: false, abbreviation: 0, title: -1, body: 1 };
}

function check(rows: readonly unknown[], firstRow: number): ReadPhrases {
  const phrases: PhraseDraft[] = [];
  const wrong: number[] = [];
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const { abbreviation, title = '', body } = (row ?? {}) as { abbreviation?: unknown; title?: unknown; body?: unknown };
    const parsed = PhraseDraft.safeParse({ abbreviation, title, body });
    const key = parsed.success ? foldAbbreviation(parsed.data.abbreviation) : '';
    if (!parsed.success || seen.has(key) || phrases.length >= MAX_PHRASES_AT_ONCE) wrong.push(index + firstRow);
    else {
      seen.add(key);
      phrases.push(parsed.data);
    }
  }
  return { phrases, wrong };
}

/** RFC 4180 with any separator: quoted cells may hold separators, line breaks and doubled quotes. Empty lines are left out. */
function splitCsv(text: string, separator: string): string[][] {
  // A quoted cell, a plain one, or nothing; then what ends it. Each sign is looked at once, so no input is slow.
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"?|([^${separator}\\n]*))(${separator}|\\r?\\n|$)`, 'y');
  const rows: string[][] = [[]];
  while (cell.lastIndex <= text.length) {
    const match = cell.exec(text);
    if (!match) break;
    rows.at(-1)?.push(match[1] === undefined ? (match[2] ?? '').replace(/\r$/, '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') break;
    if (match[3] !== separator) rows.push([]);
  }
  return rows.filter(row => row.some(one => one.trim() !== ''));
}
