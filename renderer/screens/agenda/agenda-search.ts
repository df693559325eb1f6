import * as z from 'zod';

/** What the agenda shows; part of the route, so that it is there again after a lock. */
export const AgendaSearch = z.object({
  day: z.iso.date().optional().catch(undefined),
  view: z.enum(['day', 'week']).default('day').catch('day'),
  show: z.enum(['practitioners', 'rooms']).default('practitioners').catch('practitioners'),
  /** Whose week: a column's id, or everybody's. */
  who: z.string().max(64).optional().catch(undefined),
  /** The patient being booked; the strip shows them. */
  patientId: z.string().max(64).optional().catch(undefined),
  /** Where the keyboard begins: a column, and a moment of the day (ISO UTC); lists lead to a visit with it. */
  column: z.string().max(64).optional().catch(undefined),
  moment: z.iso.datetime().optional().catch(undefined),
  /** What to ask at once: free times for the chosen patient. Gone from the address as soon as it is asked. */
  open: z.enum(['nextFree']).optional().catch(undefined),
  /** For which service, where the list that asked knows it. Gone together with `open`. */
  serviceId: z.string().max(64).optional().catch(undefined),
});
export type AgendaSearch = z.output<typeof AgendaSearch>;
