import * as z from 'zod';

/** The two systems that have their own keys in a note; any other pack (ICPC, ICF, KSH97-P) is found beside them. */
export const DIAGNOSES = 'ICD-10-SE';
export const MEASURES = 'KVÅ';

/** Name of a code system as it stands in notes: "ICD-10-SE", "KVÅ". */
export const SystemName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ./-]{0,39}$/u);
/** Where in its system a code stands. Chapters and blocks divide the list; only categories and codes can be chosen. */
export const CODE_LEVELS = ['chapter', 'block', 'category', 'code'] as const;
export type CodeLevel = (typeof CODE_LEVELS)[number];

export const MAX_CODE = 40;
export const MAX_CODE_TEXT = 400;

/** One code of one version of a system. Dates are the authority's own: the code is used on days from `validFrom` up to and with `validTo`. */
export interface Code {
  readonly code: string;
  readonly text: string;
  readonly level: CodeLevel;
  /** The code above it in the list, e.g. M54 above M54.5; null at the top or when the file does not say. */
  readonly parent: string | null;
  readonly selectable: boolean;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly includes: string;
  readonly excludes: string;
}

/** What a version of a code system says about itself; source and licence are shown wherever the pack is (K-20). */
export const PackFacts = z.strictObject({
  system: SystemName,
  /** As the authority names it: "2026". */
  edition: z.string().trim().min(1).max(40),
  title: z.strictObject({ sv: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) }),
  source: z.string().trim().min(1).max(300),
  licence: z.string().trim().min(1).max(300),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
});
export type PackFacts = z.infer<typeof PackFacts>;

/** A code as it is compared and looked up: "m54.5" and "M54 5" are M545. */
export const codeKey = (code: string): string => code.normalize('NFKC').toUpperCase().replaceAll(/[^\p{L}\p{N}+*]/gu, '');
