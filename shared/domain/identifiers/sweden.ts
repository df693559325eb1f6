import { ageOn, dateText, isRealDay } from './calendar.ts';
import { type IdentifierNote, type IdentifierResult, refuse } from './identifier.ts';
import { meetsLuhn } from './luhn.ts';
import { parseReserve } from './sweden-reserve.ts';

const FORM = /^(\d{2})?(\d{2})(\d{2})(\d{2})([-+])?(\d{3})(\d)$/;

/**
 * Personnummer and samordningsnummer (I-01…I-03) and, when the shape is theirs, reservnummer (I-04).
 * @param text without spaces, in capitals
 * @param today `YYYY-MM-DD`, decides the century of ten digits
 */
export function parseSwedish(text: string, today: string): IdentifierResult {
  const reserve = parseReserve(text, today);
  if (reserve) return reserve;
  const match = FORM.exec(text);
  if (!match) return refuse('format');
  const [, century, yy = '', mm = '', dd = '', separator, serial = '', check = ''] = match;
  const year = century === undefined ? yearOf(Number(yy), separator, today) : Number(century + yy);
  const month = Number(mm);
  const isCoordination = Number(dd) >= 60;
  const day = isCoordination ? Number(dd) - 60 : Number(dd);
  const isUnknown = isCoordination && (month === 0 || day === 0) && month <= 12 && day <= 31 && year >= 1800;
  if (!isUnknown && !isRealDay(year, month, day)) return refuse('date');
  const birthDate = isUnknown ? null : dateText(year, month, day);
  if (birthDate === null ? year > Number(today.slice(0, 4)) : birthDate > today) return refuse('future');
  if (!meetsLuhn(yy + mm + dd + serial + check)) return refuse('check');
  return {
    ok: true,
    kind: isCoordination ? 'samordningsnummer' : 'personnummer',
    value: `${year}${mm}${dd}${serial}${check}`,
    birthDate,
    sex: Number(serial[2]) % 2 === 1 ? 'M' : 'F',
    notes: notesOf({ birthDate, year, today, isBare: century === undefined && separator === undefined }),
  };
}

/** Latest year not after this one; `+` means that the person turned or turns 100 or more this year (I-02). */
function yearOf(yy: number, separator: string | undefined, today: string): number {
  const thisYear = Number(today.slice(0, 4));
  const century = Math.floor(thisYear / 100) * 100;
  const latest = century + yy <= thisYear ? century + yy : century - 100 + yy;
  return separator === '+' ? latest - 100 : latest;
}

function notesOf(about: { birthDate: string | null; year: number; today: string; isBare: boolean }): IdentifierNote[] {
  const notes: IdentifierNote[] = about.birthDate === null ? ['birthDateUnknown'] : [];
  if (!about.isBare) return notes;
  const age = about.birthDate === null ? Number(about.today.slice(0, 4)) - about.year : ageOn(about.birthDate, about.today);
  return age < 1 || age >= 99 ? [...notes, 'centuryAssumed'] : notes;
}
