import { IconMailForward } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea } from '#renderer/commands/index.ts';

import { ReferralsScreen } from './ReferralsScreen.tsx';

const PATH = '/lists/referrals';

/** Referrals whose answer somebody waits for (K-03). */
export const area: ScreenArea = {
  id: 'referrals',
  routes: [{ path: PATH, component: ReferralsScreen, permission: 'journal.read' }],
  commands: [{ id: 'referrals.open', message: 'referrals.command.open', icon: IconMailForward, permission: 'journal.read', run: ({ go }) => go(PATH) }],
  workLists: [
    {
      id: 'referrals', message: 'referrals.worklist', order: 16, permission: 'journal.read', to: PATH,
      useCount: () => {
        const { data } = useQueryOf('referrals', 'counts', {});
        return { count: data?.watched, isLate: (data?.overdue ?? 0) > 0 };
      },
    },
  ],
};
