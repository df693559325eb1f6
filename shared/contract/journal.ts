import * as z from 'zod';

import { NoteContentSchema } from '../domain/journal/note-content.ts';
import { VERSION_KINDS } from '../domain/journal/note-record.ts';
import { CARE_REASONS } from '../domain/journal/rules.ts';
import { SIGNATURE_METHODS } from '../domain/journal/signing-rules.ts';
import { NOTE_TYPES, Template } from '../domain/journal/template.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();
const OnNote = { patientId: Id, noteId: Id };
const Base64 = z.string();

/** Where the next page of the timeline starts: the last entry shown. */
const Cursor = z.strictObject({ eventTime: Instant, noteId: Id });

/**
 * - draft: written, never signed; - locked: closed for good by the one responsible, waiting for the day's signature;
 * - signed: signed by the one responsible; - closed: administrative, needs no signature.
 * `correcting` and `adding` mean that a signed note also has unfinished work on it.
 */
const NoteStatus = z.enum(['draft', 'locked', 'signed', 'closed']);

const NoteHead = z.strictObject({
  noteId: Id,
  patientId: Id,
  /** True when this person may know that the note exists but not what it says (reception): text, type and template are then empty. */
  hidden: z.boolean(),
  noteType: z.enum(NOTE_TYPES).nullable(),
  templateId: z.string().nullable(),
  status: NoteStatus,
  eventTime: Instant,
  /** When it was first written down; null while nothing has been saved. */
  enteredAt: Instant.nullable(),
  /** J-04: written down afterwards; both times are shown. */
  late: z.boolean(),
  authorId: Id,
  authorName: z.string(),
  authorTitle: z.string(),
  /** The version whose text is shown; null while nothing has been saved. */
  version: z.int().nullable(),
  corrections: z.int(),
  additions: z.int(),
  /** When the text in force was locked by the one responsible; null when it was signed at once or is a draft. */
  lockedAt: Instant.nullable(),
  signedAt: Instant.nullable(),
  /** The caller's own unfinished work on this note. */
  ownDraft: z.enum(['draft', 'correction', 'addition']).nullable(),
});
export type NoteHead = z.infer<typeof NoteHead>;

export const TimelineEntry = NoteHead.extend({ text: z.string() });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

const SignatureMark = z.strictObject({
  signedAt: Instant,
  signerName: z.string(),
  signerTitle: z.string(),
  signerHsaId: z.string().nullable(),
  method: z.enum(SIGNATURE_METHODS),
});
/** Who closed a version for good, called as they were then; the signature comes with the day's (J-05, J-07). */
const LockMark = z.strictObject({ lockedAt: Instant, signerName: z.string(), signerTitle: z.string() });

/** One kept version. `content` is there for signed, closed, corrected and added text; drafts are fetched one by one with `version`. */
const NoteVersion = z.strictObject({
  no: z.int(),
  kind: z.enum(VERSION_KINDS),
  createdAt: Instant,
  eventTime: Instant,
  authorName: z.string(),
  authorTitle: z.string(),
  reason: z.string().nullable(),
  replaces: z.int().nullable(),
  /** The version that corrected this one, which is then struck through but legible (J-08). */
  replacedBy: z.int().nullable(),
  signature: SignatureMark.nullable(),
  lock: LockMark.nullable(),
  content: NoteContentSchema.nullable(),
  /** What stands in the place of a text destroyed by decision (J-09); left out for every other. */
  destroyed: z.string().optional(),
});
export type NoteVersion = z.infer<typeof NoteVersion>;

const Draft = z.strictObject({
  kind: z.enum(['draft', 'correction', 'addition']),
  revision: z.int(),
  eventTime: Instant,
  savedAt: Instant,
  reason: z.string().nullable(),
  content: NoteContentSchema,
});
export type NoteDraft = z.infer<typeof Draft>;

const NoteDetail = z.strictObject({
  head: NoteHead,
  versions: z.array(NoteVersion),
  draft: Draft.nullable(),
  /** The one responsible as named so far. */
  signer: z.strictObject({ id: Id, name: z.string(), title: z.string() }),
  /** The newest step between a writer without signing right and the one responsible. */
  handover: z.strictObject({ kind: z.enum(['handed', 'returned', 'assigned']), at: Instant, byName: z.string(), comment: z.string() }).nullable(),
  maySign: z.boolean(),
  mayCorrect: z.boolean(),
});
export type NoteDetail = z.infer<typeof NoteDetail>;

