import * as z from 'zod';

import {
  AddressDraft, CalendarDate, ContactDraft, IDENTITY_LEVELS, IDENTITY_PROOFS, Name, NOTE_MAX, NumberDraft, PatientCard, PatientDraft, PatientHit,
  PatientStrip, PROTECTION_LEVELS, HistoryEntry, RelationDraft, Warning, WarningDraft, Whereabouts, line, paragraph,
} from '../domain/patients/patient.ts';
import { SEXES } from '../domain/identifiers/identifier.ts';
import { command, query } from './define.ts';

const Versioned = z.strictObject({ id: z.uuid(), version: z.int().min(1) });
const Saved = z.strictObject({ version: z.int() });
const Reason = line(200).pipe(z.string().min(1));
/** A row of its own (phone, address, relation): made by the screen with its own id, so that saving twice saves once; version null means new. */
const row = <T extends z.ZodType>(draft: T) => z.strictObject({ patientId: z.uuid(), id: z.uuid(), version: z.int().min(1).nullable(), draft });
const RowEnd = z.strictObject({ patientId: z.uuid(), id: z.uuid(), version: z.int().min(1) });
const CHANGE_ERRORS = ['record.notFound', 'record.changedMeanwhile', 'patients.notFound'] as const;
const CONTACT_ERRORS = [...CHANGE_ERRORS, 'patients.protected', 'patients.contactInvalid'] as const;

