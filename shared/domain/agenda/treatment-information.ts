import * as z from 'zod';

/** How the patient was informed before a treatment that asks for thinking time (J-23). */
export const INFORMED_HOW = ['inPerson', 'video', 'written'] as const;
export type InformedHow = (typeof INFORMED_HOW)[number];

/** One documented information: to whom, about what, when, by whom. Never changed; a mistake is withdrawn. */
export const TreatmentInformation = z.strictObject({
  id: z.string(),
  serviceId: z.string(),
  /** ISO UTC. */
  informedAt: z.string(),
  how: z.enum(INFORMED_HOW),
  recordedAt: z.string(),
  by: z.string(),
  withdrawn: z.boolean(),
});
export type TreatmentInformation = z.infer<typeof TreatmentInformation>;

/**
 * The first lawful moment of a treatment with `days` days of thinking time (lag 2021:363 §9, förordning 2021:367 §5):
 * whole days of 24 hours after the first documented information. Null: nothing is documented. ISO UTC.
 */
export function earliestTreatment(informedAt: readonly string[], days: number): string | null {
  const first = informedAt.reduce<string | null>((earliest, at) => (earliest === null || at < earliest ? at : earliest), null);
  return first === null ? null : new Date(Date.parse(first) + days * 86_400_000).toISOString();
}
