import { useQueryOf } from '#renderer/client/index.ts';
import type { WorkList, WorkListCount } from '#renderer/commands/index.ts';

import { FeesPart } from './FeesPart.tsx';
import { OverduePart } from './OverduePart.tsx';
import { UnbilledPart } from './UnbilledPart.tsx';

type Part = 'unbilled' | 'fees' | 'overdue';

function useMoneyCount(part: Part): WorkListCount {
  const { data } = useQueryOf('money', 'counts', {});
  return { count: data?.[part], isLate: part === 'overdue' && (data?.overdue ?? 0) > 0 };
}

/** What waits for somebody who handles money; the same parts as on the money screen. */
export const workLists: readonly WorkList[] = [
  { id: 'money.unbilled', message: 'money.list.unbilled', order: 60, permission: 'money.write', roles: ['receptionist', 'administrator'], useCount: () => useMoneyCount('unbilled'), component: UnbilledPart },
  { id: 'money.fees', message: 'money.list.fees', order: 61, permission: 'money.write', roles: ['receptionist', 'administrator'], useCount: () => useMoneyCount('fees'), component: FeesPart },
  { id: 'money.overdue', message: 'money.list.overdue', order: 62, permission: 'money.write', roles: ['receptionist', 'administrator'], useCount: () => useMoneyCount('overdue'), component: OverduePart },
];
