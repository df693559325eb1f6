import type { Country } from '../clinic/clinic.ts';
import { parseDanish } from './denmark.ts';
import { parseGerman } from './germany.ts';
import { type IdentifierResult } from './identifier.ts';
import { parseNorwegian } from './norway.ts';
import { parseSwedish } from './sweden.ts';

const DASHES = /[\u2010-\u2015\u2212]/g;
const SPACES = /[\s\u00a0\u2000-\u200b\u202f\u2060\ufeff]/g;

/** Spaces out, any dash as a hyphen, capitals: what the parsers of all countries expect. */
export const tidyNumber = (text: string): string => text.replaceAll(SPACES, '').replaceAll(DASHES, '-').toUpperCase();

/**
 * Reads a patient's number by the rules of a country (I-01…I-08).
 * @param text as typed or imported, any usual form
 * @param today `YYYY-MM-DD`: century of ten digits, refusal of future dates
 */
export function parseIdentifier(text: string, country: Country, today: string): IdentifierResult {
  const tidy = tidyNumber(text);
  switch (country) {
    case 'SE':
      return parseSwedish(tidy, today);
    case 'DK':
      return parseDanish(tidy, today);
    case 'NO':
      return parseNorwegian(tidy, today);
    case 'DE':
      return parseGerman(tidy);
  }
}
