import { type IdentifierResult, refuse } from './identifier.ts';

/** Krankenversichertennummer: a letter (01–26), eight digits, check digit; weights 1, 2 alternating over ten digits, digit sums, modulus 10 (I-08). */
export function parseGerman(text: string): IdentifierResult {
  if (!/^[A-Z]\d{9}$/.test(text)) return refuse('format');
  const letter = String(text.charCodeAt(0) - 64).padStart(2, '0');
  const digits = letter + text.slice(1, 9);
  const sum = [...digits].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  if (sum % 10 !== Number(text[9])) return refuse('check');
  return { ok: true, kind: 'kvnr', value: text, birthDate: null, sex: null, notes: [] };
}
