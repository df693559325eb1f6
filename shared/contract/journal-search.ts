import * as z from 'zod';

import { SEARCH_LIMIT, SEARCH_REASONS } from '../domain/journal/search-reasons.ts';
import { command, query } from './define.ts';

const Instant = z.iso.datetime();

const Hit = z.strictObject({
  noteId: z.uuid(),
  patientId: z.uuid(),
  patientName: z.string(),
  birthDate: z.iso.date().nullable(),
  /** Protected identity (G-11). */
  isProtected: z.boolean(),
  eventTime: Instant,
  authorName: z.string(),
  templateId: z.string(),
  /** `struck`: the words stand only in text that a correction took out of force; `draft`: the caller's own, not yet closed. */
  state: z.enum(['inForce', 'struck', 'draft']),
  /** The heading the words stand under; empty when they stand under several. */
  heading: z.string(),
  /** Plain text around the first hit. */
  snippet: z.string(),
});
export type JournalHit = z.infer<typeof Hit>;

export const journalSearch = {
  /** Whether this person has a reason in force for searching everybody's journals. */
  state: query({
    permission: 'journal.search',
    input: z.strictObject({}),
    output: z.strictObject({ reason: z.strictObject({ code: z.enum(SEARCH_REASONS), until: Instant }).nullable() }),
    audit: { none: "the caller's own reason" },
  }),
  /** States why; it goes to the log and stands there with every search (J-13, PDL 4:1). */
  stateReason: command({
    permission: 'journal.search',
    input: z.strictObject({ reasonCode: z.enum(SEARCH_REASONS), reasonText: z.string().trim().max(200).default('') }),
    output: z.strictObject({ until: Instant }),
    errors: ['journal.reasonRequired'],
    audit: { action: 'NOTE_SEARCH', category: 'note' },
  }),
  /**
   * Notes with all these words, in all journals, newest written first. Each patient whose text is shown gets a row in
   * the log besides the search's own; opening one asks for care relation or reason as always.
   */
  search: command({
    permission: 'journal.search',
    input: z.strictObject({
      text: z.string().trim().min(2).max(200),
      limit: z.int().min(1).max(SEARCH_LIMIT).default(50),
      order: z.enum(['newest', 'best']).default('newest'),
      withStruck: z.boolean().default(false),
    }),
    output: z.strictObject({ hits: z.array(Hit), hasMore: z.boolean() }),
    errors: ['auth.reasonRequired'],
    audit: { action: 'NOTE_SEARCH', category: 'note' },
  }),
} as const;
