import { useMay } from '#renderer/client/index.ts';
import type { RailEntry } from '#renderer/commands/index.ts';

import { railEntries } from './areas.ts';

/** What this person may go to, in order; the first nine have numbers. */
export function useVisibleRail(): readonly RailEntry[] {
  const may = useMay();
  return railEntries.filter(entry => entry.permission === undefined || may(entry.permission));
}
