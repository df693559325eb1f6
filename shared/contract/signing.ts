import * as z from 'zod';

import { DOCUMENT_TYPES } from '../domain/documents/document.ts';
import { MOST_IN_A_DAY, SIGNING_MEANS, SigningSettings } from '../domain/journal/signing-rules.ts';
import { NOTE_TYPES } from '../domain/journal/template.ts';
import { SIGNING_REFUSALS } from './journal.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();
const OnNote = { patientId: Id, noteId: Id };
const Proof = z.string().min(1).max(32);

/**
 * - writing: still being written; - handed: its writer says it is ready for the one responsible; - returned: given back to
 * its writer with a comment; - locked: closed for good, waits for the day's signature.
 */
const UnsignedState = z.enum(['writing', 'handed', 'returned', 'locked']);

const UnsignedNote = z.strictObject({
  noteId: Id,
  patientId: Id,
  patientName: z.string(),
  noteType: z.enum(NOTE_TYPES),
  templateId: z.string(),
  kind: z.enum(['note', 'correction', 'addition']),
  state: UnsignedState,
  /** The locked version, to be named in `signDay`; null for what is not locked. */
  no: z.int().nullable(),
  authorName: z.string(),
  signerName: z.string(),
  /** True when the caller wrote it; false for what others wrote for the caller to sign. */
  own: z.boolean(),
  /** True when the caller is the one to lock or sign it. */
  responsible: z.boolean(),
  eventTime: Instant,
  /** Since when it has waited: locked, or first written down. */
  since: Instant,
  ageDays: z.int(),
  level: z.enum(['fine', 'late', 'overdue']),
  /** Why it was given back. */
  comment: z.string().nullable(),
});
export type UnsignedNote = z.infer<typeof UnsignedNote>;

/** A document of the caller's own: being written, or locked and waiting for the day's signature. */
const UnsignedDocument = z.strictObject({
  documentId: Id,
  patientId: Id,
  patientName: z.string(),
  type: z.enum(DOCUMENT_TYPES),
  subject: z.string(),
  recipientName: z.string(),
  state: UnsignedState.extract(['writing', 'locked']),
  since: Instant,
  ageDays: z.int(),
  level: z.enum(['fine', 'late', 'overdue']),
});
export type UnsignedDocument = z.infer<typeof UnsignedDocument>;

const Ageing = z.strictObject({
  userId: Id,
  name: z.string(),
  title: z.string(),
  /** Closed accounts keep what they left unsigned in the list until somebody else is assigned. */
  active: z.boolean(),
  drafts: z.int(),
  locked: z.int(),
  forOthers: z.int(),
  late: z.int(),
  overdue: z.int(),
  oldest: Instant.nullable(),
});
export type Ageing = z.infer<typeof Ageing>;

const ON_NOTE_REFUSALS = ['record.notFound', 'record.changedMeanwhile', 'journal.signed', 'journal.empty', 'journal.fieldsLeft', 'journal.codeNotSelectable', 'journal.referenceStale', 'journal.notYours', 'auth.reasonRequired', 'auth.forbidden'] as const;

export const signing = {
  /** What the caller has to lock, sign, or mend, oldest first (J-07), and what the day can be signed with. */
  unsigned: query({
    permission: 'journal.write',
    input: z.strictObject({}),
    output: z.strictObject({ means: z.enum(SIGNING_MEANS), notes: z.array(UnsignedNote), documents: z.array(UnsignedDocument) }),
    audit: { action: 'NOTE_LIST', category: 'note' },
  }),
  /**
   * Closes the draft as it stands at `revision` for good (J-08) without asking the card for a signature; it then waits for
   * the day's. Without `pin` only within five minutes of the last proof of identity (L-11), unless the clinic lets the
   * card in the reader be enough. Who signed in without a card gives a one-time code instead of a PIN.
   */
  lock: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnNote, revision: z.int().min(0), pin: Proof.optional() }),
    output: z.strictObject({ version: z.int(), lockedAt: Instant }),
    errors: [...ON_NOTE_REFUSALS, ...SIGNING_REFUSALS, 'auth.wrongCredentials', 'auth.codeReused', 'auth.tooManyFailures'],
    audit: { action: 'NOTE_FINAL', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** One card signature over the root of these locked versions and documents, each of which keeps its proof. All or none. */
  signDay: command({
    permission: 'journal.sign',
    input: z.strictObject({
      versions: z.array(z.strictObject({ noteId: Id, no: z.int().min(1) })).max(MOST_IN_A_DAY).default([]), documents: z.array(Id).max(MOST_IN_A_DAY).default([]), pin: Proof.optional(),
    }).refine(({ versions, documents }) => versions.length + documents.length > 0, { path: ['versions'] }),
    output: z.strictObject({ dayId: Id, count: z.int(), signedAt: Instant, purpose: z.enum(['signature', 'login']) }),
    errors: [...SIGNING_REFUSALS, 'record.changedMeanwhile', 'journal.notYours', 'journal.signed', 'documents.signed'],
    audit: { action: 'NOTE_SIGN', category: 'note' },
  }),
  /** Who may be named as the one responsible, and whom the caller named last. */
  signers: query({
    permission: 'journal.write',
    input: z.strictObject({}),
    output: z.strictObject({ signers: z.array(z.strictObject({ id: Id, name: z.string(), title: z.string() })), remembered: Id.nullable() }),
    audit: { none: 'names of colleagues' },
  }),
  /** The writer says that the draft is ready for the one responsible. */
  handOver: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnNote, revision: z.int().min(0) }),
    output: z.strictObject({ at: Instant }),
    errors: ON_NOTE_REFUSALS,
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** The one responsible gives the draft back to its writer, saying why. */
  giveBack: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnNote, comment: z.string().trim().min(3).max(400) }),
    output: z.strictObject({ at: Instant }),
    errors: [...ON_NOTE_REFUSALS, 'journal.reasonRequired'],
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Names another one responsible while nothing is locked: by the writer, by the one named so far, or by a signer when that one has left. */
  assign: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnNote, signerId: Id }),
    output: z.strictObject({ at: Instant }),
    errors: ON_NOTE_REFUSALS,
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  settings: query({
    permission: 'signedIn',
    input: z.strictObject({}),
    output: SigningSettings,
    audit: { none: 'how the clinic wants notes signed' },
  }),
  saveSettings: command({
    permission: 'settings.manage',
    input: SigningSettings,
    output: z.strictObject({}),
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Whether the caller signs each note at once though the clinic signs by the day; never the other way round. */
  own: query({
    permission: 'signedIn',
    input: z.strictObject({}),
    output: z.strictObject({ eachNote: z.boolean() }),
    audit: { none: 'what somebody\'s own F9 does' },
  }),
  saveOwn: command({
    permission: 'journal.sign',
    input: z.strictObject({ eachNote: z.boolean() }),
    output: z.strictObject({}),
    audit: { none: 'what somebody\'s own F9 does' },
  }),
  /** How much each person has left and for how long: counts, no contents and no patients. */
  ageing: query({
    permission: 'staff.manage',
    input: z.strictObject({}),
    output: z.array(Ageing),
    audit: { none: 'counts per colleague; names no patient' },
  }),
} as const;
