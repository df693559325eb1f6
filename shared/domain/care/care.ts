import * as z from 'zod';

import { ListedVisit } from '../agenda/listed-visit.ts';


/** A visit as the person who treats sees it: what it is about, and whether something is written about it. */
export const CareVisit = ListedVisit.extend({
  /** What was written at booking: today's reason. */
  note: z.string(),
  /** It is with the caller. */
  isOwn: z.boolean(),
  /** The newest note that is about it. */
  noteId: z.string().nullable(),
});
export type CareVisit = z.infer<typeof CareVisit>;

/** What the law wants a journal to hold where it is available: PDL 3:6 (J-02) and HSLF-FS 2016:40 ch. 5 (J-06). */
export const COMPLETENESS = ['identity', 'background', 'hypersensitivity', 'status', 'diagnosis', 'orders', 'measures', 'results', 'information', 'refusal', 'summary'] as const;
export type Completeness = (typeof COMPLETENESS)[number];

/** `latest`: when something was last written about it, ISO UTC; null: nothing is. */
export const CompletenessItem = z.strictObject({ item: z.enum(COMPLETENESS), latest: z.string().nullable() });
export type CompletenessItem = z.infer<typeof CompletenessItem>;

export const SignedNote = z.strictObject({ noteId: z.uuid(), eventTime: z.iso.datetime(), signedAt: z.iso.datetime(), authorName: z.string(), authorTitle: z.string() });
export type SignedNote = z.infer<typeof SignedNote>;
