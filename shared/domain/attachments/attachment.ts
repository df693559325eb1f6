import * as z from 'zod';

import { line } from '../patients/patient.ts';
import { MEDIA_TYPES } from './file-type.ts';

/** `photo`: shows the patient and needs their consent (K-24); `document`: everything else. */
export const CATEGORIES = ['photo', 'document'] as const;
export type Category = (typeof CATEGORIES)[number];
export const STAGES = ['before', 'during', 'after'] as const;
export type Stage = (typeof STAGES)[number];
export const CONSENT_METHODS = ['oral', 'written'] as const;

const Id = z.uuid();
const Instant = z.iso.datetime();

/** What a person says about a file; all of it can be put right later. */
export const AttachmentFacts = z.strictObject({
  title: line(120),
  bodyPart: line(80),
  stage: z.enum(STAGES).nullable(),
  eventTime: Instant,
});
export type AttachmentFacts = z.infer<typeof AttachmentFacts>;

export const Attachment = z.strictObject({
  ...AttachmentFacts.shape,
  id: Id,
  version: z.int(),
  patientId: Id,
  category: z.enum(CATEGORIES),
  mediaType: z.enum(MEDIA_TYPES),
  /** SHA-256 of the bytes, hex. */
  sha256: z.string(),
  /** Bytes. */
  size: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  createdAt: Instant,
  authorName: z.string(),
  authorTitle: z.string(),
  /** Made invisible with a reason; still there. */
  struck: z.strictObject({ at: Instant, reason: z.string() }).nullable(),
  /** A photograph whose consent is withdrawn: listed, not shown. */
  withheld: z.boolean(),
  /** Base64; null for what is no picture, and for what is withheld or struck. */
  thumbnail: z.string().nullable(),
  /** The incoming paper it came as. */
  incomingId: Id.nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

export const PhotoConsent = z.strictObject({
  id: Id,
  version: z.int(),
  method: z.enum(CONSENT_METHODS),
  givenAt: Instant,
  recordedName: z.string(),
  withdrawnAt: Instant.nullable(),
});
export type PhotoConsent = z.infer<typeof PhotoConsent>;
