import { journal } from '#shared/contract/journal.ts';
import { journalSearch } from '#shared/contract/journal-search.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createJournalSearchService } from '#electron/core/services/journal-search/journal-search-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';

import { startTestClinic, type TestClinic } from '../harness.ts';
import { softwareSigner } from '../journal/journal-clinic.ts';

const areas = { journal, journalSearch, timeline };
export type TimelineClinic = TestClinic<typeof areas>;
export type TimelineUser = Awaited<ReturnType<TimelineClinic['as']>>;

/** A clinic on a real encrypted file with the journal, its time line and the search in all journals. */
export const startTimelineClinic = (): Promise<TimelineClinic> =>
  startTestClinic(areas, deps => ({
    journal: createJournalService({ ...deps, signer: softwareSigner(deps.clock.now) }), journalSearch: createJournalSearchService(deps), timeline: createTimelineService(deps),
  }));
