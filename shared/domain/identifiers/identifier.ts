import * as z from 'zod';

/** Every kind of number a patient may be known by (requirements/domain.md §4). A patient may hold several. */
export const IDENTIFIER_KINDS = [
  'personnummer', 'samordningsnummer', 'reservnummer', 'reservnummerStockholm', 'reservnummerVgr',
  'cpr', 'ecpr', 'fnr', 'dnr', 'hnr', 'kvnr',
  // the clinic's own number (I-05) and the customer number of the system the patient was imported from
  'temporary', 'external',
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];
export const IdentifierKind = z.enum(IDENTIFIER_KINDS);

/** Numbers that single out a person beyond this clinic: one may belong to only one patient in the register. */
export const UNIQUE_KINDS: readonly IdentifierKind[] = IDENTIFIER_KINDS.filter(kind => kind !== 'external');

/** `X` is registered as neither, `U` is not known. The number only proposes; a person confirms (I-11). */
export const SEXES = ['F', 'M', 'X', 'U'] as const;
export type Sex = (typeof SEXES)[number];

/**
 * What the person at the desk should know about an accepted number:
 * - centuryAssumed: ten digits without separator for somebody under 1 or 99 and over: ask (I-02)
 * - birthDateUnknown: the number says that the birth date is not known (I-03, I-04)
 * - checkHint: CPR without modulus 11, still valid (I-06)
 * - checkForm2032: Norwegian number of the form used from 2032; sex and century are not in it (I-07)
 * - synthetic: Norwegian test number (Tenor)
 * - shapeOnly: the check digit of this kind is not verified (I-04)
 * - organisationCheck: the organisation number inside an HSA-id does not meet its check digit (I-09)
 * - birthDateAhead: the date lies ahead of today and the country's rules allow it to be written
 */
export const IDENTIFIER_NOTES = [
  'centuryAssumed', 'birthDateUnknown', 'checkHint', 'checkForm2032', 'synthetic', 'shapeOnly', 'organisationCheck', 'birthDateAhead',
] as const;
export type IdentifierNote = (typeof IDENTIFIER_NOTES)[number];

/** Why a number is refused. `date`: no such day; `future`: born tomorrow or later; `check`: a digit is wrong; `format`: not a number of this country. */
export const IDENTIFIER_FAULTS = ['format', 'date', 'future', 'check'] as const;
export type IdentifierFault = (typeof IDENTIFIER_FAULTS)[number];

export interface ParsedIdentifier {
  readonly ok: true;
  readonly kind: IdentifierKind;
  /** Normalized: no spaces or separators, capitals, Swedish numbers always with century (12 characters). */
  readonly value: string;
  /** What the number says about the birth date, `YYYY-MM-DD`; a proposal (I-11). */
  readonly birthDate: string | null;
  readonly sex: 'F' | 'M' | null;
  readonly notes: readonly IdentifierNote[];
}
export interface BadIdentifier {
  readonly ok: false;
  readonly bad: IdentifierFault;
}
export type IdentifierResult = ParsedIdentifier | BadIdentifier;

/** A number that cannot be one, with what is wrong with it (I-01). */
export const refuse = (bad: IdentifierFault): BadIdentifier => ({ ok: false, bad });
