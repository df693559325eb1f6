import * as z from 'zod';

import { TimelineEntry } from './journal.ts';
import { query } from './define.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();

/** Everything a patient's time line is made of; one source each in core (services/timeline/sources). */
export const TIMELINE_KINDS = ['note', 'visit', 'document', 'referral', 'attachment', 'incoming', 'measurement', 'warning', 'medication'] as const;
const Kind = z.enum(TIMELINE_KINDS);
export type TimelineKind = z.infer<typeof Kind>;

/** Where the next page starts: the last row shown. */
const Cursor = z.strictObject({ at: Instant, kind: Kind, id: z.string().max(80) });

/** What only a note has. */
const NotePart = z.strictObject({
  entry: TimelineEntry,
  /** Text of its additions, in order; empty when there is none. */
  added: z.string(),
  /** Text that corrections took out of force; there only when asked for (J-08). */
  struck: z.string(),
  /** Codes in the text shown: "ICD-10-SE M54.5" (K-20). */
  codes: z.array(z.strictObject({ system: z.string(), code: z.string(), text: z.string() })),
});
export type TimelineNotePart = z.infer<typeof NotePart>;

const Row = z.strictObject({
  kind: Kind,
  /** Unique within its kind; opens it. */
  id: z.string().max(80),
  /** When it happened; what the time line is sorted by (J-04). */
  at: Instant,
  /** When it ended, for what lasts. */
  until: Instant.nullable(),
  /** Its name as data: service, title of a document, wording of a warning. Notes have theirs from the template. */
  title: z.string(),
  /** One more line: recipient, room, file kind. */
  detail: z.string(),
  /** Who did it or is responsible. */
  who: z.string(),
  /** How it stands, as a word of its kind: a visit's status, `draft`, `sent`, `ended`. */
  mark: z.string().max(40).nullable(),
  /** J-04: written down afterwards. */
  late: z.boolean(),
  note: NotePart.nullable(),
});
export type TimelineRow = z.infer<typeof Row>;

export const timeline = {
  /**
   * Everything about a patient, newest first by when it happened; planned visits before it. What the caller's role does
   * not cover is not there, and notes they may not read say only that they exist (J-13).
   */
  entries: query({
    permission: 'journal.readOwn',
    input: z.strictObject({
      patientId: Id,
      before: Cursor.nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
      /** Also the text that corrections replaced. */
      withStruck: z.boolean().default(false),
    }),
    output: z.strictObject({ rows: z.array(Row), next: Cursor.nullable() }),
    errors: ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'],
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
} as const;
