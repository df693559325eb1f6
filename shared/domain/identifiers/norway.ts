import { dateText, isRealDay } from './calendar.ts';
import { type IdentifierKind, type IdentifierNote, type IdentifierResult, refuse } from './identifier.ts';

const FORM = /^(\d{2})(\d{2})(\d{2})-?(\d{3})(\d{2})$/;
const K1 = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1] as const;
const K2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const;
const CENTURIES = [1900, 2000, 1800] as const;

/**
 * Fødselsnummer, D-number (day + 40), H-number (month + 40) and synthetic numbers (month + 80), in today's form and
 * the one used from 2032, where the first check sum may leave 0–3 and sex and century are no longer in the number (I-07).
 */
export function parseNorwegian(text: string, today: string): IdentifierResult {
  const match = FORM.exec(text);
  if (!match) return refuse('format');
  const [, dd = '', mm = '', yy = '', individual = '', checks = ''] = match;
  const shape = shapeOf(Number(dd), Number(mm));
  if (!shape) return refuse('date');
  const value = dd + mm + yy + individual + checks;
  const rest = weighted(value, K1);
  if (rest > 3 || weighted(value, K2) !== 0) return isPossibleDay(shape, Number(yy)) ? refuse('check') : refuse('date');
  const isNewForm = rest !== 0;
  const century = centuryOf(shape.kind, Number(yy), Number(individual)) ?? (isNewForm ? possibleCentury(shape, Number(yy)) : undefined);
  if (century === undefined) return refuse('date');
  if (!isRealDay(century + Number(yy), shape.month, shape.day)) return refuse('date');
  const birthDate = dateText(century + Number(yy), shape.month, shape.day);
  const notes: IdentifierNote[] = [];
  if (isNewForm) notes.push('checkForm2032');
  if (shape.isSynthetic) notes.push('synthetic');
  if (birthDate > today) notes.push('birthDateAhead');
  const sex = isNewForm ? null : Number(value[8]) % 2 === 1 ? 'M' : 'F';
  return { ok: true, kind: shape.kind, value, birthDate, sex, notes };
}

interface Shape {
  readonly kind: Extract<IdentifierKind, 'fnr' | 'dnr' | 'hnr'>;
  readonly day: number;
  readonly month: number;
  readonly isSynthetic: boolean;
}

function shapeOf(dayDigits: number, monthDigits: number): Shape | undefined {
  const isD = dayDigits > 40;
  const isSynthetic = monthDigits > 80;
  const isH = !isSynthetic && monthDigits > 40;
  const day = isD ? dayDigits - 40 : dayDigits;
  const month = isSynthetic ? monthDigits - 80 : isH ? monthDigits - 40 : monthDigits;
  if (day < 1 || day > 31 || month < 1 || month > 12) return undefined;
  return { kind: isD ? 'dnr' : isH ? 'hnr' : 'fnr', day, month, isSynthetic };
}

const weighted = (value: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(value[index]), 0) % 11;

/** Century from the individual number; D-numbers by the table of 2021. Undefined where the tables name none. */
function centuryOf(kind: Shape['kind'], yy: number, individual: number): number | undefined {
  if (kind === 'dnr') {
    const first = Math.floor(individual / 100);
    if (yy < 40) return first <= 1 ? 1900 : 2000;
    return first === 5 && yy >= 58 ? 1800 : 1900;
  }
  if (individual <= 499) return 1900;
  if (yy <= 39) return 2000;
  if (individual <= 749 && yy >= 54) return 1800;
  return individual >= 900 ? 1900 : undefined;
}

const possibleCentury = (shape: Shape, yy: number): number | undefined =>
  CENTURIES.find(century => isRealDay(century + yy, shape.month, shape.day));
const isPossibleDay = (shape: Shape, yy: number): boolean => possibleCentury(shape, yy) !== undefined;