/** Persons in the register (K-21, G-10, G-11, I-01…I-11). Address and phone of a protected person leave only through `reveal`. */
export const patients = {
  /** Search as you type: number in any form, name in any order and spelling, birth date, phone. Best match first. */
  search: query({
    permission: 'patients.read',
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(50).default(20) }),
    output: z.array(PatientHit),
    audit: { action: 'PATIENT_SEARCH', category: 'identity' },
  }),
  /** The register in name order, a page at a time; `after` is the last row of the page before. */
  list: query({
    permission: 'patients.read',
    input: z.strictObject({ after: z.uuid().nullable().default(null), limit: z.int().min(1).max(200).default(100) }),
    output: z.strictObject({ rows: z.array(PatientHit), total: z.int() }),
    audit: { action: 'PATIENT_LIST', category: 'identity' },
  }),
  /** Who in the register the person being registered might already be: same number, or same birth date and a name that sounds alike. */
  findSimilar: query({
    permission: 'patients.read',
    input: z.strictObject({
      number: NumberDraft.nullable(), givenName: z.string().max(200), familyName: z.string().max(200), birthDate: CalendarDate.nullable(), exceptId: z.uuid().nullable().default(null),
    }),
    output: z.strictObject({ sameNumber: PatientHit.nullable(), similar: z.array(PatientHit) }),
    audit: { action: 'PATIENT_SEARCH', category: 'identity' },
  }),
  get: query({
    permission: 'patients.read',
    input: z.strictObject({ id: z.uuid() }),
    output: PatientCard,
    errors: ['patients.notFound'],
    audit: { action: 'PATIENT_OPEN', category: 'identity', patient: 'id' },
  }),
  strip: query({
    permission: 'patients.read',
    input: z.strictObject({ id: z.uuid() }),
    output: PatientStrip,
    errors: ['patients.notFound'],
    audit: { action: 'PATIENT_OPEN', category: 'identity', patient: 'id' },
  }),
  /** Of these patients (`id` is the patient's), those with a current warning, each with the gravest: for lists, where a name stands without its strip (K-21). */
  warned: query({
    permission: 'patients.read',
    input: z.strictObject({ ids: z.array(z.uuid()).max(500) }),
    output: z.array(Warning.pick({ id: true, kind: true, severity: true })),
    audit: { action: 'PATIENT_LIST', category: 'identity' },
  }),
  history: query({
    permission: 'patients.read',
    input: z.strictObject({ id: z.uuid() }),
    output: z.array(HistoryEntry),
    errors: ['patients.notFound'],
    audit: { action: 'PATIENT_HISTORY', category: 'identity', patient: 'id' },
  }),
  /** The id is made by the screen: sending the form twice registers once. */
  register: command({
    permission: 'patients.write',
    input: z.strictObject({ id: z.uuid(), draft: PatientDraft }),
    output: z.strictObject({ id: z.uuid(), number: z.string() }),
    errors: ['patients.duplicateNationalId', 'patients.identifierInvalid', 'patients.contactInvalid'],
    audit: { action: 'PATIENT_ADD', category: 'identity' },
  }),
  update: command({
    permission: 'patients.write',
    input: Versioned.extend({ givenName: Name, familyName: Name, birthDate: CalendarDate.nullable(), sex: z.enum(SEXES), deceasedOn: CalendarDate.nullable(), registrationNote: paragraph(NOTE_MAX) }),
    output: Saved,
    errors: [...CHANGE_ERRORS],
    audit: { action: 'PATIENT_CHANGE', category: 'identity' },
  }),
  /** A real number for somebody with a temporary one (I-05), or a new number after a change of legal sex (I-11): the old stays, ended and linked. */
  addIdentifier: command({
    permission: 'patients.write',
    input: Versioned.extend({ number: NumberDraft, identityLevel: z.enum(IDENTITY_LEVELS).nullable().default(null) }),
    output: Saved,
    errors: [...CHANGE_ERRORS, 'patients.duplicateNationalId', 'patients.identifierInvalid'],
    audit: { action: 'PATIENT_CHANGE', category: 'identity' },
  }),
  /** Links a second registration of the same person to the first; nothing moves, and it can be undone. */
  linkDuplicate: command({
    permission: 'patients.write',
    input: Versioned.extend({ intoId: z.uuid().nullable(), reason: Reason }),
    output: Saved,
    errors: [...CHANGE_ERRORS, 'patients.linkCircular'],
    audit: { action: 'PATIENT_CHANGE', category: 'identity' },
  }),
  setProtection: command({
    permission: 'patients.write',
    input: Versioned.extend({ level: z.enum(PROTECTION_LEVELS), reason: Reason }),
    output: Saved,
    errors: [...CHANGE_ERRORS, 'patients.protected'],
    audit: { action: 'PATIENT_CHANGE', category: 'identity' },
  }),
  /** Shows the hidden whereabouts of a protected person once; the log row with the reason is durable before the answer. */
  reveal: command({
    permission: 'patients.revealProtected',
    input: z.strictObject({ id: z.uuid(), reason: Reason }),
    output: Whereabouts,
    errors: ['patients.notFound'],
    audit: { action: 'PROTECTED_REVEAL', category: 'contact' },
  }),
  noteIdentityCheck: command({
    permission: 'patients.write',
    input: Versioned.extend({ how: z.enum(IDENTITY_PROOFS) }),
    output: Saved,
    errors: [...CHANGE_ERRORS],
    audit: { action: 'IDENTITY_CHECK', category: 'identity' },
  }),
  saveContact: command({ permission: 'patients.write', input: row(ContactDraft), output: Saved, errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  endContact: command({ permission: 'patients.write', input: RowEnd, output: z.strictObject({}), errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  saveAddress: command({ permission: 'patients.write', input: row(AddressDraft), output: Saved, errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  endAddress: command({ permission: 'patients.write', input: RowEnd, output: z.strictObject({}), errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  saveRelation: command({ permission: 'patients.write', input: row(RelationDraft), output: Saved, errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  endRelation: command({ permission: 'patients.write', input: RowEnd, output: z.strictObject({}), errors: [...CONTACT_ERRORS], audit: { action: 'PATIENT_CHANGE', category: 'contact' } }),
  /** New (version null) or a new version of a warning; every version is kept (K-21). */
  saveWarning: command({
    permission: 'patients.write',
    input: row(WarningDraft),
    output: Saved,
    errors: [...CHANGE_ERRORS],
    audit: { action: 'WARNING_SET', category: 'warning' },
  }),
  endWarning: command({
    permission: 'patients.write',
    input: RowEnd.extend({ reason: Reason }),
    output: z.strictObject({}),
    errors: [...CHANGE_ERRORS],
    audit: { action: 'WARNING_END', category: 'warning' },
  }),
  /** The patient was asked and no warnings are known: an answer with author and date, not an empty field (K-21). */
  declareNoneKnown: command({
    permission: 'patients.write',
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({}),
    errors: ['patients.notFound', 'patients.warningsExist'],
    audit: { action: 'WARNING_SET', category: 'warning' },
  }),
} as const;
