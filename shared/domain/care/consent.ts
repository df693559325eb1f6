import * as z from 'zod';

/** How the patient consented before a treatment with thinking time (J-23). */
export const CONSENT_HOW = ['written', 'spoken', 'electronic'] as const;
export type ConsentHow = (typeof CONSENT_HOW)[number];

/** One documented consent. Never changed; one taken back is marked so. */
export const Consent = z.strictObject({
  id: z.string(),
  serviceId: z.string(),
  /** ISO UTC. */
  consentedAt: z.string(),
  how: z.enum(CONSENT_HOW),
  noteId: z.string().nullable(),
  recordedAt: z.string(),
  by: z.string(),
  withdrawn: z.boolean(),
});
export type Consent = z.infer<typeof Consent>;
