import * as z from 'zod';

import { COUNTRIES } from '../clinic/clinic.ts';
import { IdentifierKind, SEXES } from '../identifiers/identifier.ts';
import { isRealDate } from '../identifiers/calendar.ts';

export const PatientId = z.uuid().brand<'PatientId'>();
export type PatientId = z.infer<typeof PatientId>;

/** A calendar date as text, `YYYY-MM-DD`, never converted between time zones. */
export const CalendarDate = z.string().refine(isRealDate, { message: 'date' });

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** One line of text: trimmed, no control characters; everything else (RTL marks, emoji, any script) is kept as typed (H20–H25). */
export const line = (max: number) => z.string().trim().max(max).refine(text => !CONTROL.test(text), { message: 'line' });
/** Several lines of plain text; carriage returns become line feeds. */
export const paragraph = (max: number) => z.string().transform(text => text.replaceAll(/\r\n?/g, '\n').trim()).pipe(z.string().max(max));

export const NAME_MAX = 120;
export const NOTE_MAX = 10_000;
export const Name = line(NAME_MAX).pipe(z.string().min(1));

/** `marked`: sekretessmarkering, a warning; `protected`: skyddad folkbokföring, post goes through Skatteverket (G-11). */
export const PROTECTION_LEVELS = ['none', 'marked', 'protected'] as const;
export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number];

/** Level of identity of a samordningsnummer (I-03). */
export const IDENTITY_LEVELS = ['proven', 'probable', 'uncertain'] as const;

