import * as z from 'zod';

import { MEDIA_TYPES } from '../attachments/file-type.ts';
import { line } from '../patients/patient.ts';

export const DOCUMENT_TYPES = ['referral', 'referralAnswer', 'labResult', 'letter', 'certificate', 'other'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** What can answer a referral: not another referral, nor a certificate. */
export const ANSWER_TYPES: readonly DocumentType[] = ['referralAnswer', 'labResult', 'letter', 'other'];

/** Days after which a paper nobody has signed off is late. */
export const SIGN_OFF_DAYS = 3;

const Id = z.uuid();
const Instant = z.iso.datetime();

/** What is written on the paper itself. */
export const PaperFacts = z.strictObject({ documentType: z.enum(DOCUMENT_TYPES), documentDate: z.iso.date().nullable(), sender: line(120) });
export type PaperFacts = z.infer<typeof PaperFacts>;

/** Whose paper it is, and who reads it and signs it off. */
export const Assignment = z.strictObject({ patientId: Id, responsibleId: Id });

/** How often somebody may ask whose one paper is, in one session: enough for a number misread, too few to go through a register. */
export const WHOSE_TRIES = 10;

/** All that is said of a patient to somebody who may not search the register: enough to see that it is the one on the paper. */
export const FoundPatient = z.strictObject({ id: Id, name: z.string(), birthYear: z.string().nullable() });
export type FoundPatient = z.infer<typeof FoundPatient>;

export const IncomingDocument = z.strictObject({
  ...PaperFacts.shape,
  id: Id,
  version: z.int(),
  attachmentId: Id,
  mediaType: z.enum(MEDIA_TYPES),
  size: z.int(),
  patientId: Id.nullable(),
  patientName: z.string(),
  responsibleId: Id.nullable(),
  responsibleName: z.string(),
  registeredAt: Instant,
  registeredName: z.string(),
  assignedAt: Instant.nullable(),
  /** The referral of this patient that the paper answers (K-03). */
  answers: z.strictObject({ referralId: Id, version: z.int(), recipientName: z.string(), subject: z.string(), finishedOn: z.iso.date() }).nullable(),
  /** Whole days since it was assigned, or registered as long as it is not. */
  ageDays: z.int(),
  signedOff: z.strictObject({ at: Instant, name: z.string(), title: z.string(), comment: z.string() }).nullable(),
});
export type IncomingDocument = z.infer<typeof IncomingDocument>;

/** A file in the clinic's scan folder. */
export const FolderFile = z.strictObject({
  name: z.string(),
  size: z.int(),
  modifiedAt: Instant,
  /** Already taken in: it may be removed from the folder. */
  isRegistered: z.boolean(),
});
export type FolderFile = z.infer<typeof FolderFile>;
