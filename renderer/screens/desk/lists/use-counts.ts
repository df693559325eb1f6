import { useQueryOf, useSession, type OutputOf } from '#renderer/client/index.ts';
import type { WorkListCount } from '#renderer/commands/index.ts';

import { isLate } from './late.ts';

type Counts = OutputOf<'desk', 'counts'>;
export type DeskList = keyof Counts;

/** Practitioners answer for their own visits; whoever stands at the desk answers for everybody's. */
export function useOwnOnly(): boolean {
  const { data } = useSession();
  const roles = data?.user?.roles ?? [];
  return roles.includes('practitioner') && !roles.includes('receptionist');
}

/** How much waits on one of the desk's own lists: one question for all of them. */
export function useDeskCount(list: DeskList): WorkListCount {
  const { data } = useQueryOf('desk', 'counts', { own: useOwnOnly() });
  const found = data?.[list];
  return found ? { count: found.count, isLate: isLate(list, found.oldest, Date.now()) } : { count: undefined };
}
