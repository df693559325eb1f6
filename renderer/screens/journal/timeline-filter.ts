import type { TimelineKind, TimelineRow } from '#shared/contract/timeline.ts';
import { foldText, hasTerms, searchTerms, type FoldedText } from '#shared/domain/journal/find-text.ts';
import { sectionsOf } from '#shared/domain/journal/plain-sections.ts';

/** What of the time line is shown; everything left out means all of it. */
export interface TimelineFilter {
  readonly kind?: TimelineKind | undefined;
  /** Only notes with text under this heading, and of them that text. */
  readonly heading?: string | undefined;
  readonly author?: string | undefined;
  readonly code?: string | undefined;
  /** Calendar days in the clinic, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly text?: string | undefined;
}

/** What a row says besides its name: what the text filter looks through. */
const wordsOf = ({ title, detail, who, note }: TimelineRow): string =>
  note ? [note.entry.text, note.added, note.struck, note.codes.map(({ system, code, text }) => `${system} ${code} ${text}`).join('\n'), who].join('\n') : [title, detail, who].join('\n');

const folded = new WeakMap<TimelineRow, FoldedText>();

/** Folded once a row: at each key of a search only comparing is left. */
export function foldedRow(row: TimelineRow): FoldedText {
  const kept = folded.get(row) ?? foldText(wordsOf(row));
  folded.set(row, kept);
  return kept;
}

export const isFiltered = ({ text, ...rest }: TimelineFilter): boolean => Boolean(text?.trim()) || Object.values(rest).some(value => value !== undefined);

/** The rows that pass, in their order. `dayOf` gives an instant's calendar day in the clinic. */
export function filterRows(rows: readonly TimelineRow[], filter: TimelineFilter, dayOf: (instant: string) => string): readonly TimelineRow[] {
  if (!isFiltered(filter)) return rows;
  const tests = testsOf(filter, dayOf);
  return rows.filter(row => tests.every(passes => passes(row)));
}

type Test = (row: TimelineRow) => boolean;

function testsOf({ kind, heading, author, code, from, to, text }: TimelineFilter, dayOf: (instant: string) => string): Test[] {
  const terms = searchTerms(text ?? '');
  const tests: Test[] = [];
  if (kind) tests.push(row => row.kind === kind);
  if (author) tests.push(row => row.who === author);
  if (heading) tests.push(row => row.note !== null && sectionsOf(row.note.entry.text).some(section => section.title === heading));
  if (code) tests.push(row => row.note?.codes.some(one => one.code === code) ?? false);
  if (from || to) tests.push(row => isWithin(dayOf(row.at), from, to));
  if (terms.length > 0) tests.push(row => hasTerms(foldedRow(row), terms));
  return tests;
}

const isWithin = (day: string, from: string | undefined, to: string | undefined): boolean => (!from || day >= from) && (!to || day <= to);

/** What the filters offer: only what is there. */
export interface FilterChoices {
  readonly kinds: readonly TimelineKind[];
  readonly headings: readonly string[];
  readonly authors: readonly string[];
  readonly codes: readonly { readonly code: string; readonly text: string }[];
}

export function choicesOf(rows: readonly TimelineRow[]): FilterChoices {
  const headings = new Map<string, number>();
  const codes = new Map<string, string>();
  for (const { note } of rows) {
    if (!note || note.entry.hidden) continue;
    for (const { title } of sectionsOf(note.entry.text)) if (title) headings.set(title, (headings.get(title) ?? 0) + 1);
    for (const { code, text } of note.codes) codes.set(code, text);
  }
  const sorted = (values: Iterable<string>) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b, 'sv'));
  return {
    kinds: [...new Set(rows.map(row => row.kind))],
    headings: [...headings].sort(([a, n], [b, m]) => m - n || a.localeCompare(b, 'sv')).map(([title]) => title),
    authors: sorted(rows.map(row => row.who)),
    codes: [...codes].map(([code, text]) => ({ code, text })).sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}
