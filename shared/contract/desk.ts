import * as z from 'zod';

import { CalendarDate } from '../domain/agenda/zone.ts';
import { QueueVisit } from '../domain/desk/queue.ts';
import { ListCount, RebookVisit, WorkVisit } from '../domain/desk/work-lists.ts';
import { query } from './define.ts';

const AGENDA_READ = { action: 'AGENDA_READ', category: 'appointment' } as const;
/** `own`: only visits with the caller. */
const Whose = z.strictObject({ own: z.boolean().default(false) });

/** What must be done at the desk today, and what was left undone (C-06, C-08). */
export const desk = {
  /** Every visit that begins on this day of the clinic's calendar, cancelled ones left out, in no particular order. `hasColumn`: the caller can be booked. */
  today: query({
    permission: 'agenda.read',
    input: z.strictObject({ day: CalendarDate, own: z.boolean().default(false) }),
    output: z.strictObject({ hasColumn: z.boolean(), visits: z.array(QueueVisit) }),
    audit: AGENDA_READ,
  }),
  /** How much waits on each list for this person; null where the list is not theirs. */
  counts: query({
    permission: 'agenda.read',
    input: Whose,
    output: z.strictObject({
      withoutNote: ListCount.nullable(),
      unsigned: ListCount.nullable(),
      unfinished: ListCount.nullable(),
      toRebook: ListCount.nullable(),
      unlinked: ListCount.nullable(),
      followUp: ListCount.nullable(),
    }),
    audit: { none: 'numbers only, nothing about a patient' },
  }),
  /** The caller's own visits of the last year that are done and have no note of theirs from that day (C-06), oldest first. */
  withoutNote: query({
    permission: 'journal.write',
    input: z.strictObject({}),
    output: z.array(WorkVisit),
    audit: { action: 'AGENDA_READ', category: 'note' },
  }),
  /** Visits of days gone by that nobody said the end of: booked, arrived or in treatment; oldest first. */
  unfinished: query({ permission: 'agenda.write', input: Whose, output: z.array(WorkVisit), audit: AGENDA_READ }),
  /** Visits that need another time: in an absence or on a closed day, with somebody who left, or given up without a new time; soonest first. */
  toRebook: query({ permission: 'agenda.write', input: Whose, output: z.array(RebookVisit), audit: AGENDA_READ }),
  /** Visits booked by name that have no registered patient yet (C-08), soonest first. */
  unlinked: query({ permission: 'agenda.write', input: Whose, output: z.array(WorkVisit), audit: AGENDA_READ }),
  /** For those who lead: how much each practitioner has left to write and sign. */
  followUp: query({
    permission: 'staff.manage',
    input: z.strictObject({}),
    output: z.array(z.strictObject({ userId: z.string(), name: z.string(), withoutNote: ListCount, unsigned: ListCount })),
    audit: { none: 'numbers for each colleague, nothing about a patient' },
  }),
} as const;
