import * as z from 'zod';

/** Where in the journal somebody is: ids and a position, never text, so that it may be remembered over a lock. */
export const JournalSearch = z.object({ note: z.uuid().optional(), cursor: z.coerce.number().int().min(0).optional(), panel: z.string().max(40).optional() });
export const JournalParams = z.object({ patientId: z.uuid() });

export const JOURNAL_PATH = '/patients/$patientId/journal';

/** The address of a note with the cursor in it, for coming back after a lock (task 4B 2). */
export const placeOf = (patientId: string, noteId: string, cursor: number): string => `/patients/${patientId}/journal?note=${noteId}&cursor=${cursor}`;
