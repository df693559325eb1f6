import * as z from 'zod';

import { DELIVERY_WAYS, DOCUMENT_LANGUAGES, DOCUMENT_STATUSES, DOCUMENT_TYPES, DocumentHead, Recipient } from '../domain/documents/document.ts';
import { Examination, LEGAL_BASES, RECIPIENT_KINDS } from '../domain/documents/disclosure.ts';
import { SIGNATURE_METHODS } from '../domain/journal/signing-rules.ts';
import { REFERRAL_STATUSES } from '../domain/documents/referral.ts';
import { NoteContentSchema } from '../domain/journal/note-content.ts';
import { paragraph } from '../domain/patients/patient.ts';
import { command, query } from './define.ts';
import { SIGNING_REFUSALS } from './journal.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();
const OnDocument = { patientId: Id, documentId: Id };

const Row = z.strictObject({
  documentId: Id,
  patientId: Id,
  type: z.enum(DOCUMENT_TYPES),
  status: z.enum(DOCUMENT_STATUSES),
  recipientName: z.string(),
  subject: z.string(),
  authorId: Id,
  authorName: z.string(),
  authorTitle: z.string(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  pages: z.int().nullable(),
  signedAt: Instant.nullable(),
  /** How it was signed: a login card binds the pages and is no signature in the law's sense. */
  method: z.enum(SIGNATURE_METHODS).nullable(),
  /** When it last left the clinic and how; null while it never has. */
  leftAt: Instant.nullable(),
  leftBy: z.enum(DELIVERY_WAYS).nullable(),
  /** Of a finished referral only. */
  referral: z.enum(REFERRAL_STATUSES).nullable(),
  dueOn: z.string().nullable(),
  /** The document this one corrects and why; the finished one that corrected it (J-08). */
  replaces: Id.nullable(),
  correctionReason: z.string().nullable(),
  replacedBy: Id.nullable(),
});
export type DocumentRow = z.infer<typeof Row>;

const Release = z.strictObject({
  disclosureId: Id,
  at: Instant,
  byName: z.string(),
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipientName: z.string(),
  basis: z.enum(LEGAL_BASES),
  basisText: z.string(),
  decidedBy: z.string(),
  way: z.enum(DELIVERY_WAYS),
});
export type DocumentRelease = z.infer<typeof Release>;

const Draft = z.strictObject({ revision: z.int(), savedAt: Instant, head: DocumentHead, content: NoteContentSchema });
export type DocumentDraft = z.infer<typeof Draft>;

const Detail = z.strictObject({
  row: Row,
  language: z.enum(DOCUMENT_LANGUAGES),
  /** What stands in it now: the working copy, or the finished text. */
  head: DocumentHead,
  content: NoteContentSchema,
  /** The caller's own unfinished work; null when finished, discarded or somebody else's. */
  draft: Draft.nullable(),
  /** SHA-256 of the final version's record, and of the pages; null while unfinished. */
  digest: z.string().nullable(),
  sha256: z.string().nullable(),
  releases: z.array(Release),
  /** The incoming paper that answered this referral. */
  answer: z.strictObject({ id: Id, attachmentId: Id, sender: z.string(), documentDate: z.iso.date().nullable(), registeredAt: Instant, signedOffAt: Instant.nullable() }).nullable(),
  /** The documents on either side of a correction, as they stand; null where there is none. */
  replaced: Row.nullable(),
  replacement: Row.nullable(),
  /** The caller's own unfinished correction of this one. */
  ownCorrection: Id.nullable(),
  maySign: z.boolean(),
  mayCorrect: z.boolean(),
});
export type DocumentDetail = z.infer<typeof Detail>;

const READING = ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'] as const;
const WRITING = [...READING, 'record.changedMeanwhile', 'documents.locked', 'documents.notYours'] as const;
const Changed = (action: 'LETTER_DRAFT' | 'LETTER_FINAL') => ({ action, category: 'document', patient: 'patientId', object: 'documentId' }) as const;

/** Referrals, answers, discharge letters, certificates, letters (K-01): written like a note, locked as pages, let out by decision. */
export const documents = {
  /** Newest first, at most 200; drafts are shown to their author only. */
  list: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.array(Row),
    errors: READING,
    audit: { action: 'LETTER_LIST', category: 'document', patient: 'patientId' },
  }),
  get: query({
    permission: 'journal.read',
    input: z.strictObject(OnDocument),
    output: Detail,
    errors: READING,
    audit: { action: 'LETTER_READ', category: 'document', patient: 'patientId', object: 'documentId' },
  }),
  /** To whom this clinic writes, most used first; whom a patient's letter goes to is the patient. */
  recipients: query({
    permission: 'journal.write',
    input: z.strictObject({ type: z.enum(DOCUMENT_TYPES) }),
    output: z.array(Recipient),
    audit: { none: 'names and addresses of clinics and authorities that letters went to; no patient' },
  }),
  /**
   * A new document prefilled from the patient's latest readable note. A blank or untouched one of the same type by the
   * same author is given again, so that opening twice leaves no litter.
   */
  create: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, type: z.enum(DOCUMENT_TYPES), recipient: Recipient.nullable(), urgent: z.boolean().default(false), language: z.enum(DOCUMENT_LANGUAGES) }),
    output: z.strictObject({ documentId: Id }),
    errors: READING,
    audit: Changed('LETTER_DRAFT'),
  }),
  /** Keeps what is typed, durably before it answers; the same `key` twice is the same save (as journal.saveDraft). */
  saveDraft: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnDocument, baseRevision: z.int().min(0), head: DocumentHead, content: NoteContentSchema, key: Id, keep: z.boolean().default(false) }),
    output: z.strictObject({ revision: z.int(), savedAt: Instant, version: z.int().nullable() }),
    errors: WRITING,
    audit: Changed('LETTER_DRAFT'),
  }),
  /** Locks it for good: the final version, its pages, and for a referral the watch. Signed at once when the card's proof is fresh. */
  finish: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnDocument, revision: z.int().min(0) }),
    output: z.strictObject({ pages: z.int(), sha256: z.string(), signed: z.boolean() }),
    errors: [...WRITING, 'documents.empty', 'documents.recipientMissing', 'documents.gapsLeft', 'documents.codeNotSelectable', 'documents.replaced'],
    audit: Changed('LETTER_FINAL'),
  }),
  /** Signs the pages of a finished document with the author's card (CMS over the PDF's bytes). */
  sign: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnDocument, pin: z.string().min(1).max(32).optional() }),
    output: z.strictObject({ signedAt: Instant }),
    errors: [...READING, ...SIGNING_REFUSALS, 'documents.notFinished', 'documents.notYours', 'documents.signed'],
    audit: { action: 'LETTER_SIGN', category: 'document', patient: 'patientId', object: 'documentId' },
  }),
  /** Starts a correction of a locked document: a new one that says what it replaces and why; the old one stays as it left (J-08). */
  correct: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnDocument, reason: z.string().trim().min(3).max(400) }),
    output: z.strictObject({ documentId: Id }),
    errors: [...READING, 'documents.notFinished', 'documents.replaced'],
    audit: Changed('LETTER_DRAFT'),
  }),
  /** Checks the signature over a document's pages, its own or the day's, and names the stock commands that check it without us. */
  verifySignature: query({
    permission: 'journal.read',
    input: z.strictObject(OnDocument),
    output: z.strictObject({
      failed: z.enum(['digest', 'columns', 'proof', 'manifest', 'signature', 'certificate', 'chain']).nullable(),
      signedAt: Instant, signerName: z.string(), signerTitle: z.string(), method: z.enum(SIGNATURE_METHODS),
      day: z.strictObject({ count: z.int(), index: z.int() }).nullable(),
      opensslCommand: z.string(), scriptCommand: z.string(),
    }),
    errors: [...READING, 'documents.notSigned'],
    audit: { action: 'SIGNATURE_VERIFY', category: 'document', patient: 'patientId', object: 'documentId' },
  }),
  /** Gives up an unfinished document. What was written stays kept, and out of the way. */
  discard: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnDocument, revision: z.int().min(0) }),
    output: z.strictObject({}),
    errors: WRITING,
    audit: Changed('LETTER_DRAFT'),
  }),
  /**
   * The only way a document's pages leave: with the disclosure record, kept before the bytes are given (J-18). As a digital
   * file they take their signature along, for whoever gets them to check (build/docs/signatures.md).
   */
  release: command({
    permission: 'journal.print',
    input: z.strictObject({ ...OnDocument, way: z.enum(DELIVERY_WAYS), examination: Examination }),
    output: z.strictObject({ disclosureId: Id, pdf: z.string(), pages: z.int(), fileName: z.string(), proof: z.array(z.strictObject({ name: z.string(), type: z.string(), content: z.string() })) }),
    errors: [...READING, 'documents.notFinished'],
    audit: { action: 'DISCLOSURE', category: 'document', patient: 'patientId', object: 'documentId' },
  }),
  letterhead: query({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({ version: z.int(), footer: z.string(), logo: z.string().nullable(), name: z.string(), addressLines: z.array(z.string()), phone: z.string(), organisationNumber: z.string() }),
    audit: { none: "the clinic's own name, address and mark" },
  }),
  /** `logo`: a JPEG as base64 made by the screen from what was chosen; null takes it away, left out keeps it. */
  saveLetterhead: command({
    permission: 'settings.manage',
    input: z.strictObject({ version: z.int().min(1), footer: paragraph(200), logo: z.string().max(700_000).nullable().optional() }),
    output: z.strictObject({ version: z.int() }),
    errors: ['record.changedMeanwhile', 'documents.logoUnreadable'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
