import type { Handlers } from '#shared/contract/define.ts';
import type { clinicContract } from '#shared/contract/index.ts';
import type { CallContext } from './api/context.ts';
import type { DocumentSigner } from './ports/document-signer.ts';
import type { ForeignFileParser } from './ports/foreign-file-parser.ts';
import { createAttachmentsService } from './services/attachments/attachments-service.ts';
import { createIncomingService } from './services/incoming/incoming-service.ts';
import { createJournalSearchService } from './services/journal-search/journal-search-service.ts';
import { createJournalService } from './services/journal/journal-service.ts';
import { createPhrasesService } from './services/phrases/phrases-service.ts';
import { createCodesService } from './services/codes/codes-service.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createCareService } from './services/care/care-service.ts';
import { createMedicationsService } from './services/medications/medications-service.ts';
import { createTimelineService } from './services/timeline/timeline-service.ts';
import { createWritingService } from './services/writing/writing-service.ts';

type Names = 'codes' | 'phrases' | 'writing' | 'care' | 'medications' | 'journal' | 'journalSearch' | 'timeline' | 'attachments' | 'incoming';

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
    codes: createCodesService({ ...deps, parser }),
    care: createCareService(deps),
    medications: createMedicationsService(deps),
    attachments: createAttachmentsService(deps),
    incoming: createIncomingService({ ...deps, dataDir }),
    journal: createJournalService({ ...deps, signer }),
    journalSearch: createJournalSearchService(deps),
    phrases: createPhrasesService(deps),
    writing: createWritingService(deps),
    timeline: createTimelineService(deps),
  };
}
