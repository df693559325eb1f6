import * as z from 'zod';

import { TIMELINE_KINDS } from '#shared/contract/timeline.ts';

/** What of the time line is shown: words of templates and names of staff, never of patients. */
const JournalFilter = z.object({
  kind: z.enum(TIMELINE_KINDS).optional().catch(undefined),
  heading: z.string().max(120).optional().catch(undefined),
  author: z.string().max(200).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  /** Also text that corrections took out of force. */
  struck: z.literal(true).optional().catch(undefined),
});
/** Where in the journal somebody is: ids and a position, never text, so that it may be remembered over a lock. */
export const JournalSearch = JournalFilter.extend({ note: z.uuid().optional(), cursor: z.coerce.number().int().min(0).optional(), panel: z.string().max(40).optional(), item: z.string().max(80).optional() });
export type JournalSearch = z.output<typeof JournalSearch>;
export const JournalParams = z.object({ patientId: z.uuid() });

export const JOURNAL_PATH = '/patients/$patientId/journal';

let filterPart = '';

/** Told by the time line what it shows, so that the place to come back to says it too. */
export function rememberFilter(filter: z.output<typeof JournalFilter>): void {
  filterPart = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [`&${name}=${encodeURIComponent(String(value))}`])).join('');
}

/** The address of a note with the cursor in it, for coming back after a lock (task 4B 2). */
export const placeOf = (patientId: string, noteId: string, cursor: number): string => `/patients/${patientId}/journal?note=${noteId}&cursor=${cursor}${filterPart}`;
