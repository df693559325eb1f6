import type { Country } from '../clinic/clinic.ts';

const PREFIX: Readonly<Record<Country, string>> = { SE: '46', DK: '45', NO: '47', DE: '49' };
/** Countries whose numbers are written with a leading 0 at home. */
const HAS_TRUNK: Readonly<Record<Country, boolean>> = { SE: true, DK: false, NO: false, DE: true };
const LENGTH: Readonly<Record<Country, readonly [number, number]>> = { SE: [6, 10], DK: [8, 8], NO: [5, 8], DE: [5, 12] };

/**
 * A phone number in E.164 (`+46701234567`), or null when it cannot be one.
 * Reads 070-123 45 67, 070/1234567, +46 70 123 45 67, 0046701234567, (0)8 123 456 and +46 (0)70….
 */
export function normalizePhone(text: string, country: Country): string | null {
  const tidy = text.normalize('NFKC').replaceAll(/[\s\u200b\u2010-\u2015\u2212().\-/]/g, '');
  if (!/^\+?\d{5,17}$/.test(tidy)) return null;
  const international = tidy.startsWith('+') ? tidy.slice(1) : tidy.startsWith('00') ? tidy.slice(2) : null;
  if (international === null) return national(tidy, country);
  const home = PREFIX[country];
  if (international.startsWith(home)) return national(international.slice(home.length), country);
  return /^[1-9]\d{5,14}$/.test(international) ? `+${international}` : null;
}

function national(digits: string, country: Country): string | null {
  const bare = HAS_TRUNK[country] ? digits.replace(/^0/, '') : digits;
  const [shortest, longest] = LENGTH[country];
  return bare.length >= shortest && bare.length <= longest && /^[1-9]/.test(bare) ? `+${PREFIX[country]}${bare}` : null;
}

/** Digits under which a number is found: as dialled at home and with country code. */
export function phoneKeys(e164: string, country: Country): string[] {
  const home = PREFIX[country];
  const digits = e164.slice(1);
  if (!digits.startsWith(home)) return [digits];
  const bare = digits.slice(home.length);
  return HAS_TRUNK[country] ? [`0${bare}`, digits] : [bare, digits];
}

/** As people at home write it: `070-123 45 67`; numbers of other countries stay in international form. */
export function displayPhone(e164: string, country: Country): string {
  const home = `+${PREFIX[country]}`;
  if (!e164.startsWith(home)) return e164;
  const bare = e164.slice(home.length);
  if (country === 'SE') return swedish(bare);
  return HAS_TRUNK[country] ? `0${bare}` : grouped(bare, 2);
}

/** Mobile and Stockholm numbers in groups; where other area codes end, only a table tells. */
function swedish(bare: string): string {
  if (/^7\d{8}$/.test(bare)) return `0${bare.slice(0, 2)}-${grouped(bare.slice(2), 3)}`;
  return bare.startsWith('8') ? `08-${grouped(bare.slice(1), 3)}` : `0${bare}`;
}

/** `1234567` → `123 45 67`: a first group, then pairs. */
function grouped(digits: string, first: number): string {
  return [digits.slice(0, first), ...(digits.slice(first).match(/\d{1,2}/g) ?? [])].join(' ');
}

/** An address of the shape name@host.domain; whether it arrives only the sending tells. */
export const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\.]{2,}$/u.test(text);
