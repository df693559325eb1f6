import { wordsOf } from './fold.ts';

/** Names and a birth date as somebody copies them from a paper. */
export interface ExactPerson {
  /** `2026-11-22`. */
  readonly birthDate: string;
  /** Whether these are the same whole words, in any order; å and a, É and e count as the same. */
  readonly isNamed: (name: string) => boolean;
}

const BIRTH = /(?:^|[\s,;(])((?:18|19|20)\d{2})[-./ ]?(\d{2})[-./ ]?(\d{2})(?=$|[\s,;)])/;

/** Reads "Bo Åkesson 1912-12-12" or "19121212 Åkesson, Bo"; undefined without a whole birth date and at least two names. */
export function readExactPerson(text: string): ExactPerson | undefined {
  const typed = text.normalize('NFKC');
  const [whole, year, month, day] = BIRTH.exec(typed) ?? [];
  if (whole === undefined) return undefined;
  const birthDate = `${year}-${month}-${day}`;
  const key = keyOf(typed.replace(whole, ' '));
  if (!isDay(birthDate) || !key.includes(' ')) return undefined;
  return { birthDate, isNamed: name => keyOf(name) === key };
}

const keyOf = (name: string): string => wordsOf(name).sort().join(' ');

function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
