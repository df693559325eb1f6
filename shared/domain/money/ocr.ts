import { luhnDigit, meetsLuhn } from '../identifiers/luhn.ts';

const MAX_LENGTH = 25;

/**
 * The payment reference for a number (F-06, Bankgirot): base, the total length modulo 10, check digit modulo 10.
 * `10001` → `1000173`. `base`: 1–23 digits.
 */
export function ocrOf(base: number | string): string {
  const digits = String(base);
  if (!/^\d{1,23}$/.test(digits)) throw new Error('an OCR base is 1–23 digits');
  const withLength = `${digits}${(digits.length + 2) % 10}`;
  return `${withLength}${luhnDigit(withLength)}`;
}

/** True for a reference with a right check digit; `withLength`: the digit before it must also say the length. */
export function isOcr(text: string, { withLength }: { readonly withLength: boolean }): boolean {
  if (!/^\d{2,25}$/.test(text) || text.length > MAX_LENGTH || !meetsLuhn(text)) return false;
  return !withLength || Number(text.at(-2)) === text.length % 10;
}

/**
 * Reference of a payment at the desk, before there is a document to name: 9 and the visit's own running number, so that it
 * never meets an invoice's (those stay below nine digits).
 */
export const deskReference = (payRef: number): string => ocrOf(`9${String(payRef).padStart(8, '0')}`);
