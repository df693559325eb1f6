import { type BadIdentifier, type IdentifierNote, refuse } from './identifier.ts';
import { meetsLuhn } from './luhn.ts';

export interface ParsedHsaId {
  readonly ok: true;
  readonly kind: 'hsaid';
  readonly value: string;
  readonly organisationNumber: string;
  readonly notes: readonly IdentifierNote[];
}

/**
 * HSA-id (I-09): SE, ten digits of organisation number, a hyphen, at least one of A–Z a–z 0–9; 31 characters at most.
 * Case is kept. An organisation number that misses its check digit is noted, not refused: the directory decides.
 */
export function parseHsaId(text: string): ParsedHsaId | BadIdentifier {
  const value = text.trim();
  const match = /^SE(\d{10})-[A-Za-z0-9]+$/.exec(value);
  const organisationNumber = match?.[1];
  if (organisationNumber === undefined || value.length > 31) return refuse('format');
  return { ok: true, kind: 'hsaid', value, organisationNumber, notes: meetsLuhn(organisationNumber) ? [] : ['organisationCheck'] };
}
