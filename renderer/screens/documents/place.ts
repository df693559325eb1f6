import * as z from 'zod';

/** Documents stand in a tab of the journal; `item` is the open one, `cursor` where somebody was before a lock. */
export const DocumentSearch = z.object({ item: z.uuid().optional().catch(undefined), cursor: z.coerce.number().int().min(0).optional().catch(undefined) });

export const JOURNAL_PATH = '/patients/$patientId/journal';

/** Where `go` leads for a document, or for the list without one. */
export const documentPlace = (patientId: string, documentId?: string) => ({ params: { patientId }, search: { panel: 'documents', ...(documentId === undefined ? {} : { item: documentId }) } });

/** The address to come back to after a lock: ids and a position, never text. */
export const rememberedPlace = (patientId: string, documentId: string, cursor: number): string => `/patients/${patientId}/journal?panel=documents&item=${documentId}&cursor=${cursor}`;
