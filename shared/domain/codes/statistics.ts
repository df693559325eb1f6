/** A count of fewer people than this could point at one of them. */
export const FEWEST_PATIENTS = 5;

interface Counted {
  readonly code: string;
  readonly text: string;
  readonly notes: number;
  readonly patients: number;
}

/** Withholds both figures of a code that fewer than five patients have; notes of one patient must not say that it is one. */
export const atLeastFive = (one: Counted): { code: string; text: string; notes: number | null; patients: number | null } =>
  one.patients < FEWEST_PATIENTS ? { code: one.code, text: one.text, notes: null, patients: null } : { ...one };

/** "2026-12" → "2027-01". */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
}
