import { dateText, isRealDay } from './calendar.ts';
import { type IdentifierResult, refuse } from './identifier.ts';

const CPR = /^(\d{2})(\d{2})(\d{2})-?(\d)(\d{2})(\d)$/;
const ECPR = /^(\d{2})(\d{2})(\d{2})-?([01567])([A-Z]{2})(\d)$/;
const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const;

/**
 * CPR and the replacement numbers X-eCPR and D-eCPR (I-06). Modulus 11 is only a hint: the authority's own test
 * patients do not meet it, and numbers without it are handed out.
 */
export function parseDanish(text: string, today: string): IdentifierResult {
  const match = CPR.exec(text);
  if (!match) return parseReplacement(text);
  const [, dd = '', mm = '', yy = '', seventh = '', middle = '', last = ''] = match;
  const year = centuryOf(Number(seventh), Number(yy)) + Number(yy);
  if (!isRealDay(year, Number(mm), Number(dd))) return refuse('date');
  const birthDate = dateText(year, Number(mm), Number(dd));
  if (birthDate > today) return refuse('future');
  const value = dd + mm + yy + seventh + middle + last;
  const sum = WEIGHTS.reduce((total: number, weight, index) => total + weight * Number(value[index]), 0);
  return { ok: true, kind: 'cpr', value, birthDate, sex: Number(last) % 2 === 1 ? 'M' : 'F', notes: sum % 11 === 0 ? [] : ['checkHint'] };
}

/** Century by the seventh digit and the year (cpr.dk). */
function centuryOf(seventh: number, yy: number): 1800 | 1900 | 2000 {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return yy <= 36 ? 2000 : 1900;
  return yy <= 57 ? 2000 : 1800;
}

/** A replacement number does not say which century, so it proposes no birth date. */
function parseReplacement(text: string): IdentifierResult {
  const match = ECPR.exec(text);
  if (!match) return refuse('format');
  const [, dd = '', mm = '', yy = '', seventh = '', letters = '', last = ''] = match;
  const isPossible = [1800, 1900, 2000].some(century => isRealDay(century + Number(yy), Number(mm), Number(dd)));
  if (!isPossible) return refuse('date');
  return { ok: true, kind: 'ecpr', value: dd + mm + yy + seventh + letters + last, birthDate: null, sex: null, notes: ['birthDateUnknown'] };
}
