import { MAX_CODES, type CodeFile, type FileCode, type LineProblem } from '#shared/domain/codes/code-file.ts';
import { MAX_CODE, MAX_CODE_TEXT, type CodeLevel } from '#shared/domain/codes/code-pack.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type * as z from 'zod';

type Gathered = { -readonly [K in keyof z.infer<typeof FileCode>]: z.infer<typeof FileCode>[K] };

/** A code as a reader found it, before anything is checked. */
export interface FoundCode {
  readonly line: number;
  readonly code: string;
  readonly text: string;
  readonly level: CodeLevel;
  readonly parent: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly includes: string;
  readonly excludes: string;
}

export interface CodeGatherer {
  readonly add: (found: FoundCode) => void;
  /** Codes in the file's order, and every line that was not understood. */
  readonly finish: () => Pick<CodeFile, 'codes' | 'problems'>;
}

const CODE = /^[\p{L}\d][\p{L}\d.+*†-]{0,39}$/u;
const MAX_NOTES = 8_000;

const tidy = (text: string): string => text.replaceAll(/[\s\u00A0]+/g, ' ').trim();
const more = (before: string, next: string): string => (before === '' || next === '' ? before + next : `${before}\n${next}`).slice(0, MAX_NOTES);

/** Day as `2026-01-31`; null: none given; undefined: not a date. */
function dayOf(text: string): string | null | undefined {
  if (text === '') return null;
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text);
  const day = found && `${found[1]}-${found[2]}-${found[3]}`;
  return day && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? day : undefined;
}

type Notes = Pick<FoundCode, 'includes' | 'excludes'>;

/** The code that a line describes, or why it describes none. */
function readLine(found: FoundCode, known: Gathered | undefined): Gathered | LineProblem | null {
  const [code, text] = [codeOf(found), tidy(found.text)];
  if (code === '') return 'codeMissing';
  if (code.length > MAX_CODE || !CODE.test(code)) return 'codeWrong';
  if (text === '') return 'textMissing';
  if (known) return known.text === text.slice(0, MAX_CODE_TEXT) ? null : 'twice';
  const [from, to] = [dayOf(tidy(found.validFrom)), dayOf(tidy(found.validTo))];
  if (from === undefined || to === undefined) return 'dateWrong';
  return {
    code, text: text.slice(0, MAX_CODE_TEXT), level: found.level, parent: codeOf({ code: found.parent }) || null, selectable: true, validFrom: from, validTo: to,
    includes: tidy(found.includes).slice(0, MAX_NOTES), excludes: tidy(found.excludes).slice(0, MAX_NOTES),
  };
}

const codeOf = ({ code }: Pick<FoundCode, 'code'>): string => tidy(code).replaceAll(/\s*[-–]\s*/g, '-');

function addNotes(to: Gathered, { includes, excludes }: Notes): void {
  to.includes = more(to.includes, tidy(includes));
  to.excludes = more(to.excludes, tidy(excludes));
}

/** Gathers codes one by one: a line that repeats a code with no text of its own adds notes to it, as the authority's tables do. */
export function gatherCodes(): CodeGatherer {
  const codes = new Map<string, Gathered>();
  const problems: { line: number; problem: LineProblem }[] = [];
  let last: Gathered | undefined;
  const add = (found: FoundCode): void => {
    const code = codeOf(found);
    const known = code === '' ? last : codes.get(code);
    if (known && tidy(found.text) === '') {
      addNotes(known, found);
      return;
    }
    const read = readLine(found, codes.get(code));
    if (codes.size >= MAX_CODES || problems.length >= MAX_CODES) throw new AppError('import.tooLarge');
    if (typeof read === 'string') problems.push({ line: found.line, problem: read });
    else if (read) codes.set(code, (last = read));
  };
  return { add, finish: () => ({ codes: withSelectable([...codes.values()]), problems }) };
}

/** Chapters and blocks divide the list, and a three-character category that is divided further says too little to be chosen. */
function withSelectable(codes: readonly Gathered[]): z.infer<typeof FileCode>[] {
  const divided = new Set(codes.flatMap(({ code, parent }) => [parent ?? '', code.includes('.') ? (code.split('.')[0] ?? '') : '']));
  return codes.map(one => ({ ...one, selectable: one.level === 'code' || (one.level === 'category' && !divided.has(one.code)) }));
}
