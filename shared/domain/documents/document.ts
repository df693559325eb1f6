import * as z from 'zod';

import { line, paragraph } from '../patients/patient.ts';

/** Letters a clinic writes about a patient (K-01). The journal copy is none of them: it is a disclosure (J-17). */
export const DOCUMENT_TYPES = ['referral', 'answer', 'epikris', 'certificate', 'letter'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/**
 * - draft: being written; - finished: locked, its pages rendered once and kept; - discarded: given up before it was
 *   finished; what was written stays, nobody can go on writing.
 */
export const DOCUMENT_STATUSES = ['draft', 'finished', 'discarded'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** To whom a document goes: as in the window of an envelope. Empty name: nobody in particular. */
export const Recipient = z.strictObject({ name: line(120), address: paragraph(300) });
export type Recipient = z.infer<typeof Recipient>;

export const NOBODY: Recipient = { name: '', address: '' };

/** What is written besides the text: to whom, about which matter, how soon an answer is awaited. */
export const DocumentHead = z.strictObject({
  recipient: Recipient,
  /** The line above the text: "Remiss för bedömning av höger knä". Empty: the type's own name stands alone. */
  subject: line(160),
  /** Referrals only: an urgent one is watched for a shorter time (K-03). */
  urgent: z.boolean(),
});
export type DocumentHead = z.infer<typeof DocumentHead>;

export const DOCUMENT_LANGUAGES = ['sv', 'en'] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

interface SectionTemplate {
  readonly key: string;
  readonly title: Readonly<Record<DocumentLanguage, string>>;
  /** Headings of a note whose text is taken over, first found first: the case is written once. */
  readonly from: readonly string[];
}
export interface DocumentTemplate {
  readonly id: string;
  readonly version: number;
  readonly sections: readonly SectionTemplate[];
}

const section = (key: string, sv: string, en: string, ...from: string[]): SectionTemplate => ({ key, title: { sv, en }, from });
const DIAGNOSIS = section('diagnosis', 'Bedömning och diagnos', 'Assessment and diagnosis', 'diagnosis');
const MEASURES = section('measures', 'Åtgärd', 'Measures taken', 'measures');
const PLAN = section('plan', 'Planering', 'Plan', 'plan');

/** The headings of each type, and which text of the latest note stands under them from the start. */
export const DOCUMENT_TEMPLATES: Readonly<Record<DocumentType, DocumentTemplate>> = {
  referral: {
    id: 'document.referral', version: 1,
    sections: [
      section('question', 'Frågeställning', 'Question'), section('reason', 'Kontaktorsak', 'Reason for contact', 'reason'), section('history', 'Anamnes', 'History', 'history', 'background'),
      section('status', 'Status', 'Findings', 'status'), DIAGNOSIS, MEASURES, PLAN,
    ],
  },
  answer: { id: 'document.answer', version: 1, sections: [section('answer', 'Svar', 'Answer'), section('status', 'Status', 'Findings', 'status'), DIAGNOSIS, MEASURES, PLAN] },
  epikris: {
    id: 'document.epikris', version: 1,
    sections: [section('reason', 'Kontaktorsak', 'Reason for contact', 'reason'), section('course', 'Förlopp', 'Course', 'history'), section('status', 'Status', 'Findings', 'status'), DIAGNOSIS, MEASURES, PLAN],
  },
  certificate: { id: 'document.certificate', version: 1, sections: [section('statement', 'Intyg', 'Statement'), section('basis', 'Underlag för intyget', 'Basis of the statement', 'diagnosis')] },
  letter: { id: 'document.letter', version: 1, sections: [section('text', 'Text', 'Text')] },
};

/** Ways out of the clinic. What leaves has a disclosure record first (J-18). */
export const DELIVERY_WAYS = ['print', 'handedOver', 'post', 'digital', 'fax'] as const;
export type DeliveryWay = (typeof DELIVERY_WAYS)[number];
