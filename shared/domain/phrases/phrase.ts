import * as z from 'zod';

/** Letters, digits and a few signs, no space: what somebody types before Space. Two so that a lone letter never becomes a sentence. */
export const Abbreviation = z.string().normalize('NFC').regex(/^[\p{L}\p{N}.:+#*/_-]{2,20}$/u);
export const MAX_PHRASE = 8_000;
export const MAX_PHRASES_AT_ONCE = 1_000;

export const PhraseDraft = z.strictObject({
  abbreviation: Abbreviation,
  title: z.string().trim().max(80),
  /** Text with gaps in double braces; see phrase-text.ts. */
  body: z.string().min(1).max(MAX_PHRASE).refine(body => body.trim() !== '', { message: 'empty' }),
});
export type PhraseDraft = z.infer<typeof PhraseDraft>;

/** `own`: one person's; `clinic`: everybody's who writes notes. One's own goes before the clinic's with the same abbreviation. */
export const PhraseScope = z.enum(['own', 'clinic']);
export type PhraseScope = z.infer<typeof PhraseScope>;

export const Phrase = PhraseDraft.extend({ id: z.uuid(), version: z.int().min(1), scope: PhraseScope });
export type Phrase = z.infer<typeof Phrase>;

/** How abbreviations are compared: `RTG` and `rtg` are the same. */
export const foldAbbreviation = (abbreviation: string): string => abbreviation.normalize('NFC').toLowerCase();

/** Abbreviation → phrase, the person's own before the clinic's. */
export function byAbbreviation(phrases: readonly Phrase[]): ReadonlyMap<string, Phrase> {
  const found = new Map<string, Phrase>();
  for (const phrase of phrases) {
    const key = foldAbbreviation(phrase.abbreviation);
    if (phrase.scope === 'own' || !found.has(key)) found.set(key, phrase);
  }
  return found;
}
