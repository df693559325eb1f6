import * as z from 'zod';

import { readHsaId } from '../cards/hsa-id.ts';
import { ROLES } from '../permissions.ts';

/** Professions the clinic can name; protected titles are the clinic's responsibility to check in HOSP. */
export const PROFESSIONS = [
  'physician', 'nurse', 'assistantNurse', 'midwife', 'physiotherapist', 'occupationalTherapist', 'naprapath', 'chiropractor', 'psychologist', 'psychotherapist', 'counsellor',
  'dentist', 'dentalHygienist', 'dietitian', 'podiatrist', 'optician', 'speechTherapist', 'aestheticNurse', 'medicalSecretary', 'receptionist', 'administrator', 'other',
] as const;
export type Profession = (typeof PROFESSIONS)[number];

const name = z.string().trim().min(1).max(80);

/** What the administrator types about a person. An empty HSA-id is for people who sign in with a passphrase. */
export const PersonDraft = z.strictObject({
  givenName: name,
  familyName: name,
  /** As it stands beside the signature: "leg. fysioterapeut". */
  title: z.string().trim().min(1).max(80),
  profession: z.enum(PROFESSIONS),
  hsaId: z.string().trim().toUpperCase().refine(text => text === '' || readHsaId(text) !== null, { message: 'hsaId' }),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length).refine(roles => new Set(roles).size === roles.length, { message: 'roles' }),
});
export type PersonDraft = z.infer<typeof PersonDraft>;

/** Letters, digits, dot and dash; compared without case. */
export const UserName = z.string().trim().toLowerCase().regex(/^[\p{L}\p{N}][\p{L}\p{N}.-]{1,39}$/u);
