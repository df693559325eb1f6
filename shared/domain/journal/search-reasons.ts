/** Why somebody searches everybody's journals (J-13, PDL 4:1): kept in the log with every search. */
export const SEARCH_REASONS = ['ownPatient', 'followUp', 'quality', 'incident', 'authority', 'other'] as const;
export type SearchReason = (typeof SEARCH_REASONS)[number];
/** A stated reason holds so long, within the session it was stated in. */
export const SEARCH_REASON_HOURS = 2;
/** So many hits are shown at most; who needs more narrows the search. */
export const SEARCH_LIMIT = 200;
