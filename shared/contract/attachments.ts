import * as z from 'zod';

import { Attachment, AttachmentFacts, CATEGORIES, CONSENT_METHODS, PhotoConsent } from '../domain/attachments/attachment.ts';
import { MEDIA_TYPES } from '../domain/attachments/file-type.ts';
import { FILE_MAX_BYTES, LONGEST_SIDES, THUMBNAIL_MAX_BYTES } from '../domain/attachments/limits.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const base64Of = (bytes: number) => z.string().max(Math.ceil(bytes / 3) * 4 + 4);
const OnFile = { patientId: Id, attachmentId: Id };
const READING = ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'] as const;
const REFUSED_FILES = [
  'attachment.empty', 'attachment.tooLarge', 'attachment.typeUnknown', 'attachment.heic', 'attachment.twoTypes', 'attachment.macros', 'attachment.tooManyPixels', 'attachment.imageDamaged',
  'attachment.imageNotClean', 'attachment.tooMany',
] as const;

/** A file as a screen hands it in: pictures decoded and encoded anew there, everything else as it was (K-24). */
export const NewFile = z.strictObject({
  content: base64Of(FILE_MAX_BYTES),
  /** JPEG or WebP of at most 64 KiB; of pictures only. */
  thumbnail: base64Of(THUMBNAIL_MAX_BYTES).nullable(),
});

/** Files of the journal (K-24). Only those who read journals, in a care relation or with a stated reason (J-13). */
export const attachments = {
  /** Newest first by event time, what is struck included: it is there, and says why it is not shown. */
  list: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id }),
    output: z.strictObject({ files: z.array(Attachment), consent: PhotoConsent.nullable() }),
    errors: READING,
    audit: { action: 'ATTACH_LIST', category: 'document', patient: 'patientId' },
  }),
  /** The bytes, compared with their digest before they leave core. Never of what is struck or withheld. */
  read: query({
    permission: 'journal.read',
    input: z.strictObject(OnFile),
    output: z.strictObject({ mediaType: z.enum(MEDIA_TYPES), content: z.string() }),
    errors: [...READING, 'attachment.struck', 'attachment.withheld', 'attachment.damaged'],
    audit: { action: 'ATTACH_READ', category: 'document', patient: 'patientId', object: 'attachmentId' },
  }),
  /** Keeps a file. One that this patient already has is not kept twice; `isNew` says so. */
  add: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, category: z.enum(CATEGORIES), facts: AttachmentFacts, file: NewFile }),
    output: z.strictObject({ attachmentId: Id, isNew: z.boolean() }),
    errors: [...READING, ...REFUSED_FILES, 'attachment.consentMissing'],
    audit: { action: 'ATTACH_ADD', category: 'document', patient: 'patientId' },
  }),
  /** Puts right what is said about a file; the file itself never changes. */
  describe: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnFile, version: z.int(), facts: AttachmentFacts }),
    output: z.strictObject({ version: z.int() }),
    errors: [...READING, 'record.changedMeanwhile', 'attachment.struck'],
    audit: { action: 'ATTACH_CHANGE', category: 'document', patient: 'patientId', object: 'attachmentId' },
  }),
  /** Makes a file invisible, with a reason. Nothing of it is removed (J-09: only IVO decides that). */
  strike: command({
    permission: 'journal.write',
    input: z.strictObject({ ...OnFile, version: z.int(), reason: z.string().trim().min(3).max(200) }),
    output: z.strictObject({ version: z.int() }),
    errors: [...READING, 'record.changedMeanwhile', 'attachment.struck'],
    audit: { action: 'ATTACH_CHANGE', category: 'document', patient: 'patientId', object: 'attachmentId' },
  }),
  /** The bytes of a file to be saved outside, and a name that tells nothing. */
  export: command({
    permission: 'journal.print',
    input: z.strictObject(OnFile),
    output: z.strictObject({ mediaType: z.enum(MEDIA_TYPES), content: z.string(), fileName: z.string() }),
    errors: [...READING, 'attachment.struck', 'attachment.withheld', 'attachment.damaged'],
    audit: { action: 'EXPORT', category: 'document', patient: 'patientId', object: 'attachmentId' },
  }),
  /** The patient agrees to photographs in the journal. A consent that is there stays as it is. */
  giveConsent: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, method: z.enum(CONSENT_METHODS) }),
    output: PhotoConsent,
    errors: READING,
    audit: { action: 'PHOTO_CONSENT', category: 'document', patient: 'patientId' },
  }),
  /** From now on no photograph of the patient is shown, printed or handed out. */
  withdrawConsent: command({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id, version: z.int() }),
    output: z.strictObject({}),
    errors: [...READING, 'record.changedMeanwhile'],
    audit: { action: 'PHOTO_CONSENT', category: 'document', patient: 'patientId' },
  }),
  settings: query({
    permission: 'signedIn',
    input: z.strictObject({}),
    output: z.strictObject({ longestSide: z.union(LONGEST_SIDES.map(side => z.literal(side))) }),
    audit: { none: 'how large pictures are kept' },
  }),
  saveSettings: command({
    permission: 'settings.manage',
    input: z.strictObject({ longestSide: z.union(LONGEST_SIDES.map(side => z.literal(side))) }),
    output: z.strictObject({}),
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
