import * as z from 'zod';

/** Countries whose rules are data in this program; Sweden is complete first (product.md decision 11). */
export const COUNTRIES = ['SE', 'DK', 'NO', 'DE'] as const;
export type Country = (typeof COUNTRIES)[number];

/** Swedish organisationsnummer: ten digits, Luhn over all ten, third digit at least 2. Other countries: shape only. */
export function isOrganisationNumber(value: string, country: Country): boolean {
  const digits = value.replace(/[\s-]/g, '');
  if (country !== 'SE') return /^[0-9A-Z]{8,12}$/i.test(digits);
  if (!/^\d{10}$/.test(digits) || Number(digits[2]) < 2) return false;
  const sum = [...digits].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

export const ClinicDraft = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    organisationNumber: z.string().trim().min(1).max(20),
    /** The care unit's HSA-id, when it has one (I-09). */
    hsaId: z.string().trim().regex(/^SE\d{10}-[A-Za-z0-9]{1,18}$/).or(z.literal('')),
    country: z.enum(COUNTRIES),
    timeZone: z.string().min(1).max(60),
    /** A demo clinic accepts practice cards and always says that it is one (product.md decision 15). */
    isDemo: z.boolean(),
  })
  .refine(draft => isOrganisationNumber(draft.organisationNumber, draft.country), { path: ['organisationNumber'], message: 'organisationNumber' });
export type ClinicDraft = z.infer<typeof ClinicDraft>;