/** What a card or its holder may refuse with when something is to be signed. */
export const SIGNING_REFUSALS = [
  'auth.freshRequired', 'card.absent', 'card.removed', 'card.pinWrong', 'card.pinWrongFew', 'card.pinWrongLast', 'card.pinLocked', 'card.pinFormat',
  'card.pinExpired', 'card.pinpadRequired', 'card.wrongUser', 'card.unreadable', 'card.keyUnsupported', 'card.noSigningKey', 'card.hostCrashed',
  'card.hostTimeout', 'card.moduleMissing', 'card.noReader', 'card.certExpired', 'card.certNotYetValid', 'card.certRevoked', 'card.certUntrusted', 'card.unknown', 'journal.signatureInvalid',
] as const;
const READING_REFUSALS = ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'] as const;

export const journal = {
  templates: query({
    permission: 'journal.readOwn',
    input: z.strictObject({}),
    output: z.array(Template),
    audit: { none: 'headings of blank forms' },
  }),
  /** Newest first by event time; fifty at once, the rest behind (`next`). */
  timeline: query({
    permission: 'journal.readOwn',
    input: z.strictObject({ patientId: Id, before: Cursor.nullable().default(null), limit: z.int().min(1).max(100).default(50) }),
    output: z.strictObject({ entries: z.array(TimelineEntry), next: Cursor.nullable() }),
    errors: READING_REFUSALS,
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
  get: query({
    permission: 'journal.readOwn',
    input: z.strictObject(OnNote),
    output: NoteDetail,
    errors: READING_REFUSALS,
    audit: { action: 'NOTE_READ', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** One kept version, drafts included: nothing that was saved is out of reach. */
  version: query({
    permission: 'journal.readOwn',
    input: z.strictObject({ ...OnNote, no: z.int().min(1) }),
    output: NoteVersion,
    errors: READING_REFUSALS,
    audit: { action: 'NOTE_READ', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Opens the journal for this person for the rest of the session, with the reason in the log (J-13). */
  stateReason: command({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id, reasonCode: z.enum(CARE_REASONS), reasonText: z.string().trim().max(200).default('') }),
    output: z.strictObject({}),
    errors: ['record.notFound', 'journal.reasonRequired'],
    audit: { action: 'CARE_RELATION', category: 'note', patient: 'patientId' },
  }),
  /**
   * Gives a blank note to write in. An own note with nothing in it is given again, so that opening twice leaves no litter.
   * `visitId`: the visit it is about; null: none; left out: the caller's own visit of today with this patient that has no
   * note yet. `aboutNoteId`: for the patient's differing opinion, the entry it is about (J-10).
   */
  create: command({
    permission: 'journal.readOwn',
    input: z.strictObject({ patientId: Id, templateId: z.string().max(60), eventTime: Instant.optional(), language: z.enum(['sv', 'en']), signerId: Id.optional(), visitId: Id.nullable().optional(), aboutNoteId: Id.optional() }),
    output: z.strictObject({ noteId: Id, draft: Draft }),
    errors: READING_REFUSALS,
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId' },
  }),
  /**
   * Keeps what is typed, durably before it answers. `keep` also leaves a version (leaving, locking, Ctrl+S). The same
   * `key` twice is the same save. When somebody else saved in between, both texts are kept and the call is refused.
   */
  saveDraft: command({
    permission: 'journal.readOwn',
    input: z.strictObject({ ...OnNote, baseRevision: z.int().min(0), content: NoteContentSchema, eventTime: Instant, key: Id, keep: z.boolean().default(false) }),
    output: z.strictObject({ revision: z.int(), savedAt: Instant, version: z.int().nullable() }),
    errors: ['record.changedMeanwhile', 'journal.signed', 'journal.notYours', 'record.notFound', 'auth.forbidden', 'auth.reasonRequired'],
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Signs the draft as it stands at `revision` and closes it for good (J-07, J-08). Without `pin` only within five minutes of sign-in (L-11). */
  sign: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnNote, revision: z.int().min(0), pin: z.string().min(1).max(32).optional() }),
    output: z.strictObject({ version: z.int(), signedAt: Instant }),
    errors: [...SIGNING_REFUSALS, 'record.changedMeanwhile', 'record.notFound', 'journal.signed', 'journal.empty', 'journal.fieldsLeft', 'journal.codeNotSelectable', 'journal.referenceStale', 'journal.notYours', 'auth.reasonRequired', 'auth.forbidden'],
    audit: { action: 'NOTE_SIGN', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Closes an administrative note or a correction of one; no signature. */
  close: command({
    permission: 'journal.readOwn',
    input: z.strictObject({ ...OnNote, revision: z.int().min(0) }),
    output: z.strictObject({ version: z.int() }),
    errors: ['record.changedMeanwhile', 'record.notFound', 'journal.signed', 'journal.empty', 'journal.fieldsLeft', 'journal.codeNotSelectable', 'journal.referenceStale', 'journal.notYours', 'auth.forbidden', 'auth.reasonRequired'],
    audit: { action: 'NOTE_FINAL', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Starts a correction of what is signed or closed; the original stays legible for ever (J-08). */
  correct: command({
    permission: 'journal.readOwn',
    input: z.strictObject({ ...OnNote, reason: z.string().trim().min(3).max(400) }),
    output: Draft,
    errors: ['record.notFound', 'journal.notSigned', 'journal.notYours', 'journal.reasonRequired', 'record.changedMeanwhile', 'auth.forbidden', 'auth.reasonRequired'],
    audit: { action: 'NOTE_CORRECT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Starts an addition to a signed note; what it adds to is left as it is. */
  add: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnNote, title: z.string().trim().min(1).max(120) }),
    output: Draft,
    errors: ['record.notFound', 'journal.notSigned', 'journal.notYours', 'record.changedMeanwhile', 'auth.forbidden', 'auth.reasonRequired'],
    audit: { action: 'NOTE_DRAFT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** Checks a signature with our own verifier, and names the exact stock command that checks it without us. */
  verifySignature: query({
    permission: 'journal.read',
    input: z.strictObject({ ...OnNote, no: z.int().min(1) }),
    output: z.strictObject({
      ok: z.boolean(),
      /** Which check failed; null when all held. */
      failed: z.enum(['digest', 'columns', 'proof', 'manifest', 'signature', 'certificate', 'chain']).nullable(),
      signature: SignatureMark.nullable(),
      certSha256: z.string().nullable(),
      /** The day's signature this version stands under; null when it has one of its own. */
      day: z.strictObject({ id: Id, count: z.int(), index: z.int(), root: z.string() }).nullable(),
      opensslCommand: z.string(),
      /** The whole way from text to card with verify_note.py. */
      scriptCommand: z.string(),
    }),
    errors: [...READING_REFUSALS, 'journal.notSigned'],
    audit: { action: 'SIGNATURE_VERIFY', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** The signed text, its signature, and for a day's signature the proof and the manifest, as files (build/docs/signatures.md), for an examination of this note made within the day (J-18). */
  exportSignature: command({
    permission: 'journal.print',
    input: z.strictObject({ ...OnNote, no: z.int().min(1), disclosureId: Id }),
    output: z.strictObject({ content: Base64, cms: Base64, fileName: z.string(), files: z.array(z.strictObject({ name: z.string(), type: z.string(), content: Base64 })) }),
    errors: [...READING_REFUSALS, 'journal.notSigned', 'disclosures.missing'],
    audit: { action: 'EXPORT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
  /** The pages of a journal copy, for an examination made within the day (`disclosures.decide`, J-18); never without one. */
  print: command({
    permission: 'journal.print',
    input: z.strictObject({ patientId: Id, disclosureId: Id, language: z.enum(['sv', 'en']) }),
    output: z.strictObject({ pdf: Base64, pages: z.int(), reference: z.string(), files: z.array(z.strictObject({ attachmentId: Id, name: z.string(), type: z.string(), size: z.int() })) }),
    errors: [...READING_REFUSALS, 'disclosures.missing'],
    audit: { action: 'DISCLOSURE', category: 'note', patient: 'patientId' },
  }),
  /** One of a copy's `files`, byte for byte: what cannot stand on a page of PDF/A goes along beside it. */
  copyFile: command({
    permission: 'journal.print',
    input: z.strictObject({ patientId: Id, disclosureId: Id, attachmentId: Id }),
    output: z.strictObject({ content: Base64 }),
    errors: [...READING_REFUSALS, 'disclosures.missing', 'attachment.damaged'],
    audit: { action: 'DISCLOSURE', category: 'document', patient: 'patientId', object: 'attachmentId' },
  }),
  /** One note with its signature mark as a PDF, for an examination of this note made within the day (J-18). */
  printNote: command({
    permission: 'journal.print',
    input: z.strictObject({ ...OnNote, disclosureId: Id, language: z.enum(['sv', 'en']) }),
    output: z.strictObject({ pdf: Base64, pages: z.int(), reference: z.string() }),
    errors: [...READING_REFUSALS, 'disclosures.missing'],
    audit: { action: 'PRINT', category: 'note', patient: 'patientId', object: 'noteId' },
  }),
} as const;
