import type { Handlers } from '#shared/contract/define.ts';
import type { clinicContract } from '#shared/contract/index.ts';
import type { CallContext } from './api/context.ts';
import type { DocumentSigner } from './ports/document-signer.ts';
import type { ForeignFileParser } from './ports/foreign-file-parser.ts';
import { createAttachmentsService } from './services/attachments/attachments-service.ts';
import { createDisclosuresService } from './services/disclosures/disclosures-service.ts';
import { createDocumentsService } from './services/documents/documents-service.ts';
import { createIncomingService } from './services/incoming/incoming-service.ts';
import { createJournalSearchService } from './services/journal-search/journal-search-service.ts';
import { createJournalService } from './services/journal/journal-service.ts';
import { createCodesService } from './services/codes/codes-service.ts';
import { createSigningService } from './services/journal/signing-service.ts';
import { createCareService } from './services/care/care-service.ts';
import { createMedicationsService } from './services/medications/medications-service.ts';
import { createReferralsService } from './services/referrals/referrals-service.ts';
import { createPhrasesService } from './services/phrases/phrases-service.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createTimelineService } from './services/timeline/timeline-service.ts';
import { createWritingService } from './services/writing/writing-service.ts';

type Names = 'phrases' | 'writing' | 'documents' | 'referrals' | 'disclosures' | 'codes' | 'care' | 'medications' | 'journal' | 'journalSearch' | 'timeline' | 'attachments' | 'incoming' | 'signing';

export interface ClinicalParts {
  /** Signs with the card of whoever is signed in. */
  readonly signer: DocumentSigner;
  /** Where the clinic's own files lie: no scan folder may be inside. */
  readonly dataDir: string;
  /** Reads files that others made, in a process of its own. */
  readonly parser: ForeignFileParser;
}

/** The services of care: what is written about patients, signed, coded, attached, sent and received. */
export function clinicalServices(deps: ServiceDeps, { signer, dataDir, parser }: ClinicalParts): Pick<Handlers<typeof clinicContract, CallContext>, Names> {
  return {
    documents: createDocumentsService({ ...deps, signer }),
    referrals: createReferralsService(deps),
    disclosures: createDisclosuresService({ ...deps, signer }),
    care: createCareService(deps),
    codes: createCodesService({ ...deps, parser }),
    medications: createMedicationsService(deps),
    attachments: createAttachmentsService(deps),
    incoming: createIncomingService({ ...deps, dataDir }),
    journal: createJournalService({ ...deps, signer }),
    signing: createSigningService({ ...deps, signer }),
    journalSearch: createJournalSearchService(deps),
    phrases: createPhrasesService(deps),
    writing: createWritingService(deps),
    timeline: createTimelineService(deps),
  };
}
