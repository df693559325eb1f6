import { useMay, useSession } from '#renderer/client/session.ts';

import type { WorkList } from './screen-area.ts';
import { allWorkLists } from './slots.ts';

/** The lists that are this person's, in order; the first nine have keys (Ctrl+1 …). */
export function useWorkLists(): readonly WorkList[] {
  const may = useMay();
  const { data } = useSession();
  const roles = data?.user?.roles ?? [];
  return allWorkLists().filter(list => (list.permission === undefined || may(list.permission)) && (list.roles === undefined || list.roles.some(role => roles.includes(role))));
}

/** The key that opens the list at this place among a person's lists, from anywhere. */
export const workListKey = (at: number): string | undefined => (at < 9 ? `mod+${at + 1}` : undefined);

export const LISTS_PATH = '/lists';
