import * as z from 'zod';

import { PERMISSIONS, ROLES } from '../domain/permissions.ts';
import { ERROR_CODES } from '../kernel/app-error.ts';
import { CARD_HOLDER_ERRORS } from './card-errors.ts';
import { command, query } from './define.ts';
import { LOCK_REASONS } from './wire.ts';

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Steps of the first-run wizard that still have to be taken once the clinic's database exists. */
export const SETUP_STEPS = ['clinic', 'issuers', 'card', 'kit', 'backupPlace', 'firstBackup', 'done'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export const SignedInUser = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  hsaId: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** Certificate's last day when signed in by card; the screen warns 30 days before. */
  certificateNotAfter: z.iso.datetime().nullable(),
});
export type SignedInUser = z.infer<typeof SignedInUser>;

/**
 * Where the program stands. `firstRun`: no clinic on this computer; `locked`: a clinic, nobody signed in;
 * `setup`: signed in, the wizard is not finished; `open`: signed in and working; `broken`: the database or
 * vault cannot be opened and `problem` says why (nothing was changed).
 */
export const SessionState = z.strictObject({
  phase: z.enum(['firstRun', 'locked', 'setup', 'open', 'broken']),
  clinic: z.strictObject({ id: z.string(), name: z.string(), country: z.string(), timeZone: z.string(), isDemo: z.boolean() }).nullable(),
  user: SignedInUser.nullable(),
  setupStep: z.enum(SETUP_STEPS).nullable(),
  problem: z.enum(ERROR_CODES).nullable(),
  problemParams: z.record(z.string(), z.union([z.string(), z.number()])),
  lastLock: z.enum(LOCK_REASONS).nullable(),
  language: z.enum(LANGUAGES),
  /** What the signed-in user's screen was showing at lock: a route with ids, never text of a note. */
  place: z.string().nullable(),
  /** Revocation answer used at sign-in when it was not fresh: "checked 3 h ago" (L-01). */
  revocationCheckedAt: z.iso.datetime().nullable(),
  passphraseUsers: z.boolean(),
});
export type SessionState = z.infer<typeof SessionState>;

const Pin = z.string().min(1).max(32);

/**
 * The answer to `update.unproven`: a new program is about to change the database and no backup could be proven. The
 * refusal says why (`problem`, an error code), whose sign-in it is (`person`), and whether that person decides
 * (`decides`: 1 for an administrator, who gives a reason). Anybody else may go on too: care waits for no backup.
 */
const GoOn = z.strictObject({ reason: z.string().trim().max(120) });

const OPENING_ERRORS = [
  ...CARD_HOLDER_ERRORS, 'card.hsaIdUnknown', 'card.hsaIdInactive', 'vault.damaged', 'vault.rolledBack', 'vault.entryMissing',
  'db.encryptionUnavailable', 'db.keyWrong', 'db.headerDamaged', 'db.missing', 'db.empty', 'db.corrupt', 'db.diskFull', 'db.busy', 'db.io',
  'db.readOnly', 'db.tooNew', 'db.notOurs', 'db.rolledBack', 'auth.accountClosed', 'log.writeFailed', 'instance.alreadyRunning', 'db.networkDrive', 'update.unproven',
] as const;

export const session = {
  state: query({
    permission: 'anyone',
    input: z.strictObject({}),
    output: SessionState,
    audit: { none: 'shows the clinic name and who is signed in to that very person' },
  }),
  /** Card in, PIN, ready. One C_Login per call, never retried (design/cards.md). */
  signInWithCard: command({
    permission: 'anyone',
    input: z.strictObject({ pin: Pin, tokenRef: z.string().max(200).optional(), goOn: GoOn.optional() }),
    output: SessionState,
    errors: OPENING_ERRORS,
    audit: { action: 'LOGIN_OK', category: 'none' },
  }),
  /**
   * All cards lost (L-10): the kit from paper together with a new card of an active administrator, one person's word
   * being too little. The new card is enrolled and signs in; the vault keeps the old entries until staff removes them.
   */
  recoverWithKit: command({
    permission: 'anyone',
    input: z.strictObject({ kit: z.string().min(1).max(5000), pin: Pin, goOn: GoOn.optional() }),
    output: SessionState,
    errors: [...OPENING_ERRORS, 'restore.kitWrong', 'auth.forbidden'],
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  /** Passphrase + device secret (age-scrypt entry) and a one-time code used once (L-02…L-04). */
  signInWithPassphrase: command({
    permission: 'anyone',
    input: z.strictObject({ userName: z.string().min(1).max(80), passphrase: z.string().min(1).max(256), code: z.string().min(1).max(12), deviceSecret: z.string().max(80).optional(), goOn: GoOn.optional() }),
    output: SessionState,
    errors: [
      'auth.wrongCredentials', 'auth.delayed', 'auth.tooManyFailures', 'auth.codeReused', 'auth.accountClosed', 'vault.damaged', 'vault.rolledBack', 'vault.entryMissing',
      'db.encryptionUnavailable', 'db.keyWrong', 'db.headerDamaged', 'db.missing', 'db.empty', 'db.corrupt', 'db.diskFull', 'db.busy', 'db.io',
      'db.readOnly', 'db.tooNew', 'db.notOurs', 'db.rolledBack', 'log.writeFailed', 'db.networkDrive', 'update.unproven',
    ],
    audit: { action: 'LOGIN_OK', category: 'none' },
  }),
  rememberPlace: command({
    permission: 'signedIn',
    input: z.strictObject({ place: z.string().max(2000) }),
    output: z.strictObject({}),
    audit: { none: "a route with ids in the user's own row" },
  }),
  setLanguage: command({
    permission: 'anyone',
    input: z.strictObject({ language: z.enum(LANGUAGES) }),
    output: z.strictObject({}),
    audit: { none: 'a display setting of this computer' },
  }),
} as const;