export const CONTACT_KINDS = ['mobile', 'phone', 'work', 'email'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** How somebody showed who they are (G-10). */
export const IDENTITY_PROOFS = ['swedishId', 'drivingLicence', 'passport', 'nationalCard', 'electronic', 'vouched', 'known'] as const;

/** Kinds and severities of a warning (K-21; Inera code list 1.2.752.129.2.2.3.3 for severity). */
export const WARNING_KINDS = ['hypersensitivity', 'condition', 'treatment', 'infection', 'other'] as const;
export const WARNING_SEVERITIES = ['lifeThreatening', 'harmful', 'discomfort', 'notRated'] as const;
/** Where the information comes from. */
export const WARNING_SOURCES = ['patient', 'relative', 'journal', 'test', 'otherCare'] as const;

export const NumberDraft = z.strictObject({ country: z.enum(COUNTRIES), text: z.string().trim().min(1).max(40) });
export type NumberDraft = z.infer<typeof NumberDraft>;

export const AddressDraft = z.strictObject({
  kind: z.enum(['home', 'temporary', 'billing']),
  street: line(200),
  careOf: line(120).default(''),
  postCode: line(20),
  city: line(120),
  country: line(60).default(''),
});
export type AddressDraft = z.infer<typeof AddressDraft>;

export const ContactDraft = z.strictObject({ kind: z.enum(CONTACT_KINDS), value: line(254).pipe(z.string().min(1)), note: line(120).default('') });
export type ContactDraft = z.infer<typeof ContactDraft>;

export const RelationDraft = z.strictObject({ name: Name, relation: line(60), phone: line(60), note: line(200).default(''), isNextOfKin: z.boolean().default(true) });
export type RelationDraft = z.infer<typeof RelationDraft>;
export const WarningDraft = z.strictObject({ kind: z.enum(WARNING_KINDS), severity: z.enum(WARNING_SEVERITIES), text: line(300).pipe(z.string().min(1)), source: z.enum(WARNING_SOURCES) });
export type WarningDraft = z.infer<typeof WarningDraft>;

/** What the registration form holds. Without a number the clinic gives its own (I-05). */
export const PatientDraft = z.strictObject({
  givenName: Name,
  familyName: Name,
  birthDate: CalendarDate.nullable(),
  sex: z.enum(SEXES),
  number: NumberDraft.nullable(),
  identityLevel: z.enum(IDENTITY_LEVELS).nullable().default(null),
  protection: z.enum(PROTECTION_LEVELS).default('none'),
  registrationNote: paragraph(NOTE_MAX).default(''),
  contacts: z.array(ContactDraft).max(10).default([]),
  address: AddressDraft.nullable().default(null),
});
export type PatientDraft = z.infer<typeof PatientDraft>;

export const Identifier = z.strictObject({
  id: z.uuid(),
  kind: IdentifierKind,
  value: z.string(),
  /** As people write it: 19811218-9876. */
  display: z.string(),
  identityLevel: z.enum(IDENTITY_LEVELS).nullable(),
  endedAt: z.iso.datetime().nullable(),
  version: z.int(),
});
export type Identifier = z.infer<typeof Identifier>;

/** One line of a search answer or list. Phone is null for protected patients: hidden everywhere (G-11). */
export const PatientHit = z.strictObject({
  id: z.uuid(),
  givenName: z.string(),
  familyName: z.string(),
  number: z.string().nullable(),
  numberKind: IdentifierKind.nullable(),
  birthDate: z.string().nullable(),
  sex: z.enum(SEXES),
  phone: z.string().nullable(),
  protection: z.enum(PROTECTION_LEVELS),
  deceasedOn: z.string().nullable(),
  mergedInto: z.uuid().nullable(),
});
export type PatientHit = z.infer<typeof PatientHit>;

export const Warning = z.strictObject({
  id: z.uuid(),
  kind: z.enum(WARNING_KINDS),
  severity: z.enum(WARNING_SEVERITIES),
  text: z.string(),
  source: z.enum(WARNING_SOURCES),
  version: z.int(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
  ended: z.strictObject({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
});
export type Warning = z.infer<typeof Warning>;

export const ContactPoint = z.strictObject({ id: z.uuid(), kind: z.enum(CONTACT_KINDS), value: z.string(), display: z.string(), note: z.string(), version: z.int() });
export const Address = z.strictObject({ id: z.uuid(), version: z.int(), kind: z.enum(['home', 'temporary', 'billing']), street: z.string(), careOf: z.string(), postCode: z.string(), city: z.string(), country: z.string() });
export const Relation = z.strictObject({ id: z.uuid(), version: z.int(), name: z.string(), relation: z.string(), phone: z.string(), note: z.string(), isNextOfKin: z.boolean() });
export type ContactPoint = z.infer<typeof ContactPoint>;
export type Address = z.infer<typeof Address>;
export type Relation = z.infer<typeof Relation>;

/** What lets somebody be reached or found. Absent as a whole while the identity is protected and not revealed (G-11). */
export const Whereabouts = z.strictObject({ contacts: z.array(ContactPoint), addresses: z.array(Address), relations: z.array(Relation) });
export type Whereabouts = z.infer<typeof Whereabouts>;

/** The strip that stays on screen wherever the patient is open. */
export const PatientStrip = PatientHit.omit({ phone: true }).extend({
  warnings: z.array(Warning),
  /** "None known" answered by somebody on a day (K-21); null: nobody has asked yet. */
  noneKnown: z.strictObject({ at: z.iso.datetime(), by: z.string() }).nullable(),
  identityChecked: z.boolean(),
});
export type PatientStrip = z.infer<typeof PatientStrip>;

export const PatientCard = PatientStrip.extend({
  version: z.int(),
  registrationNote: z.string(),
  /** Last visit in the system the patient was imported from. */
  lastVisitElsewhere: z.string().nullable(),
  identifiers: z.array(Identifier),
  identityCheck: z.strictObject({ how: z.enum(IDENTITY_PROOFS), on: z.string(), by: z.string() }).nullable(),
  endedWarnings: z.array(Warning),
  /** Null while hidden: protected identity, reveal with reason. */
  whereabouts: Whereabouts.nullable(),
  mergedFrom: z.array(z.uuid()),
  createdAt: z.iso.datetime(),
});
export type PatientCard = z.infer<typeof PatientCard>;

/** One change in the history of the record: which field held what before. */
export const HistoryEntry = z.strictObject({
  at: z.iso.datetime(),
  by: z.string(),
  part: z.enum(['patient', 'identifier', 'contact', 'address', 'relation', 'warning']),
  changes: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** True when address, phone and next of kin must stay hidden until revealed (G-11). */
export const isHidden = (protection: ProtectionLevel): boolean => protection !== 'none';
