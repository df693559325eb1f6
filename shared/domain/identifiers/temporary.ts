import { type IdentifierResult, refuse } from './identifier.ts';
import { luhnDigit, meetsLuhn } from './luhn.ts';

const FORM = /^T(\d{7,10})$/;

/** The clinic's own number (I-05): T, a running number of at least six digits that is never used again, a Luhn check digit. */
export function temporaryNumber(running: number): string {
  const digits = String(running).padStart(6, '0');
  return `T${digits}${luhnDigit(digits)}`;
}

/** Reads a temporary number as printed; undefined when the text is no such number. */
export function parseTemporary(text: string): IdentifierResult | undefined {
  const digits = FORM.exec(text)?.[1];
  if (digits === undefined) return undefined;
  return meetsLuhn(digits) ? { ok: true, kind: 'temporary', value: text, birthDate: null, sex: null, notes: [] } : refuse('check');
}
