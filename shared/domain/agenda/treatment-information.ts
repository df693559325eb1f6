import * as z from 'zod';

/** How the patient was informed before a treatment that asks for thinking time (J-23). */
export const INFORMED_HOW = ['inPerson', 'video', 'written'] as const;
export type InformedHow = (typeof INFORMED_HOW)[number];

/** One documented information: to whom, about what, when, by whom, in which note. Never changed; a mistake is withdrawn. */
export const TreatmentInformation = z.strictObject({
  id: z.string(),
  serviceId: z.string(),
  /** ISO UTC. */
  informedAt: z.string(),
  how: z.enum(INFORMED_HOW),
  recordedAt: z.string(),
  by: z.string(),
  withdrawn: z.boolean(),
  /** The signed note in which it stands; null for what was recorded before that was asked for: it starts no thinking time. */
  noteId: z.string().nullable(),
  /** The note was corrected afterwards: the clock goes on, but somebody should read it again. */
  corrected: z.boolean(),
  /** False: it starts no thinking time (withdrawn, without a note, or the note's text is destroyed). */
  counts: z.boolean(),
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

/** The template whose notes are information before an aesthetic treatment. */
export const INFORMATION_TEMPLATE = 'treatment-information';

/** What a note informs about: treatments with a thinking time, and how the patient was told. */
export interface Informs {
  readonly serviceIds: readonly string[];
  readonly how: InformedHow;
}

/**
 * What a note informs about when nobody has said: written from the information template, the treatments that template is
 * for, else the clinic's only one with a thinking time. Anything else must be said by a person. `thoughtful`: the
 * services with a thinking time that are in use.
 */
export function informsByItself(template: { readonly id: string; readonly serviceIds: readonly string[] }, thoughtful: readonly string[]): Informs {
  if (template.id !== INFORMATION_TEMPLATE) return { serviceIds: [], how: 'inPerson' };
  const named = thoughtful.filter(id => template.serviceIds.includes(id));
  return { serviceIds: named.length > 0 || thoughtful.length > 1 ? named : thoughtful, how: 'inPerson' };
}
