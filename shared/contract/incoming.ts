import * as z from 'zod';

import { MEDIA_TYPES } from '../domain/attachments/file-type.ts';
import { Assignment, FolderFile, FoundPatient, IncomingDocument, PaperFacts } from '../domain/incoming/incoming.ts';
import { NewFile } from './attachments.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const OnDocument = { id: Id, version: z.int() };
const FOLDER = ['incoming.noFolder', 'folder.missing', 'incoming.fileGone', 'incoming.fileNotRegular', 'incoming.fileChanging', 'attachment.tooLarge', 'attachment.empty'] as const;
const REFUSED_FILES = [
  'attachment.empty', 'attachment.tooLarge', 'attachment.typeUnknown', 'attachment.heic', 'attachment.twoTypes', 'attachment.macros', 'attachment.tooManyPixels', 'attachment.imageDamaged',
  'attachment.imageNotClean', 'attachment.tooMany',
] as const;
const ASSIGNING = ['record.notFound', 'record.changedMeanwhile', 'incoming.notPractitioner', 'incoming.signedOff', 'incoming.answersReferral', 'attachment.exists', 'attachment.tooMany'] as const;
const Page = z.array(IncomingDocument);

/** Papers that come to the clinic: registered, given to a patient and a responsible person, signed off (K-02). */
export const incoming = {
  /** What waits for the caller's sign-off, oldest first. */
  toSign: query({
    permission: 'journal.sign',
    input: z.strictObject({}),
    output: Page,
    audit: { action: 'INCOMING_LIST', category: 'document' },
  }),
  /** How much waits for the caller, and since when. */
  countToSign: query({
    permission: 'journal.sign',
    input: z.strictObject({}),
    output: z.strictObject({ count: z.int(), oldest: z.iso.datetime().nullable() }),
    audit: { none: 'a number and a time' },
  }),
  /** What is registered and given to nobody yet. */
  toAssign: query({
    permission: 'incoming.register',
    input: z.strictObject({}),
    output: Page,
    audit: { action: 'INCOMING_LIST', category: 'document' },
  }),
  countToAssign: query({
    permission: 'incoming.register',
    input: z.strictObject({}),
    output: z.strictObject({ count: z.int(), oldest: z.iso.datetime().nullable() }),
    audit: { none: 'a number and a time' },
  }),
  /** For those who lead: what waits for whom. */
  standing: query({
    permission: 'journal.sign',
    input: z.strictObject({}),
    output: Page,
    audit: { action: 'INCOMING_LIST', category: 'document' },
  }),
  /**
   * The paper itself. Before it is assigned to whoever registers papers; afterwards to the responsible person and to those
   * who may read this patient's journal: reception no longer.
   */
  read: query({
    permission: 'incoming.register',
    input: z.strictObject({ id: Id, patientId: Id.nullable() }),
    output: z.strictObject({ mediaType: z.enum(MEDIA_TYPES), content: z.string() }),
    errors: ['record.notFound', 'auth.forbidden', 'auth.reasonRequired', 'attachment.damaged', 'attachment.struck'],
    audit: { action: 'ATTACH_READ', category: 'document', patient: 'patientId', object: 'id' },
  }),
  /** Takes a paper in. `sourceSha256` is of the file before a picture was encoded anew. Registered and assigned at once when both are known. */
  register: command({
    permission: 'incoming.register',
    input: z.strictObject({ file: NewFile, sourceSha256: Digest, facts: PaperFacts, assignment: Assignment.nullable() }),
    output: z.strictObject({ id: Id }),
    errors: [...REFUSED_FILES, 'record.notFound', 'incoming.notPractitioner', 'attachment.exists'],
    audit: { action: 'INCOMING_ADD', category: 'document' },
  }),
  /**
   * Whose paper it is, for those who register papers and may not search the register (decision 9, PDL 4:1 § inre sekretess):
   * a whole number, or whole names with a birth date, as they stand on an unassigned paper. At most one answer, by name and
   * year of birth; none for several that fit nor for a protected identity. Each question leaves a row with its reason, and a
   * second one in the log of whoever was found.
   */
  whose: query({
    permission: 'incoming.register',
    input: z.strictObject({ paperId: Id, text: z.string().trim().min(1).max(120) }),
    output: z.strictObject({ found: FoundPatient.nullable() }),
    errors: ['record.notFound', 'incoming.signedOff', 'incoming.tooManyTries'],
    audit: { action: 'PATIENT_SEARCH', category: 'identity', object: 'paperId', reason: 'incomingPaper' },
  }),
  /** To a patient and somebody responsible, or to others than before; never after sign-off. */
  assign: command({
    permission: 'incoming.register',
    input: z.strictObject({ ...OnDocument, facts: PaperFacts, assignment: Assignment }),
    output: z.strictObject({ version: z.int() }),
    errors: ASSIGNING,
    audit: { action: 'INCOMING_ASSIGN', category: 'document', object: 'id' },
  }),
  /** Vidimering: read and dealt with, by the responsible person, with their name and title of that moment. */
  signOff: command({
    permission: 'journal.sign',
    input: z.strictObject({ ...OnDocument, comment: z.string().trim().max(500).default('') }),
    output: z.strictObject({ signedOffAt: z.iso.datetime() }),
    errors: ['record.notFound', 'record.changedMeanwhile', 'incoming.notResponsible', 'incoming.signedOff', 'incoming.unassigned'],
    audit: { action: 'INCOMING_SIGN', category: 'document', object: 'id' },
  }),
  /** Who can be responsible: active practitioners. */
  people: query({
    permission: 'incoming.register',
    input: z.strictObject({}),
    output: z.array(z.strictObject({ id: Id, name: z.string(), title: z.string() })),
    audit: { none: 'names of colleagues' },
  }),
  /** What lies in the scan folder, oldest first; ordinary files only. */
  folder: query({
    permission: 'incoming.register',
    input: z.strictObject({}),
    output: z.strictObject({ folder: z.string().nullable(), files: z.array(FolderFile), problem: z.enum(['missing', 'unreadable']).nullable() }),
    audit: { action: 'INCOMING_LIST', category: 'document' },
  }),
  /** One file of the scan folder, as it lies there. */
  folderFile: query({
    permission: 'incoming.register',
    input: z.strictObject({ name: z.string().min(1).max(255) }),
    output: z.strictObject({ content: z.string(), sha256: Digest, isKept: z.boolean() }),
    errors: FOLDER,
    audit: { action: 'ATTACH_READ', category: 'document' },
  }),
  /** Removes a file from the folder, if exactly that file is kept here durably. */
  removeFromFolder: command({
    permission: 'incoming.register',
    input: z.strictObject({ name: z.string().min(1).max(255) }),
    output: z.strictObject({}),
    errors: [...FOLDER, 'incoming.notKept', 'folder.readOnly'],
    audit: { action: 'INCOMING_ADD', category: 'document' },
  }),
  settings: query({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({ scanFolder: z.string().nullable() }),
    audit: { none: 'the place of a folder' },
  }),
  saveSettings: command({
    permission: 'settings.manage',
    input: z.strictObject({ scanFolder: z.string().trim().min(1).max(1000).nullable() }),
    output: z.strictObject({}),
    errors: ['folder.missing', 'folder.insideData', 'folder.readOnly'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
