import * as z from 'zod';

import { ROLES } from '../domain/permissions.ts';
import { PersonDraft, PROFESSIONS, UserName } from '../domain/staff/person.ts';
import { CARD_HOLDER_ERRORS } from './card-errors.ts';
import { command, query } from './define.ts';
import { CardRecord } from './setup.ts';

const Id = z.uuid();
const Versioned = z.strictObject({ id: Id, version: z.int().min(1) });

/** One way in: an entry of the vault that opens the database for this person. */
export const KeyInfo = z.strictObject({
  id: Id,
  kind: z.enum(['card', 'passphrase']),
  alg: z.string(),
  /** Card: the certificate's last day. */
  notAfter: z.iso.datetime().nullable(),
  /** Card: who issued it and its number, as read at enrolment; passphrase: the user name. */
  label: z.string(),
  addedAt: z.iso.datetime().nullable(),
  /** The sealed file is missing or damaged: enrol again. */
  isDamaged: z.boolean(),
});
export type KeyInfo = z.infer<typeof KeyInfo>;

export const Colleague = z.strictObject({
  id: Id,
  name: z.string(),
  title: z.string(),
  profession: z.enum(PROFESSIONS),
  roles: z.array(z.enum(ROLES)),
  status: z.enum(['active', 'closed']),
});
export type Colleague = z.infer<typeof Colleague>;

export const Person = Colleague.extend({
  givenName: z.string(),
  familyName: z.string(),
  hsaId: z.string().nullable(),
  userName: z.string().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  keys: z.array(KeyInfo),
  lastSignInAt: z.iso.datetime().nullable(),
  reviewedAt: z.iso.datetime().nullable(),
  reviewedBy: z.string().nullable(),
  reviewDue: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/** One earlier state of a person's row: what was changed, when, by whom (J-14). */
export const PersonChange = z.strictObject({
  at: z.iso.datetime(),
  by: z.string(),
  changes: z.array(z.strictObject({ field: z.string(), from: z.string(), to: z.string() })),
});
export type PersonChange = z.infer<typeof PersonChange>;

const VAULT_ERRORS = ['vault.damaged', 'vault.rolledBack', 'vault.entryMissing', 'vault.lastAdministrator'] as const;

/** The clinic's people, what they may do, and how they get in (product.md decision 9; J-14, L-02…L-04). */
export const staff = {
  /** Everybody, for choosing a colleague: names and titles only. */
  list: query({
    permission: 'staff.read',
    input: z.strictObject({}),
    output: z.strictObject({ people: z.array(Colleague) }),
    audit: { none: 'names, titles and roles of colleagues, as on the door' },
  }),
  /** The access list: role, ways in, last sign-in, last review. */
  overview: query({
    permission: 'staff.manage',
    input: z.strictObject({}),
    output: z.strictObject({ people: z.array(Person) }),
    audit: { action: 'STAFF_LIST', category: 'staff' },
  }),
  get: query({
    permission: 'staff.manage',
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ person: Person, history: z.array(PersonChange) }),
    audit: { action: 'STAFF_LIST', category: 'staff', object: 'id' },
  }),
  /** The screen makes the id, so that a repeated call does not add twice. */
  add: command({
    permission: 'staff.manage',
    input: z.strictObject({ id: Id, draft: PersonDraft }),
    output: z.strictObject({ id: Id, version: z.int() }),
    errors: ['staff.hsaIdTaken'],
    audit: { action: 'USER_ADD', category: 'staff' },
  }),
  update: command({
    permission: 'staff.manage',
    input: Versioned.extend({ draft: PersonDraft }),
    output: z.strictObject({ version: z.int() }),
    errors: ['staff.hsaIdTaken', 'staff.lastAdministrator', 'staff.closed'],
    audit: { action: 'USER_CHANGE', category: 'staff' },
  }),
  /** At once: no sign-in, running sessions end, every key entry is removed (J-14). What they wrote and did stays. */
  close: command({
    permission: 'staff.manage',
    input: Versioned,
    output: z.strictObject({ version: z.int() }),
    errors: ['staff.lastAdministrator', ...VAULT_ERRORS],
    audit: { action: 'USER_DISABLE', category: 'staff' },
  }),
  /** Somebody came back. They need a new way in. */
  reopen: command({
    permission: 'staff.manage',
    input: Versioned,
    output: z.strictObject({ version: z.int() }),
    audit: { action: 'USER_CHANGE', category: 'staff' },
  }),
  /** The administrator has looked at this person's access and it is right (J-14). */
  confirmReview: command({
    permission: 'staff.manage',
    input: Versioned,
    output: z.strictObject({}),
    audit: { action: 'USER_CHANGE', category: 'staff' },
  }),
  /** With one reader: the administrator's card may leave it for this long without locking the program. */
  allowCardSwap: command({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id }),
    output: z.strictObject({ seconds: z.int() }),
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  /** Whose card is in the reader; no PIN. */
  inspectCard: query({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id }),
    output: z.strictObject({
      holder: z.string(), hsaId: z.string(), title: z.string(), issuer: z.string(), certificateNotAfter: z.iso.datetime(),
      /** `other`: the HSA-id on the card is not this person's; `enrolled`: this card already opens the clinic. */
      match: z.enum(['same', 'other', 'enrolled']),
    }),
    errors: [...CARD_HOLDER_ERRORS],
    audit: { action: 'STAFF_LIST', category: 'staff', object: 'userId' },
  }),
  enrolCard: command({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id, pin: z.string().min(1).max(32) }),
    output: z.strictObject({ card: CardRecord }),
    errors: [...CARD_HOLDER_ERRORS, ...VAULT_ERRORS, 'staff.cardOfAnother', 'staff.cardTaken', 'staff.closed', 'db.diskFull', 'db.io', 'db.readOnly'],
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  /** First half: nothing is stored until the first one-time code has been shown to work. Shown once, never again. */
  beginPassphrase: command({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id, userName: UserName, passphrase: z.string().max(1000) }),
    output: z.strictObject({
      enrolmentId: Id,
      /** For the printed slip: opens on another computer together with the passphrase. */
      slipCode: z.string(),
      totpSecret: z.string(),
      totpUri: z.string(),
      expiresAt: z.iso.datetime(),
    }),
    errors: ['auth.passphraseTooShort', 'auth.passphraseTooLong', 'auth.passphraseTooCommon', 'staff.userNameTaken', 'staff.closed'],
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  confirmPassphrase: command({
    permission: 'staff.manage',
    input: z.strictObject({ enrolmentId: Id, code: z.string().max(12) }),
    output: z.strictObject({ keyId: Id }),
    errors: ['auth.codeWrong', 'auth.enrolmentExpired', 'staff.userNameTaken', 'staff.closed', ...VAULT_ERRORS, 'db.diskFull', 'db.io', 'db.readOnly'],
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  /** A lost card, a forgotten passphrase: this entry opens nothing any more. */
  removeKey: command({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id, keyId: Id }),
    output: z.strictObject({}),
    errors: [...VAULT_ERRORS, 'db.diskFull', 'db.io', 'db.readOnly'],
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
  /** After too many failed tries: the person may try again at once. */
  clearDelay: command({
    permission: 'staff.manage',
    input: z.strictObject({ userId: Id }),
    output: z.strictObject({}),
    audit: { action: 'CRED_CHANGE', category: 'staff' },
  }),
} as const;
