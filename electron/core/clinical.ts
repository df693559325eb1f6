import type { Handlers } from '#shared/contract/define.ts';
import type { clinicContract } from '#shared/contract/index.ts';
import type { CallContext } from './api/context.ts';
import type { DocumentSigner } from './ports/document-signer.ts';
import { createJournalSearchService } from './services/journal-search/journal-search-service.ts';
import { createJournalService } from './services/journal/journal-service.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createCareService } from './services/care/care-service.ts';
import { createMedicationsService } from './services/medications/medications-service.ts';
import { createTimelineService } from './services/timeline/timeline-service.ts';

type Names = 'care' | 'medications' | 'journal' | 'journalSearch' | 'timeline';

export interface ClinicalParts {
  /** Signs with the card of whoever is signed in. */
  readonly signer: DocumentSigner;
}

/** The services of care: what is written about patients, signed, coded, attached, sent and received. */
export function clinicalServices(deps: ServiceDeps, { signer }: ClinicalParts): Pick<Handlers<typeof clinicContract, CallContext>, Names> {
  return {
    care: createCareService(deps),
    medications: createMedicationsService(deps),
    journal: createJournalService({ ...deps, signer }),
    journalSearch: createJournalSearchService(deps),
    timeline: createTimelineService(deps),
  };
}
