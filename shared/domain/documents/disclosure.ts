import * as z from 'zod';

import { CalendarDate } from '../agenda/zone.ts';
import { line } from '../patients/patient.ts';
import type { DocumentType } from './document.ts';

/** Who receives what leaves the journal (J-18). */
export const RECIPIENT_KINDS = ['patient', 'guardian', 'provider', 'authority', 'insurer', 'other'] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/**
 * The ground it leaves on, in the words of the law; texts are messages `disclosures.basis.*`.
 * - copy: patientens rätt till kopia, PDL 8 kap. 2 §; - guardian: vårdnadshavare, FB 6 kap. 11 § with PSL 6 kap. 12 § and OSL 12 kap. 3 §;
 * - consent: samtycke, PSL 6 kap. 12 §; - care: uppgifter i vården efter menprövning, PSL 6 kap. 12 §;
 * - duty: uppgiftsskyldighet, PSL 6 kap. 15 § (socialtjänst, polis, IVO …); - statute: annan författning, named in words;
 * - reuse: betalning eller försäkringsärende med patientens samtycke.
 */
export const LEGAL_BASES = ['copy', 'guardian', 'consent', 'care', 'duty', 'statute'] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** Which grounds make sense for whom; the first is proposed. */
export const BASES_OF: Readonly<Record<RecipientKind, readonly [LegalBasis, ...LegalBasis[]]>> = {
  patient: ['copy'],
  guardian: ['guardian', 'consent'],
  provider: ['consent', 'care'],
  authority: ['duty', 'consent', 'statute'],
  insurer: ['consent', 'statute'],
  other: ['consent', 'statute'],
};

/** To whom a document of this type usually goes. */
export const USUAL_RECIPIENT: Readonly<Record<DocumentType, RecipientKind>> = { referral: 'provider', answer: 'provider', epikris: 'provider', certificate: 'patient', letter: 'patient' };

/** What a journal copy holds. Dates are of the events, both included; null: from the beginning, until now. */
export const CopyScope = z.strictObject({
  from: CalendarDate.nullable(),
  to: CalendarDate.nullable(),
  withNotes: z.boolean(),
  withDocuments: z.boolean(),
  withAttachments: z.boolean(),
  /** One note by itself, whatever the rest says: a single note leaves by the same examination as a whole copy. */
  noteId: z.uuid().optional(),
});
export type CopyScope = z.infer<typeof CopyScope>;

/** Why something is left out: OSL 25:6 and PSL 6:12 (harm to the patient), OSL 25:7 (threat to who told), OSL 12:3 (minor's own secrecy), not asked for. */
export const WITHHOLD_REASONS = ['harmToPatient', 'thirdParty', 'notToGuardian', 'notAsked', 'other'] as const;
export type WithholdReason = (typeof WITHHOLD_REASONS)[number];

/** What of a patient can go into a copy: a note, a finished letter, an attachment. */
export const ENTRY_KINDS = ['note', 'document', 'attachment'] as const;
export const Withheld = z.strictObject({ kind: z.enum(ENTRY_KINDS), id: z.uuid(), reason: z.enum(WITHHOLD_REASONS) });
export type Withheld = z.infer<typeof Withheld>;

/** Who gets it, on which ground, decided by whom: the confidentiality examination, kept before anything leaves. */
export const Examination = z
  .strictObject({
    recipientKind: z.enum(RECIPIENT_KINDS),
    recipientName: line(160).pipe(z.string().min(1)),
    basis: z.enum(LEGAL_BASES),
    /** The statute in words, the date of a consent, who asked. Needed for `statute` and `duty`. */
    basisText: line(200),
    /** Empty: whoever makes the record decided. */
    decidedBy: line(120),
  })
  .refine(one => BASES_OF[one.recipientKind].includes(one.basis), { path: ['basis'] })
  .refine(one => !['statute', 'duty'].includes(one.basis) || one.basisText.length >= 3, { path: ['basisText'] });
export type Examination = z.infer<typeof Examination>;

/** A decision to hand out a copy is used at once; after this it must be made again. */
export const DECISION_HOURS = 24;
