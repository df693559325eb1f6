import type { Country } from '../clinic/clinic.ts';
import type { IdentifierKind } from '../identifiers/identifier.ts';
import { wordsOf } from './fold.ts';
import { phoneKeys } from './phone.ts';
import { soundsOf } from './phonetic.ts';

/** Under what a patient is found. `n` whole number, `s` without century, `l` last four, `b` birth date, `p` phone, `x` customer number elsewhere. */
export const KEY_KINDS = ['n', 's', 'l', 'b', 'p', 'x'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];
export interface SearchKey {
  readonly key: string;
  readonly kind: KeyKind;
}

/** What the index needs to know of a patient; phones only while they are not hidden (G-11). */
export interface Searchable {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string }[];
  readonly phones: readonly string[];
}

/** Words of the name for the text index; compounds also written together (O'Brien → obrien). */
export function nameWords(patient: Pick<Searchable, 'givenName' | 'familyName'>): string {
  const whole = `${patient.givenName} ${patient.familyName}`;
  const compounds = whole.split(/\s+/).map(part => wordsOf(part)).filter(words => words.length > 1).map(words => words.join(''));
  return [...new Set([...wordsOf(whole), ...compounds])].join(' ');
}

/** Sound keys of the name for the text index. */
export const nameSounds = (patient: Pick<Searchable, 'givenName' | 'familyName'>): string => soundsOf(`${patient.givenName} ${patient.familyName}`).join(' ');

/** Keys of digits and codes, each once. */
export function searchKeys(patient: Searchable, country: Country): SearchKey[] {
  const keys = new Map<string, KeyKind>();
  const add = (key: string, kind: KeyKind) => {
    if (key !== '' && !keys.has(key)) keys.set(key, kind);
  };
  for (const { kind, value } of patient.identifiers) {
    if (kind === 'external') add(value.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''), 'x');
    else for (const [key, keyKind] of numberKeys(kind, value)) add(key, keyKind);
  }
  // what an import could not read stays as written and is found by name only
  for (const phone of patient.phones) if (phone.startsWith('+')) for (const key of phoneKeys(phone, country)) add(key, 'p');
  if (patient.birthDate !== null) {
    const digits = patient.birthDate.replaceAll('-', '');
    // a number that begins with the birth date already answers for it
    for (const form of [digits, digits.slice(2)]) if (![...keys.keys()].some(key => key.startsWith(form))) add(form, 'b');
  }
  return [...keys].map(([key, kind]) => ({ key, kind }));
}

const SWEDISH: readonly IdentifierKind[] = ['personnummer', 'samordningsnummer', 'reservnummer', 'reservnummerVgr', 'reservnummerStockholm'];

function numberKeys(kind: IdentifierKind, value: string): (readonly [string, KeyKind])[] {
  const whole = [value, 'n'] as const;
  if (SWEDISH.includes(kind)) return [whole, [value.slice(2), 's'], [value.slice(8), 'l']];
  if (kind === 'temporary') return [whole, [value.slice(1).replace(/^0+/, ''), 's']];
  return [whole, [value.slice(6), 'l']];
}
