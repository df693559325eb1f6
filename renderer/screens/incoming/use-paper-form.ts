import { useState } from 'react';

import type { DocumentType, IncomingDocument, PaperFacts } from '#shared/domain/incoming/incoming.ts';

import type { LookedUp } from '#renderer/parts/patient-lookup/index.ts';

export interface PaperForm {
  readonly documentType: DocumentType;
  readonly documentDate: string | null;
  readonly sender: string;
  readonly patient: LookedUp | undefined;
  readonly responsibleId: string | null;
}

export interface PaperFormHandle {
  readonly form: PaperForm;
  readonly change: (part: Partial<PaperForm>) => void;
  readonly facts: PaperFacts;
  /** Known once both patient and responsible person are. */
  readonly assignment: { readonly patientId: string; readonly responsibleId: string } | null;
}

const BLANK: PaperForm = { documentType: 'referralAnswer', documentDate: null, sender: '', patient: undefined, responsibleId: null };

const formOf = ({ documentType, documentDate, sender, patientId, patientName, responsibleId }: IncomingDocument): PaperForm => ({
  documentType, documentDate, sender, responsibleId, patient: patientId === null ? undefined : { kind: 'known', id: patientId, name: patientName },
});

/** What is written down about a paper, and to whom it is given. */
export function usePaperForm(start?: IncomingDocument): PaperFormHandle {
  const [form, setForm] = useState<PaperForm>(start ? formOf(start) : BLANK);
  const { documentType, documentDate, sender, patient, responsibleId } = form;
  return {
    form, change: part => setForm(now => ({ ...now, ...part })), facts: { documentType, documentDate, sender },
    assignment: patient?.kind === 'known' && responsibleId !== null ? { patientId: patient.id, responsibleId } : null,
  };
}
