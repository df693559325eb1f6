import * as z from 'zod';

import { COUNTRIES } from '../clinic/clinic.ts';

/** What a column of a foreign file may fill. `fullName` is "Family, Given" or "Given Family". */
export const IMPORT_FIELDS = [
  'externalId', 'number', 'familyName', 'givenName', 'fullName', 'birthDate', 'sex', 'street', 'careOf', 'postCode', 'city',
  'mobile', 'phone', 'workPhone', 'email', 'protection', 'lastVisit', 'deceasedOn', 'note',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type ImportEncoding = (typeof IMPORT_ENCODINGS)[number];
export const IMPORT_SEPARATORS = [';', ',', '\t', '|'] as const;
export type ImportSeparator = (typeof IMPORT_SEPARATORS)[number];

/** What the person may decide instead of leaving it to detection. Nothing here is needed for an ordinary file. */
export const ImportOptions = z.strictObject({
  encoding: z.enum(IMPORT_ENCODINGS).nullable().default(null),
  separator: z.enum(IMPORT_SEPARATORS).nullable().default(null),
  /** For each column the field it fills or null; null as a whole: by the headers. */
  mapping: z.array(z.enum(IMPORT_FIELDS).nullable()).max(200).nullable().default(null),
  /** How 03/11/2026 is meant. Swedish systems write day first. */
  dateOrder: z.enum(['dmy', 'mdy']).default('dmy'),
  /** Country of the numbers; null: the clinic's. */
  country: z.enum(COUNTRIES).nullable().default(null),
  /** Line numbers that a person chose among lines with the same number and different names (H56). */
  chosen: z.array(z.int()).max(10_000).default([]),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** Why a line does not go in. */
export const IMPORT_PROBLEMS = [
  'columnCount', 'nameMissing', 'nameTooLong', 'numberFormat', 'numberIncomplete', 'numberDate', 'numberFuture', 'numberCheck',
  'sameNumberOtherName', 'repeatedInFile', 'numberTakenOtherName', 'customerNumberTaken', 'birthDateWrong', 'birthDateFuture',
] as const;
export type ImportProblem = (typeof IMPORT_PROBLEMS)[number];

/** What goes in, but somebody should know. `lastVisitDateOrder` is said once for the file, not on each line. */
export const IMPORT_REMARKS = [
  'numberMissing', 'centuryAssumed', 'birthDateUnknown', 'birthDateDiffers', 'sexDiffers', 'phoneUnreadable', 'emailUnreadable', 'protectionMarked', 'protectionUnclear',
  'lastVisitUnreadable', 'lastVisitDateOrder', 'deceasedUnreadable', 'noteLikeWarning', 'noteShortened', 'sameNameNoNumber', 'lineBreakInName', 'checkHint', 'shapeOnly', 'synthetic', 'checkForm2032', 'birthDateAhead',
] as const;
export type ImportRemark = (typeof IMPORT_REMARKS)[number];

export const ImportLine = z.strictObject({
  /** Line of the file where the record begins, the header being line 1. */
  line: z.int(),
  /** Row as a spreadsheet counts it: line breaks inside a field do not count. */
  row: z.int(),
  outcome: z.enum(['goesIn', 'alreadyThere', 'refused']),
  problem: z.enum(IMPORT_PROBLEMS).nullable(),
  remarks: z.array(z.enum(IMPORT_REMARKS)),
  /** Other lines this one clashes with. */
  clashesWith: z.array(z.int()),
  name: z.string(),
  number: z.string(),
});
export type ImportLine = z.infer<typeof ImportLine>;
