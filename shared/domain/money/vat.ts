/**
 * VAT codes of a line. `exempt`: care, ML (2023:200) 10 ch. 6 §. `standard`: 25 %, among others purely aesthetic treatment
 * (F-01). `outside`: no supply at all, so outside VAT: damages for a visit that nobody came to.
 */
export const VAT_CODES = ['exempt', 'standard', 'reduced12', 'reduced6', 'outside'] as const;
export type VatCode = (typeof VAT_CODES)[number];

const RATES: Readonly<Record<VatCode, number>> = { exempt: 0, standard: 25, reduced12: 12, reduced6: 6, outside: 0 };

/** Whole percent. Sweden's rates (ML 9 ch.); other countries get tables of their own. */
export const vatRate = (code: VatCode): number => RATES[code];

/**
 * The VAT inside an amount that includes it, in öre, rounded half up on each line: sums by rate are sums of lines, so that
 * paper, screen and bookkeeping agree to the öre.
 */
export const vatInside = (grossMinor: number, ratePercent: number): number => Math.sign(grossMinor) * Math.round((Math.abs(grossMinor) * ratePercent) / (100 + ratePercent));

interface ServiceVat {
  readonly vatCode: string;
  readonly rules: object;
}

/**
 * True when the clinic itself calls the service aesthetic: it is sold with 25 % VAT, carries thinking time (J-23), or says so.
 * Selling such a service exempt takes a signed note with the medical reason (F-01, HFD 2013 ref 67).
 */
export function isAesthetic({ vatCode, rules }: ServiceVat): boolean {
  const { aesthetic, thinkingDays } = rules as { readonly aesthetic?: unknown; readonly thinkingDays?: unknown };
  return vatCode === 'standard' || aesthetic === true || (typeof thinkingDays === 'number' && thinkingDays > 0);
}
