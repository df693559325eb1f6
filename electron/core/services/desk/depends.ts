/** What the queue and the work lists are made of. */
const SOURCES: ReadonlySet<string> = new Set(['agenda', 'schedule', 'groups', 'patients', 'journal', 'staff']);

/** The areas whose answers are stale when these have changed: the desk shows what other areas write. */
export const withDependents = (areas: readonly string[]): string[] => (areas.some(area => SOURCES.has(area)) ? [...new Set([...areas, 'desk'])] : [...areas]);
