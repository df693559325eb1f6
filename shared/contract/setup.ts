import * as z from 'zod';

import { ClinicDraft } from '../domain/clinic/clinic.ts';
import { CARD_HOLDER_ERRORS } from './card-errors.ts';
import { command, query } from './define.ts';
import { SETUP_STEPS } from './session.ts';

export const Issuer = z.strictObject({
  name: z.string(),
  /** SHA-256 of the certificate, colon separated, for comparing with the authority's page. */
  fingerprint: z.string(),
  notAfter: z.iso.datetime(),
  isRoot: z.boolean(),
  isTest: z.boolean(),
});
export type Issuer = z.infer<typeof Issuer>;

/** What the enrolment probe found out about a card, and what was recorded (design/security.md §3.3). */
export const CardRecord = z.strictObject({
  holder: z.string(),
  hsaId: z.string(),
  title: z.string(),
  issuer: z.string(),
  certificateNotAfter: z.iso.datetime(),
  cardNumber: z.string().nullable(),
  keyAlgorithm: z.string(),
  wrapScheme: z.string(),
  canSign: z.boolean(),
  signingCertificate: z.boolean(),
  isPractice: z.boolean(),
});
export type CardRecord = z.infer<typeof CardRecord>;

const PLACE_ERRORS = ['backup.placeMissing', 'backup.placeFull', 'backup.placeReadOnly', 'backup.placeForeign', 'backup.placeInsideData', 'backup.placeDamaged', 'backup.placeFailing'] as const;

/** The first-run wizard. Each step is safe to repeat, and closing the program between steps loses nothing. */
export const setup = {
  state: query({
    permission: 'anyone',
    input: z.strictObject({}),
    output: z.strictObject({ step: z.enum(SETUP_STEPS), clinic: ClinicDraft.nullable(), issuers: z.array(Issuer), card: CardRecord.nullable() }),
    audit: { none: 'what the person at the wizard typed before a clinic existed' },
  }),
  saveClinic: command({
    permission: 'anyone',
    input: ClinicDraft,
    output: z.strictObject({}),
    errors: ['setup.alreadyDone', 'db.diskFull', 'db.io'],
    audit: { none: 'no database yet; written to the log when the clinic is created' },
  }),
  /** Certificates of the issuers to trust, PEM or DER as base64. Nothing is trusted that was not imported here. */
  importIssuers: command({
    permission: 'anyone',
    input: z.strictObject({ files: z.array(z.strictObject({ name: z.string().max(200), base64: z.string().max(2_000_000) })).min(1).max(20) }),
    output: z.strictObject({ issuers: z.array(Issuer) }),
    errors: ['setup.alreadyDone', 'card.certUntrusted', 'card.certExpired', 'db.io', 'db.diskFull'],
    audit: { none: 'no database yet; written to the log when the clinic is created' },
  }),
  /** Looks at the inserted card without a PIN: whose it is and which issuer. */
  inspectCard: query({
    permission: 'anyone',
    input: z.strictObject({}),
    output: z.strictObject({ holder: z.string(), hsaId: z.string(), title: z.string(), issuer: z.string(), certificateNotAfter: z.iso.datetime() }),
    errors: [...CARD_HOLDER_ERRORS],
    audit: { none: 'the certificate of the card in the reader, before a clinic exists' },
  }),
  /** Creates the clinic: database key, encrypted database, vault entry for this card; the holder becomes administrator and is signed in. */
  enrolCard: command({
    permission: 'anyone',
    input: z.strictObject({ pin: z.string().min(1).max(32), alsoPractitioner: z.boolean().default(false) }),
    output: z.strictObject({ card: CardRecord }),
    errors: [...CARD_HOLDER_ERRORS, 'setup.alreadyDone', 'setup.stepMissing', 'db.exists', 'db.encryptionUnavailable', 'db.diskFull', 'db.io', 'db.readOnly', 'db.networkDrive'],
    audit: { action: 'SETUP', category: 'system' },
  }),
  /** A new kit each time until one is confirmed: the PDF with two copies, and which two groups will be asked back. */
  createKit: command({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({ pdfBase64: z.string(), askBack: z.tuple([z.int(), z.int()]), groupCount: z.int() }),
    errors: ['setup.stepMissing'],
    audit: { action: 'SETUP', category: 'system' },
  }),
  confirmKit: command({
    permission: 'settings.manage',
    input: z.strictObject({ groups: z.tuple([z.string().max(20), z.string().max(20)]) }),
    output: z.strictObject({}),
    errors: ['setup.kitGroupsWrong', 'setup.stepMissing'],
    audit: { action: 'SETUP', category: 'system' },
  }),
  chooseBackupPlace: command({
    permission: 'settings.manage',
    input: z.strictObject({ path: z.string().min(1).max(1000) }),
    output: z.strictObject({}),
    errors: [...PLACE_ERRORS, 'setup.stepMissing'],
    audit: { action: 'SETUP', category: 'system' },
  }),
  /** Ends the wizard; refused until one backup has been made and proven. */
  finish: command({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({}),
    errors: ['setup.stepMissing'],
    audit: { action: 'SETUP', category: 'system' },
  }),
} as const;
