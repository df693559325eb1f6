import { dateText, isRealDay } from './calendar.ts';
import { type IdentifierResult, refuse } from './identifier.ts';
import { meetsLuhn } from './luhn.ts';

const NATIONAL = /^(\d{2})(\d{2})(\d{2})(\d{2})-?([A-HJ-NPR-UX-Z]{2})(\d)([0-9A-Z])$/;
const STOCKHOLM = /^99(\d{4})-?(\d{5})-?(\d)$/;
const VGR = /^(\d{4})(\d{2})(\d{2})-?([KMX])(\d{2})(\d)$/;
/** The letter of a VGR number in its check sum. */
const VGR_LETTER: Readonly<Record<string, string>> = { K: '5', M: '7', X: '8' };

/** Swedish reservnummer of the three shapes in I-04; undefined when the text has another shape. */
export function parseReserve(text: string, today: string): IdentifierResult | undefined {
  const national = NATIONAL.exec(text);
  if (national) return parseNational(national, today);
  const stockholm = STOCKHOLM.exec(text);
  if (stockholm) return parseStockholm(stockholm);
  const vgr = VGR.exec(text);
  return vgr ? parseVgr(vgr, today) : undefined;
}

/** XX is the century plus 3, 6, 9 … 78, or 00; an unknown month is 20–99 and an unknown day 40–59. Shape only: the full specification is not public. */
function parseNational(match: RegExpExecArray, today: string): IdentifierResult {
  const [, xx = '', yy = '', mm = '', dd = '', letters = '', sexDigit = '', check = ''] = match;
  const month = Number(mm);
  const day = Number(dd);
  const century = centuryOf(Number(xx));
  if (century === undefined) return refuse('format');
  const isMonthKnown = month >= 1 && month <= 12;
  const isDayKnown = day >= 1 && day <= 31;
  if ((!isMonthKnown && month < 20) || (!isDayKnown && (day < 40 || day > 59))) return refuse('date');
  const isWhole = isMonthKnown && isDayKnown;
  const years = century === null ? [1800, 1900, 2000].map(start => start + Number(yy)) : [century * 100 + Number(yy)];
  if (isWhole && !years.some(year => isRealDay(year, month, day))) return refuse('date');
  const birthDate = isWhole && century !== null ? dateText(century * 100 + Number(yy), month, day) : null;
  if (birthDate !== null && birthDate > today) return refuse('future');
  const value = xx + yy + mm + dd + letters + sexDigit + check;
  return { ok: true, kind: 'reservnummer', value, birthDate, sex: null, notes: birthDate === null ? ['birthDateUnknown', 'shapeOnly'] : ['shapeOnly'] };
}

/** 19 or 20 from 22, 23, 25, 26 … 97, 98; null for 00 (unknown); undefined for anything else. */
function centuryOf(xx: number): 19 | 20 | null | undefined {
  if (xx === 0) return null;
  if (xx < 22 || xx > 98) return undefined;
  if (xx % 3 === 1) return 19;
  return xx % 3 === 2 ? 20 : undefined;
}

/** 99, a year, a running number; Luhn over positions 5–12. It says nothing about the person. */
function parseStockholm(match: RegExpExecArray): IdentifierResult {
  const [, year = '', serial = '', check = ''] = match;
  if (!meetsLuhn(year.slice(2) + serial + check)) return refuse('check');
  return { ok: true, kind: 'reservnummerStockholm', value: `99${year}${serial}${check}`, birthDate: null, sex: null, notes: ['birthDateUnknown'] };
}

/** Birth date, a letter for the sex, two digits, check digit; Luhn over positions 3–12 with the letter as its digit. */
function parseVgr(match: RegExpExecArray, today: string): IdentifierResult {
  const [, year = '', month = '', day = '', letter = '', serial = '', check = ''] = match;
  if (!isRealDay(Number(year), Number(month), Number(day))) return refuse('date');
  const birthDate = dateText(Number(year), Number(month), Number(day));
  if (birthDate > today) return refuse('future');
  if (!meetsLuhn(year.slice(2) + month + day + (VGR_LETTER[letter] ?? '') + serial + check)) return refuse('check');
  const sex = letter === 'K' ? 'F' : letter === 'M' ? 'M' : null;
  return { ok: true, kind: 'reservnummerVgr', value: year + month + day + letter + serial + check, birthDate, sex, notes: [] };
}
