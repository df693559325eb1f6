/** Which areas show what others write: the queue and the work lists; whom to phone because a reminder did not arrive; what is to be paid; which backup was last restored on trial. */
const SOURCES: Readonly<Record<string, ReadonlySet<string>>> = {
  desk: new Set(['agenda', 'schedule', 'groups', 'patients', 'journal', 'staff']),
  care: new Set(['agenda', 'journal', 'patients', 'medications']),
  timeline: new Set(['agenda', 'schedule', 'groups', 'patients', 'journal', 'signing', 'documents', 'referrals', 'attachments', 'incoming', 'medications', 'staff']),
  reminders: new Set(['agenda', 'schedule', 'patients']),
  money: new Set(['agenda', 'patients']),
  drill: new Set(['backup']),
};

/** The areas whose answers are stale when these have changed: the named ones and those that show what they write. */
export const withDependents = (areas: readonly string[]): string[] =>
  [...new Set([...areas, ...Object.entries(SOURCES).flatMap(([dependent, sources]) => (areas.some(area => sources.has(area)) ? [dependent] : []))])];
