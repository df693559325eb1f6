import * as z from 'zod';

import { VAT_CODES, vatInside, vatRate, type VatCode } from './vat.ts';

/** Largest amount of a line, in öre: ten million kronor. Far inside exact integers, also times the largest quantity. */
export const MAX_MINOR = 1_000_000_000;
export const MAX_LINES = 40;

/** What a line is for. Fees are proposed by the program and charged only by a person (C-07). */
export const LINE_KINDS = ['service', 'item', 'lateCancel', 'noShow'] as const;

/** One line before it is issued; everything can be changed. Money in öre, quantities in hundredths, VAT included in the price. */
export const ChargeDraft = z
  .strictObject({
    kind: z.enum(LINE_KINDS),
    text: z.string().trim().min(1).max(120),
    quantityHundredths: z.int().min(1).max(99_900),
    unitMinor: z.int().min(0).max(MAX_MINOR),
    discountMinor: z.int().min(0).max(MAX_MINOR),
    vatCode: z.enum(VAT_CODES),
    /** The signed note with the medical reason, where an aesthetic service is sold exempt (F-01). */
    vatReasonNoteId: z.string().min(1).max(64).nullable(),
    /** Who pays: null the patient, else an organisation (F-12). Lines of one visit may have different payers. */
    payerId: z.string().min(1).max(64).nullable(),
  })
  .refine(line => lineGross(line) >= 0 && lineGross(line) <= MAX_MINOR, { path: ['discountMinor'] });
export type ChargeDraft = z.infer<typeof ChargeDraft>;

interface Priced {
  readonly quantityHundredths: number;
  readonly unitMinor: number;
  readonly discountMinor: number;
}

/** What a line costs with VAT, in öre, rounded half up on the line. */
export const lineGross = ({ quantityHundredths, unitMinor, discountMinor }: Priced): number => Math.round((quantityHundredths * unitMinor) / 100) - discountMinor;

export interface LineAmounts {
  readonly grossMinor: number;
  readonly vatRate: number;
  readonly vatMinor: number;
}

/** A line's amount and the VAT in it. */
export function amountsOf(line: Priced & { readonly vatCode: VatCode }): LineAmounts {
  const grossMinor = lineGross(line);
  const rate = vatRate(line.vatCode);
  return { grossMinor, vatRate: rate, vatMinor: vatInside(grossMinor, rate) };
}

/** The sum of lines with VAT, in öre. */
export const sumOf = (lines: readonly Priced[]): number => lines.reduce((sum, line) => sum + lineGross(line), 0);

export interface VatSum {
  readonly vatCode: VatCode;
  readonly ratePercent: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

/** Net and VAT by code, in the order of VAT_CODES; codes that do not occur are left out (F-03). */
export function vatSums(lines: readonly (LineAmounts & { readonly vatCode: VatCode })[]): VatSum[] {
  return VAT_CODES.flatMap(vatCode => {
    const those = lines.filter(line => line.vatCode === vatCode);
    if (those.length === 0) return [];
    const vatMinor = those.reduce((sum, line) => sum + line.vatMinor, 0);
    return [{ vatCode, ratePercent: vatRate(vatCode), netMinor: those.reduce((sum, line) => sum + line.grossMinor, 0) - vatMinor, vatMinor }];
  });
}

/** The same line the other way, for a credit: every amount negated, nothing calculated anew. */
export const mirrored = <T extends LineAmounts & Priced>(line: T): T => ({
  ...line, quantityHundredths: -line.quantityHundredths, discountMinor: -line.discountMinor, grossMinor: -line.grossMinor, vatMinor: -line.vatMinor,
});

const NUMBER_OF_PERSON = /(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)/;
/** ICD-10-SE with its fourth place: M54.5, F321. Three places alone would also stop "B12". */
const DIAGNOSIS = /\b[A-Z]\d{2}(?:\.\d|\d)[A-Z]?\b/;

/** True when a text looks like a diagnosis code or a personal number, which no invoice may carry (F-04). */
export const looksClinical = (text: string): boolean => DIAGNOSIS.test(text) || NUMBER_OF_PERSON.test(text) || /\bdiagnos/i.test(text);
