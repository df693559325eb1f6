import * as z from 'zod';

import { INFORMED_HOW } from '../domain/agenda/treatment-information.ts';
import { CareVisit, CompletenessItem, SignedNote } from '../domain/care/care.ts';
import { Consent, CONSENT_HOW } from '../domain/care/consent.ts';
import { NoteContentSchema } from '../domain/journal/note-content.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const READING = ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'] as const;

/** Which treatments with a thinking time a note informs about (J-23): as somebody said, else as its template says. */
const Informs = z.strictObject({
  serviceIds: z.array(z.string()),
  how: z.enum(INFORMED_HOW),
  /** Those whose thinking time runs. */
  recorded: z.array(z.string()),
  /** When the note was first locked or signed. */
  closedAt: z.iso.datetime().nullable(),
});
export type NoteInforms = z.infer<typeof Informs>;

const Opinion = z.strictObject({
  noteId: Id, status: z.enum(['draft', 'final']), eventTime: z.iso.datetime(), authorName: z.string(), authorTitle: z.string(), content: NoteContentSchema.nullable(),
});
export type Opinion = z.infer<typeof Opinion>;

/** What ties the journal to the day: the next patient, the visit a note is about, what the law asks a journal to hold. */
export const care = {
  /** Whom the caller meets now or next: who is being treated, who waits longest, then by the clock (task 4B 3). Marks nothing. */
  next: query({
    permission: 'journal.write',
    input: z.strictObject({ after: z.string().max(64).nullable().default(null) }),
    output: z.strictObject({ visit: CareVisit.nullable() }),
    audit: { action: 'AGENDA_READ', category: 'appointment' },
  }),
  /** A patient's visits from half a year back until today, newest first; cancelled ones left out. */
  visits: query({
    permission: 'agenda.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(CareVisit),
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** What a note is tied to: its visit, the treatments it informs about, the entry it is an opinion about, and the patient's differing opinions about it (J-10). */
  ofNote: query({
    permission: 'journal.readOwn',
    input: z.strictObject({ patientId: Id, noteId: Id }),
    output: z.strictObject({ visit: CareVisit.nullable(), about: z.strictObject({ noteId: Id, eventTime: z.iso.datetime(), authorName: z.string() }).nullable(), opinions: z.array(Opinion), informs: Informs }),
    errors: READING,
    audit: { action: 'NOTE_READ', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Says which visit a note is about, null: none. What was said before stays in the database. */
  linkVisit: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, noteId: Id, visitId: z.string().max(64).nullable() }),
    output: z.strictObject({}),
    errors: READING,
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Which of what the law asks for this patient's journal holds somewhere (J-02, J-06; PDL 3:6, HSLF-FS 2016:40 ch. 5). */
  completeness: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(CompletenessItem),
    errors: READING,
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
  /** Says which treatments with a thinking time a note informs about (J-23): of a draft, it is recorded when the note is locked or signed; of a closed note, at once and from the moment that was closed. */
  sayInforms: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, noteId: Id, serviceIds: z.array(z.string().min(1).max(64)).max(50), how: z.enum(INFORMED_HOW) }),
    output: z.strictObject({ recorded: z.array(z.string()) }),
    errors: READING,
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** What a patient has consented to before treatments with thinking time, newest first (J-23). */
  consents: query({
    permission: 'agenda.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(Consent),
    audit: { action: 'AGENDA_READ', category: 'appointment', patient: 'patientId' },
  }),
  /** The patient consents: not before being informed, not before the thinking time is over, never in the future. `noteId`: a signed note; null: the information note it rests on. */
  recordConsent: command({
    permission: 'journal.write',
    input: z.strictObject({ id: Id, patientId: Id, serviceId: z.string().min(1).max(64), consentedAt: z.iso.datetime(), how: z.enum(CONSENT_HOW), noteId: Id.nullable().default(null) }),
    output: z.strictObject({}),
    errors: ['record.notFound', 'patients.notFound', 'input.invalid', 'agenda.informationMissing', 'agenda.thinkingTime'],
    audit: { action: 'INFORMATION_GIVEN', category: 'appointment' },
  }),
  /** The patient takes the consent back, or it was a mistake; both stay readable. */
  withdrawConsent: command({
    permission: 'journal.write',
    input: z.strictObject({ id: Id, patientId: Id }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'INFORMATION_GIVEN', category: 'appointment' },
  }),
  /** Signed notes of a patient without a word of their text: for reception to point at the assessment that makes a line exempt (F-01). */
  signedNotes: query({
    permission: 'money.write',
    input: z.strictObject({ patientId: Id }),
    output: z.array(SignedNote),
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
} as const;
